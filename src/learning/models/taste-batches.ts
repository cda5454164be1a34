import type { Random } from '../training/random.ts';

/** Some visitors: what the encoder sees of each, and the items that are to be reconstructed. */
export interface TasteBatch {
  /** Of each visitor the items that are read; may be none. */
  read: readonly Int32Array[];
  /** All that the visitors met, one prediction each. [predictions] */
  wanted: Int32Array;
  /** Index into `read` of each prediction, rising. [predictions] */
  visitors: Int32Array;
}

/** Items of one visitor that are reconstructed in one step at most; which, chance decides. */
const MOST_WANTED = 100;

/**
 * One epoch of batches in random order.
 * @param batchTokens predictions in a batch; @param dropout chance that an item is not read
 */
export function tasteBatches(
  ofVisitor: readonly Int32Array[],
  { batchTokens, dropout }: { batchTokens: number; dropout: number },
  random: Random,
): TasteBatch[] {
  const order = random.shuffle(Int32Array.from(ofVisitor.keys()));
  const batches: TasteBatch[] = [];
  let read: Int32Array[] = [];
  let wanted: number[] = [];
  let visitors: number[] = [];
  const close = () => {
    if (wanted.length > 0) batches.push({ read, wanted: Int32Array.from(wanted), visitors: Int32Array.from(visitors) });
    [read, wanted, visitors] = [[], [], []];
  };
  for (const visitor of order) {
    const items = random.shuffle(ofVisitor[visitor].slice()).subarray(0, MOST_WANTED);
    if (wanted.length > 0 && wanted.length + items.length > batchTokens) close();
    for (const item of items) {
      wanted.push(item);
      visitors.push(read.length);
    }
    read.push(items.filter(() => random.unit() >= dropout));
  }
  close();
  return batches;
}
