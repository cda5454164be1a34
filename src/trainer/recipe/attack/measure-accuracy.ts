import { Catalogue, type Feed } from '../../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import type { SourceName } from '../../../contract/recommendation.ts';
import { createFunnel } from '../../../engine/lists/funnel.ts';
import { TextTable } from '../../../kernels/compact/text-table.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { type InteractionLog, sampleCases } from '../../evaluation/interaction-log.ts';
import { arrangeFor } from '../../evaluation/relabel.ts';
import { leaveOneOut, type Stage } from '../../evaluation/splits.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { idsOf } from '../gaps/log-in-rows.ts';
import { askSources } from '../ranker/choices.ts';
import { Contexts, everyRow, funnelRanker } from '../ranker/ranker.ts';
import { tuneWeights } from '../ranker/tune-weights.ts';
import { openSources } from '../sources/open-sources.ts';
import { unpackedSources } from '../sources/unpacked-sources.ts';
import type { CountedPack } from './count-pack.ts';

/** Validation cases that weights are chosen by, and questions of the test: evenly spread. */
const CHOSEN_BY = 3000;
const ASKED = 6000;
const CUTOFF = 10;

const SOURCES: readonly SourceName[] = ['rules', 'knn', 'successors', 'predecessors', 'popular', 'content'];

/** How well a counted pack ranks. */
export interface Accuracy {
  questions: number;
  'ndcg@10': number;
  /** Half the width of its 95 % interval. */
  interval: number;
}

/**
 * NDCG@10 of packs that are counted so: the last interaction of each shopper is asked, of those that the pack is not made of. The
 * weights of the sources are chosen on the interaction before it, unless noise forbids it; their options are as they are by default.
 * @param count counts the pack of a log
 * @param mayChoose whether anything may be chosen by the log itself
 * @throws VitrineError `aborted`
 */
export async function accuracyOf(
  log: InteractionLog,
  {
    products,
    mayChoose,
    count,
  }: { products?: Feed | undefined; mayChoose: boolean; count: (log: InteractionLog) => Promise<CountedPack> },
  run: RunContext,
): Promise<Accuracy> {
  const split = leaveOneOut(log);
  const { productIds, sections } = await count(split.final.train);
  const catalogue = new Catalogue(products ?? new CatalogueBuilder().feed(), TextTable.of([...productIds]));
  const { tuning, final } = arrangeFor(split, idsOf(catalogue), productIds.length);
  const contexts = new Contexts(everyRow(final.cases.log.productIds.length), 'exclude');
  const features = products && catalogue.features;
  const sources = await openSources(sections, {
    items: productIds.length,
    features,
    others: unpackedSources(features),
    sources: SOURCES,
  });
  const weights = await weightsOf(tuning);
  const asked = sampleCases(final.cases, ASKED);
  const ranker = funnelRanker(createFunnel({ sources, weights }), contexts);
  const { metrics, intervals } = await runStep(run, 'measure accuracy', (step) =>
    evaluate(ranker, asked, { cutoffs: [CUTOFF], onProgress: step }),
  );
  return { questions: asked.targets.length, 'ndcg@10': metrics['ndcg@10'], interval: intervals['ndcg@10'] };

  async function weightsOf({ cases }: Stage) {
    const names = sources.map(({ name }) => name);
    const most = mayChoose ? CHOSEN_BY : 0;
    const choices = await runStep(run, 'ask sources', (step) => askSources(sources, { cases, contexts, most }, step));
    return runStep(run, 'tune weights', (step) => tuneWeights(names, choices, CUTOFF, step));
  }
}
