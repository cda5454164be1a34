import type { Tensor } from '../../pack/pack.ts';

/** Item rows as a pack holds them: two bytes each while the catalogue allows it. */
export function itemRows(rows: ArrayLike<number>, items: number): Tensor {
  const data = items < 1 << 16 ? Uint16Array.from(rows) : Uint32Array.from(rows);
  return { shape: [data.length], data };
}
