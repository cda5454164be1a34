import { models } from '../../learning/models/index.ts';
import { fitLinkModel } from '../../learning/models/link-prediction.ts';
import { visitorItems } from '../../learning/models/visitor-items.ts';
import { Random } from '../../learning/training/random.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { type Pair, splitLinks } from '../evaluation/link-split.ts';
import { auc } from '../evaluation/metrics/auc.ts';
import { estimate } from '../evaluation/metrics/estimate.ts';
import { randomSplit } from '../evaluation/part-split.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, resolveOptions } from '../options/option.ts';
import { trainModel } from '../recipe/models/train-model.ts';
import type { RunContext } from '../run-context.ts';

export type LinkReport = Awaited<ReturnType<typeof evaluateLinks>>;

/** The model whose vectors tell how alike two visitors' tastes are. */
const TASTES = models.find(({ name }) => name === 'lightgcn')!;

/**
 * Link prediction: of the links between shoppers a tenth is held out, and asked with as many pairs that are none. Each
 * seed draws another split; the vectors of the shoppers' tastes are learned from the log alone, once.
 * @throws VitrineError `bad-options`, `aborted`, `diverged`, `no-backend`
 */
export async function evaluateLinks(
  { log, links }: { log: InteractionLog; links: readonly Pair[] },
  given: Given<typeof SEEDS>,
  run: RunContext,
) {
  const seeds = resolveOptions(SEEDS, given).seeds ?? [run.seed];
  const items = log.productIds.length;
  const [seed] = seeds;
  const draw = new Random(seed);
  const { tuning } = randomSplit(log, () => draw.unit());
  const plan = { items, unit: 'visitor', settings: {}, vectors: 'int8' } as const;
  const { final } = await trainModel(TASTES, { tuning }, plan, { ...run, seed });
  const model = TASTES.create(final.options);
  model.load(final);
  const vectors = await run.compute.lend(() => model.states!(log.sequences));
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
