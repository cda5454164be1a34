import type { MeasuredGaps } from '../../src/trainer/recipe/gaps/measure-gaps.ts';

/** What --evaluate trains: it is solved for in a minute. */
export const EVALUATED = 'als';

/** Gaps measured once for each seed, and the means over them. */
export async function evaluateGaps(seeds: readonly number[], measure: (seed: number) => Promise<MeasuredGaps>) {
  const runs: MeasuredGaps[] = [];
  for (const seed of seeds) runs.push(await measure(seed));
  return {
    protocol: 'kinds of products hidden from catalogue and log; how many are among the first gaps named',
    model: EVALUATED,
    seeds,
    runs: runs.map((run, i) => ({ seed: seeds[i], ...run })),
    ...meanOf(runs),
  };
}

/** Figures of several runs, their means. */
function meanOf(runs: readonly MeasuredGaps[]): MeasuredGaps {
  const mean = (of: (run: MeasuredGaps) => number): number =>
    Number((runs.reduce((sum, run) => sum + of(run), 0) / runs.length).toFixed(4));
  const each = (of: (run: MeasuredGaps) => Record<string, number>) =>
    Object.fromEntries(Object.keys(of(runs[0])).map((name) => [name, mean((run) => of(run)[name])]));
  return {
    hidden: mean(({ hidden }) => hidden),
    products: mean(({ products }) => products),
    candidates: mean(({ candidates }) => candidates),
    metrics: each(({ metrics }) => metrics),
    baselines: Object.fromEntries(
      Object.keys(runs[0].baselines).map((name) => [name, each(({ baselines }) => baselines[name])]),
    ),
  };
}

export function printGaps({ hidden, candidates, metrics, baselines }: MeasuredGaps): void {
  process.stdout.write(`${hidden} kinds hidden among ${candidates} that no product is of\n`);
  for (const [name, figures] of Object.entries({ gaps: metrics, ...baselines })) {
    const told = Object.entries(figures).map(([metric, value]) => `${metric} ${value.toFixed(3)}`);
    process.stdout.write(`  ${name}: ${told.join(', ')}\n`);
  }
}
