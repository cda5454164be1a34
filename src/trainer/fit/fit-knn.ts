import type { Sequences } from '../../contract/neural.ts';
import { itemRows } from '../../engine/sources/item-rows.ts';
import type { KnnOptions } from '../../engine/sources/session-knn.ts';
import type { PackSection } from '../../pack/pack.ts';

/**
 * The session sample of a pack: the windows (see `cutWindows`), oldest first, and how they are to be read.
 */
export function fitSessionKnn(windows: Sequences, items: number, options: KnnOptions): PackSection {
  return {
    options: { ...options },
    tensors: {
      items: itemRows(windows.items, items),
      offsets: { shape: [windows.offsets.length], data: Uint32Array.from(windows.offsets) },
    },
  };
}
