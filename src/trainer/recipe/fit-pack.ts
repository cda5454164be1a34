import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import type { FeatureIndex } from '../../catalogue/feature-index.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import type { CandidateSource } from '../../engine/sources/candidate-source.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { fitTower } from '../../learning/models/content-tower.ts';
import type { Pack, PackManifest, PackSection } from '../../pack/pack.ts';
import { justBegun } from '../evaluation/known-history.ts';
import type { Split } from '../evaluation/splits.ts';
import { fitsFor, isCounted, isTrained } from '../fit/fits-for.ts';
import { PLACEMENT_FITS } from '../fit/placement-registry.ts';
import type { CountingContext, TrainedFit } from '../fit/section-fit.ts';
import type { ShopSearch } from '../log/searches.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { virtualLog } from './behaviour/virtual-log.ts';
import { generateItems } from './models/generate-items.ts';
import { type TrainingPlan, trainModel } from './models/train-model.ts';
import type { PrivacyBudget } from './noisy-log.ts';
import { askSources } from './ranker/choices.ts';
import { countPopularities, fitRanker } from './ranker/fit-ranker.ts';
import type { Contexts } from './ranker/ranker.ts';
import { tuneAdaptation } from './ranker/tune-adaptation.ts';
import { tuneWeights } from './ranker/tune-weights.ts';
import { fitSearch } from './search/fit-search.ts';
import { fitWords } from './search/fit-words.ts';
import { saidOf } from './search/said-of.ts';
import { visitedTogether } from './search/visited-together.ts';
import { openSources } from './sources/open-sources.ts';
import { type Tuning, tuneSource } from './sources/tune-source.ts';

export const FUSIONS = ['learned', 'weights'] as const;
/** How sources are fused: by weights, or by a ranker learned on validation where it is better there. */
export type Fusion = (typeof FUSIONS)[number];

export interface PackPlan extends CountingContext, TrainingPlan {
  sources: readonly SourceName[];
  fusion: Fusion;
  tuning: Tuning;
  /** Sources that need no section of their own: neighbours by content. */
  others: readonly CandidateSource[];
  /** Whether models are trained again in the end, on all that the final stage knows. */
  refit: boolean;
  /** Whose windows the pack holds: real shoppers', or those of virtual ones. */
  sessionSample: SessionSample;
  /** What the log that is counted was made to keep to (`noisyLog`). Default: it is the shop's own. */
  budget?: PrivacyBudget;
  /** What gives new products their vectors: the regression, or the item generator where it ranks better. */
  newProducts: NewProducts;
  /** The shop's products, where the pack is to learn what their search does with words and taste. Default: it is not. */
  searched?: Feed | undefined;
  /** What shoppers searched for before they turned to products. */
  searches?: readonly ShopSearch[] | undefined;
  /** Given the pack as it is before it knows what was held out; where it rejects, there is no pack. Default none. */
  judge?: ((tuned: Pack) => Promise<void>) | undefined;
}

export const NEW_PRODUCTS = ['regression', 'generator'] as const;
export type NewProducts = (typeof NEW_PRODUCTS)[number];

export const SESSION_SAMPLES = ['real', 'synthetic'] as const;
export type SessionSample = (typeof SESSION_SAMPLES)[number];

/** What counted sources and weights are chosen by: lists of sessions are read further down. */
export function tuningOf(unit: 'visitor' | 'session', contexts: Contexts): Tuning {
  return { cutoff: unit === 'session' ? 20 : 10, contexts, cases: 3000 };
}

/** Validation cases that weights and ranker learn from, at most. */
const MOST_ASKED = 30_000;
/**
 * Of these, so many are asked again as if the visitor had just begun: the ranker learns from these too. Held-out sessions
 * are asked from their beginning anyway.
 */
const MOST_BEGUN = 8_000;

/**
 * Makes a pack: options of each source, the fusion weights and the ranker are chosen on the split's tuning stage; what
 * is counted for the pack is counted on its final one. Models are trained on the tuning stage, which has the
 * cases that tell them when to stop; and again on the final one where that is asked for.
 */
