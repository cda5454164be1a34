import type { ProductId } from '../../src/contract/product.ts';
import { readPackFile } from '../../src/engine/intake/read-pack-file.ts';
import type { RankingQuality } from '../../src/learning/models/model.ts';
import { pairedDifference } from '../../src/trainer/evaluation/difference.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';
import { measureFineTuning } from '../../src/trainer/recipe/fine-tuning/measure-fine-tuning.ts';
import { createProgress } from '../progress.ts';
import { wrong } from './arguments.ts';
import { readPackAt } from './data.ts';
import { differenceInWords, roundedDifference } from './evaluation-report.ts';

/** Visitors that are fine-tuned for at most, evenly spread over the log. */
const MOST_VISITORS = 200;
/** Interactions with products of the pack that a visitor must have. */
const FEWEST = 10;

/** Each as a mean over visitors; the loss in nats a question, better when lower. */
const METRICS = { 'ndcg@10': 'ndcg10', 'recall@10': 'recall10', loss: 'loss' } as const satisfies Record<
  string,
  keyof RankingQuality
>;

/** What `vitrine evaluate --task fine-tune` tells. */
export type FineTuningReport = Awaited<ReturnType<typeof evaluateFineTuning>>;

/**
 * What fine-tuning in the page gives visitors whom the pack was not trained on.
 * @param cut milliseconds: only visitors who came first after it. Default: all of the log
 * @throws VitrineError `bad-options`, `pack-corrupt`
 */
export async function evaluateFineTuning(log: InteractionLog, path: string, cut: number | undefined, seed: number) {
  const { pack, bytes } = readPackAt(path);
  if (!Object.hasOwn(pack.sections, 'attention')) throw wrong('The pack has no attention model.', 'Name another.');
  if (cut !== undefined && log.times === null) throw wrong('The log has no times.', 'Leave out --cut.');
  const found = newVisitors(log, pack.productIds, cut ?? Number.NEGATIVE_INFINITY);
  if (found.length === 0) throw wrong(`No visitor has ${FEWEST} interactions.`, 'Give a longer log, or another --cut.');
  const step = Math.max(1, found.length / MOST_VISITORS);
  const asked = Array.from({ length: Math.floor(found.length / step) }, (_, i) => found[Math.floor(i * step)]);
  const file = await readPackFile(bytes.buffer);
  const visitors = await measureFineTuning(file, asked, seed, createProgress());
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
    seed,
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

export function printFineTuning({ visitors, cases, adopted, better, worse, differences }: FineTuningReport): void {
  process.stdout.write(
    `${visitors} visitors, ${cases} questions; adopted for ${adopted}: better ${better}, worse ${worse}\n`,
  );
  for (const [name, byMetric] of Object.entries(differences)) {
    for (const [metric, difference] of Object.entries(byMetric)) {
      const { theirs, ours } = difference;
      const figures = `${theirs.toFixed(4)} → ${ours.toFixed(4)}`;
      process.stdout.write(`${name.padEnd(12)}${metric.padEnd(12)}${figures}  ${differenceInWords(difference)}\n`);
    }
  }
}
