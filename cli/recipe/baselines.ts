import { createPackSources } from '../../src/engine/pack-sources.ts';
import type { Ranker } from '../../src/evaluation/evaluate.ts';
import type { Stage } from '../../src/evaluation/splits.ts';
import { fitPopular } from '../../src/retrieval/popular.ts';
import type { PackPlan } from './fit-pack.ts';
import { type Contexts, sourceRanker } from './ranker/ranker.ts';
import { contentKnn } from './sources/content-knn.ts';
import { type CountingContext, type CountingRecipe, knn, popular, rules } from './sources/counting.ts';

/** Milliseconds. */
const WEEK = 7 * 24 * 60 * 60 * 1000;

/** All interactions of the last seven days count alike, older ones not at all. */
const lastWeek: typeof popular = {
  ...popular,
  fit({ sequences, times }, options, { items }) {
    const newest = times!.reduce((a, b) => Math.max(a, b), 0);
    const latest = sequences.items.filter((_, i) => newest - times![i] < WEEK);
    const all = { items: latest, offsets: Int32Array.of(0, latest.length) };
    return fitPopular(all, null, items, { ...options, recentShare: 0 });
  },
};

/**
 * What any model has to beat, counted on the same training data, untuned: popularity, where times are known that of the
 * last seven days, a first-order Markov chain (rules of one step from the latest item), sequential rules and
 * session-kNN; where products are given, plain neighbours by content.
 */
export function baselines(
  { train }: Stage,
  context: CountingContext & Pick<PackPlan, 'features'>,
  contexts: Contexts,
): Record<string, Ranker> {
  const productIds = train.productIds.slice(0, context.items);
  const alone = <TOptions extends object>(recipe: CountingRecipe<TOptions>, options: TOptions): Ranker => {
    const sections = { [recipe.name]: recipe.fit(train, options, context) };
    return sourceRanker(createPackSources({ productIds, sections })[0], contexts);
  };
  return {
    popular: alone(popular, popular.start),
    ...(train.times && { 'popular-7-days': alone(lastWeek, popular.start) }),
    markov: alone(rules, { ...rules.start, last: 1, window: 1, backward: 0, rowPower: 0 }),
    rules: alone(rules, rules.start),
    knn: alone(knn, knn.start),
    ...(context.features && { 'content-knn': contentKnn(context.features, contexts) }),
  };
}
