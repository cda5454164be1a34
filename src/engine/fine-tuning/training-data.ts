import type { Catalogue } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { Sequences } from '../../contract/sequences.ts';
import type { PackPart } from '../../pack/pack.ts';
import { interestsOf } from '../storage/interests.ts';

/** Interests in products of the pack; with fewer there is nothing to learn that would hold on the next visit. */
const FEWEST_ITEMS = 5;
/** Windows of other shoppers that are trained on beside the visitor's own, so that the model does not forget them. */
const REPLAYED = 256;

/**
 * The visitor's own sequences of pack items, cut as the pack's training sequences were: all in one, or by session.
 * @throws VitrineError `nothing-to-train`
 */
export function gatherOwn(history: readonly StoredInteraction[], pack: PackPart, catalogue: Catalogue): Sequences {
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

/** Windows from all over the pack's sample of sessions; none where the pack has no sample. */
export function sampleReplay(pack: PackPart): Sequences {
  const { items, offsets } = pack.sections.knn?.tensors ?? {};
  if (items === undefined || offsets === undefined) return { items: new Int32Array(0), offsets: Int32Array.of(0) };
  const windows = offsets.data.length - 1;
  const count = Math.min(REPLAYED, windows);
  const kept: number[] = [];
  const ends = [0];
  for (let i = 0; i < count; i++) {
    const window = Math.floor((i * windows) / count);
    kept.push(...items.data.subarray(offsets.data[window], offsets.data[window + 1]));
    ends.push(kept.length);
  }
  return { items: Int32Array.from(kept), offsets: Int32Array.from(ends) };
}

function longestOf({ offsets }: Sequences): number {
  let longest = 0;
  for (let i = 1; i < offsets.length; i++) longest = Math.max(longest, offsets[i] - offsets[i - 1]);
  return longest;
}
