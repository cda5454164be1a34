import { VitrineError } from '../../contract/errors.ts';
import type { ProductId } from '../../contract/product.ts';
import { readPackFile } from '../../engine/intake/read-pack-file.ts';
import type { RankingQuality } from '../../learning/models/model.ts';
import { readPack } from '../../pack/pack-file.ts';
import { pairedDifference } from '../evaluation/difference.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { roundedDifference } from '../figures.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { measureFineTuning } from '../recipe/fine-tuning/measure-fine-tuning.ts';
import type { RunContext } from '../run-context.ts';

export const FINE_TUNING_OPTIONS = {
  cut: { type: 'date', meaning: 'only visitors who first came after it; default all of the log' },
} as const satisfies Options;

/** Visitors that are fine-tuned for at most, evenly spread over the log. */
const MOST_VISITORS = 200;
/** Interactions with products of the pack that a visitor must have. */
const FEWEST = 10;

/** Each as a mean over visitors; the loss in nats a question, better when lower. */
const METRICS = { 'ndcg@10': 'ndcg10', 'recall@10': 'recall10', loss: 'loss' } as const satisfies Record<
  string,
  keyof RankingQuality
>;

export type FineTuningReport = Awaited<ReturnType<typeof evaluateFineTuning>>;

/**
 * What fine-tuning in the page gives visitors whom the pack was not trained on.
 * @param input the visitors' log, and the bytes of a pack with an attention model
 * @throws VitrineError `bad-options`, `pack-corrupt`, `aborted`, `no-backend`
 */
export async function evaluateFineTuning(
  { log, pack: bytes }: { log: InteractionLog; pack: Uint8Array<ArrayBuffer> },
  given: Given<typeof FINE_TUNING_OPTIONS>,
  run: RunContext,
) {
  const { cut } = resolveOptions(FINE_TUNING_OPTIONS, given);
  const pack = readPack(bytes);
  if (!Object.hasOwn(pack.sections, 'attention')) throw wrong('The pack has no attention model.', 'Give another.');
  if (cut !== undefined && log.times === null) throw wrong('The log has no times.', 'Leave out the cut.');
  const found = newVisitors(log, pack.productIds, cut === undefined ? Number.NEGATIVE_INFINITY : Date.parse(cut));
  if (found.length === 0) throw wrong(`No visitor has ${FEWEST} interactions.`, 'Give a longer log, or another cut.');
  const step = Math.max(1, found.length / MOST_VISITORS);
  const asked = Array.from({ length: Math.floor(found.length / step) }, (_, i) => found[Math.floor(i * step)]);
  const visitors = await measureFineTuning(await readPackFile(bytes.buffer), asked, run);
  const adopted = visitors.filter((visitor) => visitor.adopted);
  const differences = (of: typeof visitors) =>
    Object.fromEntries(
      Object.entries(METRICS).map(([name, metric]) => {
        const after = of.map((visitor) => visitor.after[metric]);
        const before = of.map((visitor) => visitor.before[metric]);
        return [name, roundedDifference(pairedDifference(after, before, [...of.keys()]))];
      }),
    );
  return {
    task: 'fine-tune',
    model: 'attention',
    seed: run.seed,
    visitors: visitors.length,
    cases: visitors.reduce((sum, { questions }) => sum + questions, 0),
    adopted: adopted.length,
    /** Ranked better, and worse, than by the pack's weights: of those adopted, by NDCG@10. */
    better: adopted.filter(({ before, after }) => after.ndcg10 > before.ndcg10).length,
    worse: adopted.filter(({ before, after }) => after.ndcg10 < before.ndcg10).length,
    differences: { all: differences(visitors), ...(adopted.length > 0 && { adopted: differences(adopted) }) },
  };
}

/** Histories of those who came first after the cut, in rows of the pack. */
function newVisitors({ sequences, productIds, times }: InteractionLog, known: readonly ProductId[], cut: number) {
  const rowOf = new Map(known.map((id, i) => [id, i + 1]));
  const rows = [0, ...productIds.map((id) => rowOf.get(id) ?? 0)];
  const { items, offsets } = sequences;
  return Array.from({ length: offsets.length - 1 }, (_, i) => {
    if (times !== null && times[offsets[i]] < cut) return new Int32Array(0);
    return items
      .slice(offsets[i], offsets[i + 1])
      .map((item) => rows[item])
      .filter((row) => row > 0);
  }).filter((history) => history.length >= FEWEST);
}

function wrong(message: string, remedy: string): VitrineError {
  return new VitrineError('bad-options', message, { remedy });
}