export async function fitPack(split: Split, plan: PackPlan, run: RunContext): Promise<Pack> {
  const productIds = split.final.train.productIds.slice(0, plan.items);
  const tuned: Record<string, PackSection> = {};
  const final: Record<string, PackSection> = {};
  const metrics: Record<string, number> = {};
  const fits = fitsFor(plan.sources);
  const trainedFits = fits.filter(isTrained);
  const countedFits = fits.filter(isCounted);
  for (const { section: name, model } of trainedFits) {
    const whole = plan.refit ? split.final.train.sequences : undefined;
    const trained = await trainModel(model, { tuning: split.tuning, whole }, plan, run);
    const { section, quality, exact } = trained.tuned;
    final[name] = trained.final;
    tuned[name] = section;
    metrics[`${name}.recall@10`] = quality.recall10;
    metrics[`${name}.ndcg@10`] = quality.ndcg10;
    if (exact !== undefined) metrics[`${name}.ndcg@10.unrounded`] = exact.ndcg10;
  }
  const context: CountingContext =
    plan.sessionSample === 'synthetic' && countedFits.some(({ showsShoppers }) => showsShoppers)
      ? { ...plan, virtual: await virtualLog(split.tuning.train, plan.items, run) }
      : plan;
  for (const fit of countedFits) {
    const { section: name } = fit;
    const by = { context, settings: plan.settings[name] ?? {}, tuning: plan.tuning };
    const options = await runStep(run, `tune ${name}`, (step) => tuneSource(fit, split.tuning, by, step));
    tuned[name] = fit.count(split.tuning.train, options, context);
    final[name] = fit.count(split.final.train, options, context);
  }
  // They are counted exactly: a pack that tells of single shoppers with noise alone does without them.
  for (const fit of plan.perturbation ? [] : PLACEMENT_FITS) {
    const section = fit.count(split.final.train, fit.defaults, plan);
    if (section !== undefined) final[fit.section] = section;
  }
  const tower = plan.features && fitContentTower(trainedFits, final, plan.features, plan.items);
  if (tower !== undefined && plan.features && plan.newProducts === 'generator') {
    const generation = { ...plan, features: plan.features };
    const generated = await generateItems(tower, { tuned, final, stage: split.tuning }, generation, run);
    final.tower = generated.tower;
    Object.assign(metrics, generated.metrics);
  } else if (tower !== undefined) final.tower = tower;
  const sources = await openSources({ ...tuned, ...(final.tower && { tower: final.tower }) }, plan);
  const fusion = await fitFusion(sources, split, plan, run);
  if (fusion.ranker !== undefined) final.ranker = fusion.ranker;
  const manifest: PackManifest = {
    created: new Date().toISOString(),
    unit: plan.unit,
    minShoppers: plan.minShoppers,
    weights: fusion.weights,
    adaptive: fusion.adaptive,
    metrics,
    ...(context.virtual && { windows: 'synthetic' as const }),
    ...(plan.budget && { noise: { ...plan.budget } }),
  };
  const ranking = {
    ...tuned,
    ...(final.tower && { tower: final.tower }),
    ...(fusion.ranker && { ranker: fusion.ranker }),
  };
  await plan.judge?.({ manifest, productIds, sections: ranking });
  if (plan.searched) {
    const sections = { ...tuned, ...(fusion.ranker && { ranker: fusion.ranker }) };
    const lessons = {
      tuned: { manifest, productIds, sections },
      split,
      contexts: plan.tuning.contexts,
      products: plan.searched,
    };
    const search = await runStep(run, 'learn to search', (step) => fitSearch(lessons, plan, run.seed, step));
    if (search !== undefined) final.search = search;
    const catalogue = new Catalogue(plan.searched, TextTable.of(productIds));
    const together = visitedTogether(split.final.train, catalogue, plan);
    // They are counted exactly, as what placements need is.
    const asked = plan.perturbation ? [] : (plan.searches ?? []);
    const said = saidOf(asked, catalogue, plan.minShoppers);
    const words = await runStep(run, 'learn words', (step) => fitWords(catalogue, { together, said }, run.seed, step));
    if (words !== undefined) final['search-words'] = words;
  }
  return { manifest, productIds, sections: final };
}

/** How the lists of these sources become one: weights, whether they follow the visitor, and a ranker where it is better. */
async function fitFusion(sources: readonly CandidateSource[], split: Split, plan: PackPlan, run: RunContext) {
  const names = sources.map(({ name }) => name);
  const { contexts, cutoff } = plan.tuning;
  const { cases } = split.tuning;
  const choices = await runStep(run, 'ask sources', (step) =>
    askSources(sources, { cases, contexts, most: MOST_ASKED }, step),
  );
  const weights = await runStep(run, 'tune weights', (step) => tuneWeights(names, choices, cutoff, step));
  const adaptive = await runStep(run, 'tune adaptation', (step) =>
    tuneAdaptation({ sources, weights }, cases, plan.tuning, step),
  );
  if (plan.fusion !== 'learned' || sources.length < 2) return { weights, adaptive };
  const begun =
    plan.unit === 'session'
      ? []
      : await runStep(run, 'ask sources for beginners', async (step) => {
          const asked = { cases: justBegun(cases), contexts, most: MOST_BEGUN };
          return (await askSources(sources, asked, step)).found;
        });
  const lessons = { sources: names, popularity: countPopularities(split, plan), choices, begun, weights };
  const ranker = await runStep(run, 'learn ranker', (step) => fitRanker(lessons, { cutoff, seed: run.seed }, step));
  return { weights, adaptive, ranker };
}

/** A tower for the models that rank by item vectors; undefined where there are none. */
function fitContentTower(
  fits: readonly TrainedFit[],
  sections: Readonly<Record<string, PackSection>>,
  features: FeatureIndex,
  items: number,
): PackSection | undefined {
  const placed = fits.filter(({ model }) => model.placesNewItems).map(({ section }) => [section, sections[section]]);
  return placed.length === 0 ? undefined : fitTower(Object.fromEntries(placed), features, items);
}
