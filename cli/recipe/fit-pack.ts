import type { SourceName } from '../../src/contract/recommendation.ts';
import { createPackSources } from '../../src/engine/pack-sources.ts';
import type { Split } from '../../src/evaluation/splits.ts';
import { models } from '../../src/models/index.ts';
import type { Pack, PackSection } from '../../src/pack/pack.ts';
import type { CandidateSource } from '../../src/retrieval/candidate-source.ts';
import type { Progress } from '../progress.ts';
import { askSources } from './choices.ts';
import { COUNTING, type CountingContext } from './counting.ts';
import { fitRanker } from './fit-ranker.ts';
import { trainModel } from './train-model.ts';
import { type Tuning, tuneSource } from './tune-source.ts';
import { tuneWeights } from './tune-weights.ts';

/** How sources are fused: by weights, or by a ranker learned on validation where it is better there. */
export type Fusion = 'weights' | 'learned';

export interface PackPlan extends CountingContext {
  sources: readonly SourceName[];
  fusion: Fusion;
  tuning: Tuning;
  /** Sources that need no section of their own: neighbours by content. */
  others: readonly CandidateSource[];
  /** Where checkpoints lie. */
  folder: string;
}

/** Validation cases that weights and ranker learn from, at most. */
const MOST_ASKED = 30_000;

/**
 * Makes a pack: options of each source, the fusion weights and the ranker are chosen on the split's tuning stage; what
 * is counted for the pack is counted on its final one. Models are trained once, on the tuning stage: it has the cases
 * that tell them when to stop.
 */
export async function fitPack(split: Split, plan: PackPlan, progress: Progress): Promise<Pack> {
  const productIds = split.final.train.productIds.slice(0, plan.items);
  const tuned: Record<string, PackSection> = {};
  const final: Record<string, PackSection> = {};
  for (const entry of models.filter(({ name }) => sectionIsAsked(name, plan))) {
    final[entry.name] = await trainModel(entry, split.tuning, plan.items, plan.folder, progress);
    tuned[entry.name] = final[entry.name];
  }
  for (const recipe of COUNTING.filter(({ name }) => sectionIsAsked(name, plan))) {
    const options = await progress.stage(`tune ${recipe.name}`, (step) =>
      tuneSource(recipe, split.tuning, plan, plan.tuning, step),
    );
    tuned[recipe.name] = recipe.fit(split.tuning.train, options, plan);
    final[recipe.name] = recipe.fit(split.final.train, options, plan);
  }
  const sources = [...createPackSources({ productIds, sections: tuned }), ...plan.others].filter(({ name }) =>
    plan.sources.includes(name),
  );
  const names = sources.map(({ name }) => name);
  const { contexts, cutoff } = plan.tuning;
  const choices = await progress.stage('ask sources', (step) =>
    askSources(sources, split.tuning.cases, contexts, MOST_ASKED, step),
  );
  const weights = await progress.stage('tune weights', (step) => tuneWeights(names, choices, cutoff, step));
  if (plan.fusion === 'learned' && sources.length > 1) {
    const ranker = await progress.stage('learn ranker', (step) => fitRanker(names, choices, weights, cutoff, step));
    if (ranker !== undefined) final.ranker = ranker;
  }
  return {
    manifest: {
      format: 'vitrine-pack',
      version: 1,
      created: new Date().toISOString(),
      unit: plan.unit,
      minShoppers: plan.minShoppers,
      weights,
      metrics: {},
    },
    productIds,
    sections: final,
  };
}

/** Transitions are counted in the windows of `knn`. */
function sectionIsAsked(name: string, { sources }: PackPlan): boolean {
  const inWindows = sources.includes('successors') || sources.includes('predecessors');
  return sources.some((source) => source === name) || (name === 'knn' && inWindows);
}
