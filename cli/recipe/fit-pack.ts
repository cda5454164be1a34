import type { SourceName } from '../../src/contract/recommendation.ts';
import { createPackSources } from '../../src/engine/pack-sources.ts';
import type { Split } from '../../src/evaluation/splits.ts';
import type { Pack, PackSection } from '../../src/pack/pack.ts';
import type { Progress } from '../progress.ts';
import { COUNTING, type CountingContext } from './counting.ts';
import { type Tuning, tuneSource } from './tune-source.ts';
import { tuneWeights } from './tune-weights.ts';

export interface PackPlan extends CountingContext {
  sources: readonly SourceName[];
  tuning: Tuning;
  created: Date;
}

/**
 * Makes a pack: options of each source and the fusion weights are chosen on the split's tuning stage; what goes into
 * the pack is counted on its final one. Models are trained once, on the tuning stage, which has what stops them early.
 */
export async function fitPack(split: Split, plan: PackPlan, progress: Progress): Promise<Pack> {
  const productIds = split.final.train.productIds.slice(0, plan.items);
  const tuned: Record<string, PackSection> = {};
  const final: Record<string, PackSection> = {};
  for (const recipe of COUNTING.filter(({ name }) => plan.sources.includes(name))) {
    const options = await progress.stage(`tune ${recipe.name}`, (step) =>
      tuneSource(recipe, split.tuning, plan, plan.tuning, step),
    );
    tuned[recipe.name] = recipe.fit(split.tuning.train, options, plan);
    final[recipe.name] = recipe.fit(split.final.train, options, plan);
  }
  const sources = createPackSources({ productIds, sections: tuned });
  const weights = await progress.stage('tune weights', (step) => tuneWeights(sources, split.tuning, plan.tuning, step));
  return {
    manifest: {
      format: 'vitrine-pack',
      version: 1,
      created: plan.created.toISOString(),
      unit: plan.unit,
      minShoppers: plan.minShoppers,
      weights,
      metrics: {},
    },
    productIds,
    sections: final,
  };
}
