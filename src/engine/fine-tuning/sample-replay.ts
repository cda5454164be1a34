import type { Sequences } from '../../contract/sequences.ts';
import type { PackPart } from '../../pack/pack.ts';

/** Windows of other shoppers that are trained on beside the visitor's own, so that the model does not forget them. */
const REPLAYED = 256;

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
