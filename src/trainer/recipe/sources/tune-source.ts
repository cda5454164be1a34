import { createPackSources } from '../../../engine/pack-sources.ts';
import { readFurther } from '../../../engine/sources/further/read-further.ts';
import { coordinateSearch } from '../../evaluation/coordinate-search.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { sampleCases } from '../../evaluation/interaction-log.ts';
import type { Stage } from '../../evaluation/splits.ts';
import type { CountedFit, CountingContext } from '../../fit/section-fit.ts';
import { type Contexts, sourceRanker } from '../ranker/ranker.ts';

export interface Tuning {
  /** NDCG at this cutoff is maximised. */
  cutoff: number;
  contexts: Contexts;
  /** Validation cases asked at most. */
  cases: number;
}

/** What the options of a counted source are chosen by. */
export interface SourceTuning<TOptions extends object> {
  context: CountingContext;
  /** Options that are not to be chosen. */
  settings: Partial<TOptions>;
  tuning: Tuning;
}

/** Options of a counted source, chosen on the tuning stage alone. */
export async function tuneSource<TOptions extends object>(
  fit: CountedFit<TOptions>,
  { train, cases }: Stage,
  { context, settings, tuning }: SourceTuning<TOptions>,
  onStep: (done: number, total: number, best: number) => Promise<void>,
): Promise<TOptions> {
  const asked = sampleCases(cases, tuning.cases);
  const start = { ...fit.defaults, ...(context.unordered && fit.unordered), ...settings };
  if (asked.targets.length === 0) return start;
  const productIds = train.productIds.slice(0, context.items);
  const score = async (options: TOptions): Promise<number> => {
    const section = fit.count(train, options, context);
    const [source] = createPackSources({ productIds, sections: { [fit.section]: section } }, readFurther);
    const { metrics } = await evaluate(sourceRanker(source, tuning.contexts), asked, { cutoffs: [tuning.cutoff] });
    return metrics[`ndcg@${tuning.cutoff}`];
  };
  const decided = Object.fromEntries(Object.keys(settings).map((option) => [option, []]));
  return (await coordinateSearch(start, { ...fit.grid, ...decided }, score, { rounds: 2, onStep })).options;
}
