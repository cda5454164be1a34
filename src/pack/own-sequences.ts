import { VitrineError } from '../contract/errors.ts';
import { type Interest, interestsOf } from '../contract/interests.ts';
import type { ProductId } from '../contract/product.ts';
import type { Sequences } from '../contract/sequences.ts';
import type { PackPart } from './pack.ts';

/** Interests in products of the pack; with fewer there is nothing to learn that would hold on the next visit. */
const FEWEST_ITEMS = 5;

/** Rows of products; those of the pack's are 1 to their number. */
interface Rows {
  itemOf(product: ProductId): number | undefined;
}

/**
 * The visitor's own sequences of pack items, cut as the pack's training sequences were: all in one, or by session.
 * @throws VitrineError `nothing-to-train`
 */
export function gatherOwn(
  history: readonly Interest[],
  pack: Pick<PackPart, 'ids' | 'manifest'>,
  catalogue: Rows,
): Sequences {
  const items: number[] = [];
  const offsets: number[] = [];
  let session: number | undefined;
  for (const interest of interestsOf(history)) {
    const item = catalogue.itemOf(interest.product) ?? 0;
    if (item === 0 || item > pack.ids.size) continue;
    const unit = pack.manifest.unit === 'session' ? interest.session : 0;
    if (unit !== session) offsets.push(items.length);
    session = unit;
    items.push(item);
  }
  offsets.push(items.length);
  const sequences = { items: Int32Array.from(items), offsets: Int32Array.from(offsets) };
  if (items.length >= FEWEST_ITEMS && longestOf(sequences) > 1) return sequences;
  throw new VitrineError(
    'nothing-to-train',
    `The history has ${items.length} interactions with products of the pack.`,
    {
      remedy: `Train when there are at least ${FEWEST_ITEMS}, two of them in one session.`,
    },
  );
}

function longestOf({ offsets }: Sequences): number {
  let longest = 0;
  for (let i = 1; i < offsets.length; i++) longest = Math.max(longest, offsets[i] - offsets[i - 1]);
  return longest;
}
