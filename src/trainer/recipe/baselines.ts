import { createFunnel } from '../../engine/lists/funnel.ts';
import { createPackSources } from '../../engine/pack-sources.ts';
import type { CandidateSource } from '../../engine/sources/candidate-source.ts';
import { readFurther } from '../../engine/sources/further/read-further.ts';
import type { CatalogueRanker } from '../evaluation/evaluate.ts';
import type { Stage } from '../evaluation/splits.ts';
import { knn } from '../fit/knn.ts';
import { fitPopular, popular } from '../fit/popular.ts';
import { rules } from '../fit/rules.ts';
import type { CountedFit, CountingContext } from '../fit/section-fit.ts';
import type { PackPlan } from './fit-pack.ts';
import { type Contexts, funnelRanker, sourceRanker } from './ranker/ranker.ts';
import { contentKnn } from './sources/content-knn.ts';
import { transitionGraph } from './sources/transition-graph.ts';

/** Milliseconds. */
const WEEK = 7 * 24 * 60 * 60 * 1000;

/** All interactions of the last seven days count alike, older ones not at all. */
const lastWeek: typeof popular = {
  ...popular,
  count({ sequences, times }, options, { items }) {
    const newest = times!.reduce((a, b) => Math.max(a, b), 0);
    const latest = sequences.items.filter((_, i) => newest - times![i] < WEEK);
    const all = { items: latest, offsets: Int32Array.of(0, latest.length) };
    return fitPopular(all, null, items, { ...options, recentShare: 0 });
  },
};

/**
 * What any model has to beat, counted on the same training data, untuned: popularity, where times are known that of the
 * last seven days, a first-order Markov chain (rules of one step from the latest item), sequential rules, session-kNN,
 * and these two together, one to one; where products are given, plain neighbours by content, and the transition graph.
 */
export function baselines(
  { train }: Stage,
  context: CountingContext & Pick<PackPlan, 'features'>,
  contexts: Contexts,
): Record<string, CatalogueRanker> {
  const productIds = train.productIds.slice(0, context.items);
  const counted = <TOptions extends object>(fit: CountedFit<TOptions>, options: TOptions): CandidateSource => {
    const sections = { [fit.section]: fit.count(train, options, context) };
    return createPackSources({ productIds, sections }, readFurther)[0];
  };
  const alone = (source: CandidateSource): CatalogueRanker => sourceRanker(source, contexts);
  const [byRules, byKnn] = [counted(rules, rules.defaults), counted(knn, knn.defaults)];
  return {
    popular: alone(counted(popular, popular.defaults)),
    ...(train.times && { 'popular-7-days': alone(counted(lastWeek, popular.defaults)) }),
    markov: alone(counted(rules, { ...rules.defaults, last: 1, window: 1, backward: 0, rowPower: 0 })),
    rules: alone(byRules),
    knn: alone(byKnn),
    'rules+knn': funnelRanker(createFunnel({ sources: [byRules, byKnn], weights: { rules: 1, knn: 1 } }), contexts),
    ...(context.features && {
      'content-knn': contentKnn(context.features, contexts),
      'transition-graph': transitionGraph(train, context.features, contexts),
    }),
  };
}
