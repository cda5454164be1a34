import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { BySource, SourceName } from '../../contract/recommendation.ts';
import { readPackFile } from '../../engine/intake/read-pack-file.ts';
import type { Serving } from '../../engine/serving.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import type { Bitset } from '../../kernels/scoring/bitset.ts';
import type { Pack, PackPart } from '../../pack/pack.ts';
import { writePack } from '../../pack/pack-file.ts';
import { BeyondAccuracy } from '../evaluation/beyond-accuracy.ts';
import { type CatalogueRanker, type Evaluation, evaluate } from '../evaluation/evaluate.ts';
import { withFriends } from '../evaluation/friends.ts';
import { fullRankingAuc } from '../evaluation/full-ranking.ts';
import type { Cases } from '../evaluation/interaction-log.ts';
import { withKnown } from '../evaluation/known-history.ts';
import type { Pair } from '../evaluation/link-split.ts';
import { aboutNew, withoutNew } from '../evaluation/new-products.ts';
import { arrangeFor, productsMetBy } from '../evaluation/relabel.ts';
import type { Split } from '../evaluation/splits.ts';
import { perturbationFor } from '../fit/perturbation.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { serveLists } from '../serve-lists.ts';
import { baselines } from './baselines.ts';
import { fitPack, type PackPlan, tuningOf } from './fit-pack.ts';
import { noisySplit } from './noisy-log.ts';
import { Contexts, everyRow, type Seen, servedRanker, sourceRanker } from './ranker/ranker.ts';
import { openSources } from './sources/open-sources.ts';
import { unpackedSources } from './sources/unpacked-sources.ts';

/** What is measured, beside the split and the seed. */
export interface EvaluationPlan
  extends Pick<
    PackPlan,
    | 'minShoppers'
    | 'unit'
    | 'unordered'
    | 'fusion'
    | 'settings'
    | 'from'
    | 'refit'
    | 'vectors'
    | 'sessionSample'
    | 'budget'
    | 'newProducts'
    | 'searched'
  > {
  sources: readonly SourceName[];
  seen: Seen;
  /** Share of the products that nothing is trained on and that alone are asked about; 0 for all products. */
  newShare: number;
  /** Latest items of each history that are known to the ranking; default all. */
  known?: number;
  /** The shop's products, where they were given. */
  products?: Feed;
  /** Links between shoppers, where they were given. */
  links?: readonly Pair[] | undefined;
  /** This pack instead of one that is trained. */
  given?: { pack: Pack; bytes: Uint8Array<ArrayBuffer>; only?: readonly SourceName[] };
}

/** One pack measured, with the rankings that it is compared with. */
export interface EvaluationRun {
  pack: PackPart;
  /** Of the pack. */
  bytes: number;
  cases: Cases;
  /** The page's ranking. */
  served: Evaluation;
  /** Each of the pack's sources alone, where there are several. */
  singles: Record<string, Evaluation>;
  baselines: Record<string, Evaluation>;
}

/** Cutoff of the measures beyond accuracy. */
const BEYOND_CUTOFF = 10;

/** A pack as a page serves it, and the questions that are put to it. */
export interface ServedQuestions {
  pack: PackPart;
  /** Of the pack. */
  bytes: number;
  serving: Serving;
  catalogue: Catalogue;
  final: Split['final'];
  contexts: Contexts;
  packPlan: PackPlan;
}

