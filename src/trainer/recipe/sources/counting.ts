import type { Sequences } from '../../../contract/neural.ts';
import type { SourceName } from '../../../contract/recommendation.ts';
import { fitPopular, type PopularFitOptions } from '../../../engine/sources/popular.ts';
import type { KnnOptions } from '../../../engine/sources/session-knn.ts';
import { cutWindows, reorder } from '../../../engine/sources/session-windows.ts';
import { Random } from '../../../learning/training/random.ts';
import type { PackSection } from '../../../pack/pack.ts';
import type { Grid } from '../../evaluation/coordinate-search.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { type EaseFitOptions, fitEase } from '../../fit/fit-ease.ts';
import { fitSessionKnn } from '../../fit/fit-knn.ts';
import { fitSequentialRules, type RulesFitOptions } from '../../fit/fit-rules.ts';

export interface CountingContext {
  /** Rows of the pack. */
  items: number;
  minShoppers: number;
  unit: 'visitor' | 'session';
  /** Whether the order of a history says nothing. Default no. */
  unordered?: boolean;
  /** Virtual shoppers who stand for the real ones in the session sample; default: the real ones. */
  virtual?: InteractionLog;
}

/** A source that is counted, not trained: where its options start, what is tried, and how it is counted. */
export interface CountingRecipe<TOptions extends object> {
  name: SourceName;
  start: TOptions;
  /** … where the order of a history says nothing: all that is known speaks, and alike. */
  unordered?: Partial<TOptions>;
  /** Tried on validation, one option at a time. */
  grid: Grid<TOptions>;
  fit(log: InteractionLog, options: TOptions, context: CountingContext): PackSection;
}

type RulesTuned = Omit<RulesFitOptions, 'minShoppers'>;
export const rules: CountingRecipe<RulesTuned> = {
  name: 'rules',
  start: {
    last: 10,
    decay: 0.5,
    session: false,
    window: 10,
    backward: 0.25,
    rowPower: 0.5,
    distancePower: 0.75,
    top: 200,
  },
  grid: {
    decay: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    backward: [0, 0.1, 0.25, 0.5, 0.75],
    rowPower: [0, 0.25, 0.5, 0.75, 1],
    distancePower: [0.5, 0.75, 1],
  },
  fit: (log, options, { items, minShoppers }) =>
    fitSequentialRules(log.sequences, log.shoppers, items, { ...options, minShoppers }),
};

/** Items of a window of the session sample. */
const WINDOW_LENGTH = 20;

export const knn: CountingRecipe<KnnOptions> = {
  name: 'knn',
  start: {
    last: 10,
    decay: 0.7,
    session: false,
    recent: 5000,
    neighbours: 200,
    lengthPower: 0.25,
    sharpness: 1.5,
    distancePower: 0.5,
    backward: 0.5,
  },
  unordered: { last: 100, decay: 1 },
  grid: {
    decay: [0.5, 0.6, 0.7, 0.8, 0.9],
    backward: [0.1, 0.25, 0.5, 0.75, 1],
    sharpness: [1, 1.5, 2, 2.5],
    distancePower: [0.25, 0.5, 0.75],
    lengthPower: [0, 0.25, 0.5],
    neighbours: [100, 200, 400],
  },
  fit: (log, options, context) => fitSessionKnn(sample(context.virtual ?? log, context), context.items, options),
};

/** Windows of the log in an order that says nothing about who they are of, but keeps what is recent last. */
function sample(log: InteractionLog, { items, minShoppers, unit }: CountingContext): Sequences {
  const { windows, ends } = cutWindows(log.sequences, log.shoppers, items, { length: WINDOW_LENGTH, minShoppers });
  const { times } = log;
  const order = ends.map((_, window) => window);
  if (times !== null) order.sort((a, b) => times[ends[a] - 1] - times[ends[b] - 1]);
  else if (unit === 'visitor') new Random(0).shuffle(order);
  return reorder(windows, order);
}

export const popular: CountingRecipe<PopularFitOptions> = {
  name: 'popular',
  start: { recentShare: 0.5, halfLife: 7 },
  grid: { recentShare: [0, 0.5, 0.9, 1], halfLife: [2, 7, 30] },
  fit: (log, options, { items }) => fitPopular(log.sequences, log.times, items, options),
};

type EaseTuned = Omit<EaseFitOptions, 'minShoppers'>;
export const ease: CountingRecipe<EaseTuned> = {
  name: 'ease',
  start: { last: 20, decay: 0.8, session: false, ridge: 100, most: 3000, top: 200 },
  unordered: { last: 100, decay: 1 },
  // Each ridge is a matrix inverted: few are tried.
  grid: { ridge: [30, 100, 300] },
  fit: (log, options, { items, minShoppers }) =>
    fitEase(log.sequences, log.shoppers, items, { ...options, minShoppers }),
};

/** All counted sources. Each keeps its own options to itself. */
export const COUNTING: readonly CountingRecipe<object>[] = [rules, knn, popular, ease];
