import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { findGaps } from '../../learning/generators/item/gaps.ts';
import { type Kinds, kindsOf } from '../../learning/generators/item/kinds.ts';
import type { Pack } from '../../pack/pack.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { type DescribedGap, describeGaps } from '../recipe/gaps/describe-gaps.ts';
import { inRowsOf, interactionsWith } from '../recipe/gaps/log-in-rows.ts';
import { type MeasuredGaps, measureGaps } from '../recipe/gaps/measure-gaps.ts';
import { readTastes } from '../recipe/gaps/tastes.ts';
import { type RunContext, runPart } from '../run-context.ts';

export const GAPS_OPTIONS = {
  count: { type: 'whole', least: 1, default: 50, meaning: 'gaps at most' },
  model: {
    type: 'text',
    value: 'NAME',
    meaning: 'whose vectors; default the first that the pack places new products for',
  },
} as const satisfies Options;

export const EVALUATE_GAPS_OPTIONS = {
  ...SEEDS,
  hide: { type: 'whole', least: 1, default: 40, meaning: 'kinds that are hidden' },
} as const satisfies Options;

/** What is trained to measure gaps: it is solved for in a minute. */
const EVALUATED = 'als';

/** A shop whose range is looked at: products with categories and brands, and what visitors did with them. */
export interface ShopInput {
  products: Feed;
  log: InteractionLog;
}

/**
 * Names gaps in the range: products that the shop does not have, by category and brand, where the visitors whom the
 * category draws are those whom the brand draws; the strongest first.
 * @param input the pack was trained with products and a model of item vectors, such as attention or als
 * @throws VitrineError `bad-options`, `pack-corrupt`, `aborted`, `no-backend`
 */
export async function gaps(
  { products, log, pack }: ShopInput & { pack: Pack },
  given: Given<typeof GAPS_OPTIONS>,
  run: RunContext,
): Promise<DescribedGap[]> {
  const { count, model } = resolveOptions(GAPS_OPTIONS, given);
  const catalogue = new Catalogue(products, TextTable.of(pack.productIds));
  const { known, kinds } = kindsIn(catalogue, log);
  const tastes = await readTastes({ pack, catalogue, log: known }, model, run);
  return describeGaps(findGaps(kinds, tastes.made, tastes.width).slice(0, count), kinds, catalogue, tastes, run);
}

export type GapsReport = Awaited<ReturnType<typeof evaluateGaps>>;

/**
 * Hides all products of some kinds, trains on what is left, and tells how many of them come back near the top, beside the
 * most popular combinations of category and brand: once for each seed, and the means over them.
 * @throws VitrineError `bad-options`, `aborted`, `no-backend`
 */
export async function evaluateGaps(
  { products, log }: ShopInput,
  given: Given<typeof EVALUATE_GAPS_OPTIONS>,
  run: RunContext,
) {
  const options = resolveOptions(EVALUATE_GAPS_OPTIONS, given);
  const seeds = options.seeds ?? [run.seed];
  const catalogue = new Catalogue(products, TextTable.of([]));
  kindsIn(catalogue, log);
  const measures = { hide: options.hide, model: EVALUATED };
  const runs: MeasuredGaps[] = [];
  for (const seed of seeds) {
    const measured = runPart({ ...run, seed }, `seed ${seed}`, (part) => measureGaps(catalogue, log, measures, part));
    runs.push(await measured);
  }
  return {
    protocol: 'kinds of products hidden from catalogue and log; how many are among the first gaps named',
    model: EVALUATED,
    seeds,
    runs: runs.map((one, i) => ({ seed: seeds[i], ...one })),
    ...meanOf(runs),
  };
}

/** The log in rows of the catalogue, and the kinds of its products. @throws VitrineError `bad-options` where there are none */
function kindsIn(catalogue: Catalogue, log: InteractionLog): { known: InteractionLog; kinds: Kinds } {
  const known = inRowsOf(catalogue, log);
  if (known.sequences.items.length === 0) {
    throw new VitrineError('bad-options', 'No interaction is with a product of the feed.', {
      remedy: 'Check that both name products by the same ids.',
    });
  }
  const kinds = kindsOf(catalogue, interactionsWith(catalogue, known));
  if (kinds.held.size > 0) return { known, kinds };
  throw new VitrineError('bad-options', 'No product has both a category and a brand.', {
    remedy: 'Give a feed with both: a gap is named by them.',
  });
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