/** Trains a pack, unless one is given, and serves it. */
export async function servePack(asIs: Split, plan: EvaluationPlan, run: RunContext): Promise<ServedQuestions> {
  const split = plan.budget === undefined ? asIs : noisySplit(asIs, plan.budget, run.seed);
  const { given, newShare, known, products, seen } = plan;
  const perturbation = perturbationFor(plan.minShoppers);
  const tells = (met: number): boolean => perturbation?.tellsProduct(met) ?? true;
  const packIds =
    given?.pack.productIds ?? withoutNew(productsMetBy(plan.minShoppers, split.final.train, tells), newShare);
  const feed = products ?? new CatalogueBuilder().feed();
  const catalogue = new Catalogue(feed, TextTable.of(packIds));
  const ids = Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.idOf(i + 1)!);
  const stages = arrangeFor(split, ids, packIds.length);
  const { tuning, final: arranged } = plan.links ? withFriends(stages, plan.links) : stages;
  // Models go on learning when to stop from what they know; only the questions of the end are about new products.
  const asked = newShare === 0 ? arranged.cases : aboutNew(arranged.cases, packIds.length);
  const cases = known === undefined ? asked : withKnown(asked, () => known);
  const final = { ...arranged, cases };
  const contexts = new Contexts(shownOf(cases, packIds.length, catalogue, plan), seen);
  const packPlan: PackPlan = {
    ...plan,
    items: packIds.length,
    perturbation,
    tuning: tuningOf(plan.unit, contexts),
    others: unpackedSources(products && catalogue.features, plan.links),
    ...(products !== undefined && { features: catalogue.features }),
  };
  const bytes = given?.bytes ?? writePack(await fitPack({ tuning, final }, packPlan, run));
  const file = await readPackFile(bytes.buffer);
  const { pack } = file;
  const serving = serveLists();
  serving.takeProducts(feed);
  await serving.takePack(file);
  if (given?.only) serving.useWeights(onlyThese(given.only, pack.manifest.weights));
  return { pack, bytes: bytes.length, serving, catalogue, final, contexts, packPlan };
}

/** Trains a pack, unless one is given, and puts every question to the page's ranking, to each source and to baselines. */
export async function runEvaluation(split: Split, plan: EvaluationPlan, run: RunContext): Promise<EvaluationRun> {
  const { pack, bytes, serving, final, contexts, packPlan } = await servePack(split, plan, run);
  const { cases } = final;
  const beyond = new BeyondAccuracy(final.train, packPlan.features);
  const measure = async (name: string, ranker: CatalogueRanker): Promise<Evaluation> => {
    const evaluation = await runStep(run, name, (step) => evaluate(ranker, cases, { onProgress: step }));
    Object.assign(evaluation.metrics, beyond.measure(cases, evaluation.lists, BEYOND_CUTOFF));
    return evaluation;
  };
  const served = await measure('evaluate', servedRanker(serving.chain, contexts));
  const auc = await runStep(run, 'rank everything', (step) =>
    fullRankingAuc(servedRanker(serving.chain, contexts), cases, (item) => contexts.shown.has(item), step),
  );
  if (!Number.isNaN(auc.mean)) Object.assign(served.metrics, { auc: auc.mean });
  const sources = await openSources(pack.sections, packPlan);
  const singles: EvaluationRun['singles'] = {};
  if (sources.length > 1) {
    for (const source of sources) singles[source.name] = await measure(source.name, sourceRanker(source, contexts));
  }
  const plain: EvaluationRun['baselines'] = {};
  for (const [name, ranker] of Object.entries(baselines(final, packPlan, contexts))) {
    plain[name] = await measure(`baseline ${name}`, ranker);
  }
  return { pack, bytes, cases, served, singles, baselines: plain };
}

/** Products that may be shown: all, or those on sale; of new ones only these. */
function shownOf(cases: Cases, packed: number, catalogue: Catalogue, { products, newShare }: EvaluationPlan): Bitset {
  const shown = products === undefined ? everyRow(cases.log.productIds.length) : catalogue.available.clone();
  if (newShare > 0) for (let row = 1; row <= packed; row++) shown.delete(row);
  return shown;
}

function onlyThese(names: readonly SourceName[], weights: BySource) {
  const own = names.map((name) => [name, names.length === 1 ? 1 : (weights[name] ?? 0)]);
  return Object.fromEntries(own);
}
