import type { Feed } from '../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Placement } from '../../contract/recommendation.ts';
import { readPackFile } from '../../engine/intake/read-pack-file.ts';
import { resolveQuery } from '../../engine/lists/resolve-query.ts';
import { Visitor } from '../../engine/lists/visitor.ts';
import { type OpenPlacement, placementNamed } from '../../engine/placements/placements.ts';
import type { Serving } from '../../engine/serving.ts';
import { pairedDifference } from '../evaluation/difference.ts';
import { type InteractionLog, upTo } from '../evaluation/interaction-log.ts';
import { estimate } from '../evaluation/metrics/estimate.ts';
import { roundedDifference } from '../figures.ts';
import { trending } from '../fit/trending.ts';
import type { Options } from '../options/option.ts';
import { type Given, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS } from '../options/training-options.ts';
import {
  basketQuestions,
  highest,
  recallOf,
  risersOf,
  WEEK_MS,
  weekOf,
  weeksBetween,
} from '../recipe/placements/placement-quality.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { serveLists } from '../serve-lists.ts';
import { trainPack } from './train-pack.ts';

export const PLACEMENT_OPTIONS = {
  ...TRAINING_OPTIONS,
  cut: { type: 'date', meaning: 'the cut; default after four fifths of the interactions' },
} as const satisfies Options;

export type PlacementReport = Awaited<ReturnType<typeof evaluatePlacements>>;

/** Share of the interactions before the cut. */
const BEFORE = 0.8;
const MOST_QUESTIONS = 10_000;
const LIST = 10;
const RISERS = 20;
/** Of what is asked, against what. */
const ASKED = 'bought-together';
const AGAINST = 'related';

/**
 * Placements by a cut in time: complements (what else a cart or an order of the time after it has, asked with one of its
 * products) against `related`, by a pack of the time before it and as a page serves both; and what rises in each week after
 * it, against the counts of the week before.
 * @throws VitrineError `bad-options` where the log has no times; what a training throws
 */
export async function evaluatePlacements(
  { log, products }: { log: InteractionLog; products?: Feed | undefined },
  given: Given<typeof PLACEMENT_OPTIONS>,
  run: RunContext,
) {
  const { cut: asked, ...training } = resolveOptions(PLACEMENT_OPTIONS, given);
  if (log.times === null) {
    throw new VitrineError('bad-options', 'The log has no times.', { remedy: 'Name its column of times.' });
  }
  const sorted = log.times.toSorted();
  const cut = asked === undefined ? sorted[Math.floor(sorted.length * BEFORE)] : Date.parse(asked);
  const before = upTo(log, cut);
  const { pack } = await trainPack({ log: before, products }, training, run);
  const file = await readPackFile(pack.buffer);
  const serving = serveLists();
  serving.takeProducts(products ?? feedOf(before.productIds));
  await serving.takePack(file);
  const known = new Set(before.sequences.items);
  const questions = basketQuestions(log, cut, (item) => known.has(item), MOST_QUESTIONS);
  const recalls = await runStep(run, 'ask placements', async (step) => {
    const found: Record<string, number[]> = { [ASKED]: [], [AGAINST]: [] };
    for (const [i, { seed, others }] of questions.entries()) {
      for (const name of [ASKED, AGAINST] as const) {
        const list = await listOf(serving, name, log.productIds[seed - 1]);
        found[name].push(
          recallOf(
            list,
            others.map((other) => serving.catalogue.itemOf(log.productIds[other - 1])!),
          ),
        );
      }
      await step(i + 1, questions.length);
    }
    return found;
  });
  const shoppers = questions.map(({ shopper }) => shopper);
  return {
    task: 'placements',
    protocol: 'time-split',
    cut: new Date(cut).toISOString(),
    bytes: pack.length,
    complements: {
      questions: questions.length,
      measure: `recall@${LIST}`,
      [ASKED]: mean(recalls[ASKED]),
      [AGAINST]: mean(recalls[AGAINST]),
      difference: roundedDifference(pairedDifference(recalls[ASKED], recalls[AGAINST], shoppers)),
    },
    trending: measureTrending(log, cut, sorted.at(-1)!),
  };
}

function feedOf(ids: readonly string[]): Feed {
  const builder = new CatalogueBuilder();
  for (const id of ids) builder.add({ id });
  return builder.feed();
}

/** Rows of the list that a stranger gets on the page of a product. */
async function listOf(serving: Serving, name: Placement, seed: string): Promise<number[]> {
  const { catalogue, chain, packFile } = serving;
  const placement = placementNamed(name) as OpenPlacement;
  const query = resolveQuery({ placement: name, like: [seed], limit: LIST, explain: false }, placement.defaults);
  const visitor = new Visitor();
  visitor.follow({ entries: [], generation: 0 }, catalogue);
  const context = visitor.context(query);
  const shelf = { catalogue, chain, context, query, history: [], pack: packFile?.pack, encoder: undefined };
  const plan = await placement.plan(shelf);
  return (await chain.rank(plan.context, query, undefined, plan)).map(({ item }) => item);
}

function measureTrending(log: InteractionLog, cut: number, end: number) {
  const items = log.productIds.length;
  const weeks = weeksBetween(cut, end).map((start) => {
    const risers = risersOf(log, start, RISERS);
    const section = trending.count(upTo(log, start), trending.defaults, { items, minShoppers: 1, unit: 'visitor' })!;
    return {
      trending: recallOf(highest(section.tensors.rising.data as Uint16Array, RISERS), risers),
      counts: recallOf(highest(weekOf(log, start - WEEK_MS), RISERS), risers),
    };
  });
  const ours = weeks.map(({ trending }) => trending);
  const theirs = weeks.map(({ counts }) => counts);
  return {
    weeks: weeks.length,
    measure: `recall@${RISERS}`,
    trending: mean(ours),
    'last-week': mean(theirs),
    difference: roundedDifference(pairedDifference(ours, theirs, [...weeks.keys()])),
  };
}

const mean = (values: readonly number[]): number => Number(estimate(values).mean.toFixed(6));
