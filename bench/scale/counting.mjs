// `node bench/scale/counting.mjs [EVENTS …]`: simulates logs with heavy tails, counts each as `vitrine train` does, and fits how the
// cost grows: writes bench/results/scale/counting.json. Default: 10⁵, 10⁶ and 10⁷ events.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../../scripts/install.mjs';
import { load, record } from '../harness/record.mjs';

const SEED = 1;
const MIN_SHOPPERS = 1;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1e5, 1e6, 1e7];
const loadBefore = load();
const { module } = await runnerImport(resolve(import.meta.dirname, 'simulated-log.ts'), { root, configFile: false });
const folder = mkdtempSync(join(tmpdir(), 'vitrine-counting-'));
const runs = [];
try {
  for (const events of sizes) {
    const path = join(folder, 'events.csv');
    const log = module.writeSimulatedLog(path, events, SEED);
    const arguments_ = [
      '--max-old-space-size=8192',
      resolve(import.meta.dirname, 'count.mjs'),
      path,
      String(MIN_SHOPPERS),
    ];
    const counted = JSON.parse(
      execFileSync(process.execPath, arguments_, { encoding: 'utf8' }).trim().split('\n').at(-1),
    );
    const processorSeconds = Number(
      Object.values(counted.steps)
        .reduce((a, b) => a + b, 0)
        .toFixed(2),
    );
    runs.push({ ...log, bytes: statSync(path).size, processorSeconds, ...counted });
    console.log(JSON.stringify(runs.at(-1)));
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Least squares of log cost on log events: cost ∝ events ** exponent. @param cost of a run */
function growthOf(cost) {
  const points = runs.map((run) => [Math.log(run.events), Math.log(cost(run))]);
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  const exponent = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread;
  const left = points.reduce((sum, point) => sum + (point[1] - y - exponent * (point[0] - x)) ** 2, 0);
  const error = Math.sqrt(left / Math.max(1, points.length - 2) / spread);
  const steps = points.slice(1).map((point, i) => (point[1] - points[i][1]) / (point[0] - points[i][0]));
  return { exponent: round(exponent), standardError: round(error), betweenSizes: steps.map(round) };
}
const round = (number) => Number(number.toFixed(3));

record('../scale/counting', {
  command: `node bench/scale/counting.mjs${process.argv.length > 2 ? ` ${sizes.join(' ')}` : ''}`,
  loadBefore,
  result: {
    seed: SEED,
    data: 'simulated: 1,000 events a product, 100 a visitor; popularity over rank and lengths of visits by power laws whose exponents are those of Amazon Beauty; events of 5,000 visitors mixed',
    protocol:
      'a process of its own for each log reads it and counts popularity, sequential rules and windows with the defaults of `vitrine train --min-shoppers 1`; processor seconds; the largest resident memory',
    runs,
    growth: {
      'processor seconds': growthOf(({ processorSeconds }) => processorSeconds),
      ...Object.fromEntries(
        Object.keys(runs[0].steps).map((step) => [step, growthOf(({ steps }) => Math.max(0.01, steps[step]))]),
      ),
      megabytes: growthOf(({ megabytes }) => megabytes),
    },
  },
});
