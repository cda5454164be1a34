import type { Sequences } from '../../contract/sequences.ts';
import type { ShopperWindows } from '../sources/shopper-windows.ts';

/** Windows of other shoppers that are trained on beside the visitor's own, so that the model does not forget them. */
const REPLAYED = 256;

/** Windows from all over the pack's sample of sessions. @param windows default: none, where the pack has no sample */
export function sampleReplay(windows: ShopperWindows | undefined): Sequences {
  const of = windows?.count ?? 0;
  const count = Math.min(REPLAYED, of);
  const kept: number[] = [];
  const ends = [0];
  for (let i = 0; i < count; i++) {
    kept.push(...windows!.contentOf(Math.floor((i * of) / count)));
    ends.push(kept.length);
  }
  return { items: Int32Array.from(kept), offsets: Int32Array.from(ends) };
}
