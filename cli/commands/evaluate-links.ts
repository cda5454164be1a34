import { models } from '../../src/learning/models/index.ts';
import { fitLinkModel } from '../../src/learning/models/link-prediction.ts';
import { visitorItems } from '../../src/learning/models/visitor-items.ts';
import { Random } from '../../src/learning/training/random.ts';
import { splitLinks } from '../../src/trainer/evaluation/link-split.ts';
import { auc } from '../../src/trainer/evaluation/metrics/auc.ts';
import { estimate } from '../../src/trainer/evaluation/metrics/estimate.ts';
import { randomSplit } from '../../src/trainer/evaluation/part-split.ts';
import { trainModel } from '../../src/trainer/recipe/models/train-model.ts';
import { createProgress } from '../progress.ts';
import { readLogAloud, readRelationsAloud } from './data.ts';

/** What `vitrine evaluate --task links` tells. */
export type LinkReport = Awaited<ReturnType<typeof evaluateLinks>>;

/** The model whose vectors tell how alike two visitors' tastes are. */
const TASTES = models.find(({ name }) => name === 'lightgcn')!;

/**
 * Link prediction: of the links between shoppers a tenth is held out, and asked with as many pairs that are none. Each
 * seed draws another split; the vectors of the shoppers' tastes are learned from the log alone, once.
 */
export async function evaluateLinks(data: string, relations: string, seeds: readonly number[], folder: string) {
  const { log } = await readLogAloud(data, {});
  const links = await readRelationsAloud(relations, log.shopperIds);
  const items = log.productIds.length;
  const [seed] = seeds;
  const draw = new Random(seed);
  const { tuning } = randomSplit(log, () => draw.unit());
  const plan = { items, unit: 'visitor', seed, settings: {}, vectors: 'int8', folder } as const;
  const { final } = await trainModel(TASTES, tuning, plan, createProgress());
  const model = TASTES.create(final.options);
  model.load(final);
  const vectors = await model.states!(log.sequences);
  const runs = seeds.map((seed) => {
    const random = new Random(seed);
    const { known, learned, asked } = splitLinks(links, log.shopperIds.length, (bound) => random.below(bound));
    const found = fitLinkModel({ items: visitorItems(log.sequences, items), vectors, known, learned });
    const singly = Object.entries(found.singly(asked.pairs)).map(([name, scores]) => [name, auc(scores, asked.labels)]);
    return {
      seed,
      cases: asked.pairs.length,
      auc: auc(found.predict(asked.pairs), asked.labels),
      baselines: Object.fromEntries(singly) as Record<string, number>,
    };
  });
  const over = estimate(runs.map((run) => run.auc));
  const names = Object.keys(runs[0].baselines);
  const baselines = names.map((name) => [name, { auc: estimate(runs.map((run) => run.baselines[name])).mean }]);
  return {
    data,
    relations,
    task: 'links',
    protocol: 'held-out-links',
    model: 'links',
    seed,
    cases: runs[0].cases,
    metrics: { auc: over.mean },
    ...(runs.length > 1 && { betweenRuns: { auc: over.interval } }),
    baselines: Object.fromEntries(baselines) as Record<string, { auc: number }>,
    runs,
  };
}

export function printLinks({ cases, metrics, betweenRuns, baselines }: LinkReport): void {
  const interval = betweenRuns === undefined ? '' : ` ± ${betweenRuns.auc.toFixed(4)}`;
  process.stdout.write(`${`${cases} pairs`.padEnd(24)}        auc\n`);
  process.stdout.write(`${'model'.padEnd(24)}${metrics.auc.toFixed(4).padStart(11)}${interval}\n`);
  for (const [name, { auc }] of Object.entries(baselines)) {
    process.stdout.write(`${name.padEnd(24)}${auc.toFixed(4).padStart(11)}\n`);
  }
}
