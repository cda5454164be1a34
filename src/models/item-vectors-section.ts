import type { NamedTensors } from '../contract/neural.ts';
import { quantiseRows, restoreRows } from '../kernels/quantise.ts';
import type { PackSection, Tensor } from '../pack/pack.ts';
import { readTensor } from '../pack/section.ts';

/**
 * Item vectors as a section holds them: int8 with one scale a row.
 * @param restored the vectors that a reader gets back from them
 */
export function saveItemVectors(
  vectors: Float32Array,
  width: number,
): { tensors: Record<string, Tensor>; restored: Float32Array } {
  const rounded = quantiseRows(vectors, width);
  const { data, scales } = rounded;
  return {
    tensors: { items: { shape: [scales.length, width], data }, scales: { shape: [scales.length], data: scales } },
    restored: restoreRows(rounded, width),
  };
}

export function loadItemVectors(section: PackSection, width: number): NamedTensors[string] {
  const data = readTensor(section, 'items', [Int8Array], [-1, width]);
  const rows = data.length / width;
  const scales = readTensor(section, 'scales', [Float32Array], [rows]);
  return { shape: [rows, width], data: restoreRows({ data, scales }, width) };
}
