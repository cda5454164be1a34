import { createPackSources } from '../../src/engine/pack-sources.ts';
import type { Ranker } from '../../src/evaluation/evaluate.ts';
import type { Stage } from '../../src/evaluation/splits.ts';
import { contentKnn } from './content-knn.ts';
import { type CountingContext, type CountingRecipe, knn, popular, rules } from './counting.ts';
import type { PackPlan } from './fit-pack.ts';
import { type Contexts, sourceRanker } from './ranker.ts';

/**
 * What any model has to beat, counted on the same training data, untuned: popularity, a first-order Markov chain
 * (rules of one step from the latest item), sequential rules and session-kNN; where products are given, plain
 * neighbours by content.
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
    markov: alone(rules, { ...rules.start, last: 1, window: 1, backward: 0, rowPower: 0 }),
    rules: alone(rules, rules.start),
    knn: alone(knn, knn.start),
    ...(context.features && { 'content-knn': contentKnn(context.features, contexts) }),
  };
}
