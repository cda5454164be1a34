import type { NamedTensors } from '../../contract/neural.ts';
import { fineRows, quantiseRows, restoreRows } from '../../kernels/scoring/quantise.ts';
import type { PackSection, Tensor } from '../../pack/pack.ts';
import { readVectors } from '../../pack/vectors.ts';

/**
 * Item vectors as a section holds them: int8 with one scale a row, and a second byte of each number, which a pack may
 * leave out (vector-precision.ts).
 * @param restored the vectors that a reader gets back from them
 */
export function saveItemVectors(
  vectors: Float32Array,
  width: number,
): { tensors: Record<string, Tensor>; restored: Float32Array } {
  const rounded = quantiseRows(vectors, width);
  const { data, scales } = rounded;
  return {
    tensors: {
      items: { shape: [scales.length, width], data },
      scales: { shape: [scales.length], data: scales },
      fine: { shape: [scales.length, width], data: fineRows(vectors, rounded, width) },
    },
    restored: restoreRows(rounded, width),
  };
}

export function loadItemVectors(section: PackSection, width: number): NamedTensors[string] {
  const rows = readVectors(section, -1, width);
  return { shape: [rows.scales.length, width], data: restoreRows(rows, width) };
}
