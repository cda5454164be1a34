import { knn } from '../../src/trainer/fit/knn.ts';
import { perturbationFor } from '../../src/trainer/fit/perturbation.ts';
import { popular } from '../../src/trainer/fit/popular.ts';
import { rules } from '../../src/trainer/fit/rules.ts';
import { readLog } from '../../src/trainer/node/read-log.ts';

/** Reads a log and counts what `vitrine train` counts of it, with its defaults. @returns processor seconds of each step, in order */
export async function countLog(path: string, minShoppers: number): Promise<Record<string, number>> {
  const steps: Record<string, number> = {};
  let before = process.cpuUsage();
  const done = (step: string): void => {
    const { user, system } = process.cpuUsage(before);
    steps[step] = Number(((user + system) / 1e6).toFixed(2));
    before = process.cpuUsage();
  };
  const { log } = await readLog(path);
  done('reading');
  const perturbation = perturbationFor(minShoppers);
  const context = { items: log.productIds.length, minShoppers, perturbation, unit: 'visitor' } as const;
  popular.count(log, popular.defaults, context);
  done('popular');
  rules.count(log, rules.defaults, context);
  done('rules');
  knn.count(log, knn.defaults, context);
  done('knn');
  return steps;
}
