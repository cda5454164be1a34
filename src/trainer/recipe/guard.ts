import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { VitrineError } from '../../contract/errors.ts';
import { readPackFile } from '../../engine/intake/read-pack-file.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import type { Pack } from '../../pack/pack.ts';
import { writePack } from '../../pack/pack-file.ts';
import { differenceOver, type PairedDifference } from '../evaluation/difference.ts';
import { type Evaluation, evaluate } from '../evaluation/evaluate.ts';
import type { Cases } from '../evaluation/interaction-log.ts';
import { arrangeFor } from '../evaluation/relabel.ts';
import type { Stage } from '../evaluation/splits.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { serveLists } from '../serve-lists.ts';
import { idsOf } from './gaps/log-in-rows.ts';
import { Contexts, everyRow, type Seen, servedRanker } from './ranker/ranker.ts';

/** Questions that both packs are asked, at most: the latest. */
const MOST_ASKED = 5_000;
/** Later questions than the pack in use, from which on they alone are asked. */
const ENOUGH_LATER = 200;
const MEASURE = 'ndcg@10';

/** How the pack in use and the new one rank the same questions. */
export interface GuardReport extends PairedDifference {
  questions: number;
  /** Whether all questions are of a time after the pack in use was made; of earlier ones it may have known the answers. */
  later: boolean;
}

export interface Guard {
  /** The pack that serves now. */
  inUse: Pack;
  /** What both are asked, in the log's own rows. */
  stage: Stage;
  products: Feed | undefined;
  seen: Seen;
}

/**
 * Asks the pack in use and the new one, as it is before it knows what was held out, the same questions.
 * @throws VitrineError `bad-options` where the new one ranks worse than chance explains
 */
export async function holdAgainst(
  { inUse, stage, products, seen }: Guard,
  made: Pack,
  run: RunContext,
): Promise<GuardReport> {
  const { cases, later } = askedOf(stage.cases, Date.parse(inUse.manifest.created));
  const measure = async (name: string, pack: Pack): Promise<Evaluation> => {
    const feed = products ?? new CatalogueBuilder().feed();
    const catalogue = new Catalogue(feed, TextTable.of(pack.productIds));
    const asked = { ...stage, cases };
    const arranged = arrangeFor({ tuning: asked, final: asked }, idsOf(catalogue), pack.productIds.length).final.cases;
    const shown = products ? catalogue.available.clone() : everyRow(arranged.log.productIds.length);
    const serving = serveLists();
    serving.takeProducts(feed);
    await serving.takePack(await readPackFile(writePack(pack).buffer));
    const ranker = servedRanker(serving.chain, new Contexts(shown, seen));
    return runStep(run, name, (step) => evaluate(ranker, arranged, { cutoffs: [10], onProgress: step }));
  };
  const before = await measure('ask the pack in use', inUse);
  const after = await measure('ask the new pack', made);
  const report = { ...differenceOver(MEASURE, [after], [before]), questions: cases.targets.length, later };
  if (report.difference + report.interval < 0) throw worse(report);
  return report;
}

/** The latest questions; only those after the pack in use was made, where there are enough of them. */
function askedOf(cases: Cases, made: number): { cases: Cases; later: boolean } {
  const { times } = cases.log;
  const all = [...cases.targets.keys()];
  const after = times ? all.filter((index) => times[cases.targets[index]] > made) : [];
  const later = after.length >= ENOUGH_LATER;
  const pool = later ? after : all;
  const latest = times ? pool.sort((a, b) => times[cases.targets[b]] - times[cases.targets[a]]) : pool;
  const asked = latest.slice(0, MOST_ASKED).sort((a, b) => a - b);
  const of = <TValues extends Int32Array | undefined>(values: TValues): TValues =>
    values && (Int32Array.from(asked, (index) => values[index]) as TValues);
  return {
    later,
    cases: {
      ...cases,
      targets: of(cases.targets),
      sequences: of(cases.sequences),
      ...(cases.ends && { ends: of(cases.ends) }),
      ...(cases.starts && { starts: of(cases.starts) }),
    },
  };
}

function worse(report: GuardReport): VitrineError {
  const knew = report.later
    ? ''
    : ' The pack in use may have known the answers: the log has few events after it was made.';
  return new VitrineError(
    'bad-options',
    `The new pack ranks worse than the one in use: ${guardInWords(report)}.${knew}`,
    {
      remedy: 'Go on with the pack in use; look at what the log gained (vitrine inspect), or train without the guard.',
    },
  );
}

export function guardInWords({ ours, theirs, difference, interval, questions }: GuardReport): string {
  const sign = difference < 0 ? '−' : '+';
  return (
    `NDCG@10 ${ours.toFixed(4)}, that in use ${theirs.toFixed(4)} ` +
    `(${sign}${Math.abs(difference).toFixed(4)} ± ${interval.toFixed(4)}, ${questions} questions of validation)`
  );
}
