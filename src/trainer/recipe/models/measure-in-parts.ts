import type { Sequences } from '../../../contract/sequences.ts';
import type { Model, RankingQuality } from '../../../learning/models/model.ts';

/** Histories measured together: a second or so on 40,000 products. */
const PART = 1000;

/** `model.measure`, one part of the histories after the other, so that it can report its progress. */
export async function measureInParts(
  model: Pick<Model, 'measure'>,
  { items, offsets }: Sequences,
  targets: Int32Array,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<RankingQuality> {
  const quality = { ndcg10: 0, recall10: 0, loss: 0 };
  const total = targets.length;
  for (let first = 0; first < total; first += PART) {
    await onStep(first, total);
    const end = Math.min(total, first + PART);
    const part = await model.measure({ items, offsets: offsets.slice(first, end + 1) }, targets.subarray(first, end));
    const share = (end - first) / total;
    quality.ndcg10 += share * part.ndcg10;
    quality.recall10 += share * part.recall10;
    quality.loss += share * part.loss;
  }
  await onStep(total, total);
  return quality;
}
