import { rowsOfCodes } from '../../kernels/scoring/product-codes.ts';
import { fineRows, type QuantisedRows, quantiseRows, restoreRows } from '../../kernels/scoring/quantise.ts';
import { readTensors, vectorForms } from '../layout.ts';
import type { PackSection, Tensor } from '../pack.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** The rows of tensors that were read (`vectorForms`). [rows, width] */
export function vectorsOf({ items, scales, fine, codes, centroids }: Tensors, width: number): QuantisedRows {
  if (codes !== undefined) {
    return rowsOfCodes(
      { parts: codes.shape[1], codes: codes.data as Uint8Array, centroids: centroids.data as Float32Array },
      width,
    );
  }
  return {
    data: items.data as Int8Array,
    scales: scales.data as Float32Array,
    ...(fine && { fine: fine.data as Int8Array }),
  };
}

/** The vectors of a section, as many as there are, in float32. @throws VitrineError `pack-corrupt` */
export function restoreVectors(
  { tensors }: Pick<PackSection, 'tensors'>,
  width: number,
): { shape: number[]; data: Float32Array } {
  const rows = (tensors.codes ?? tensors.items)?.shape[0] ?? -1;
  readTensors('a section', tensors, vectorForms(tensors, rows, width), 0);
  return { shape: [rows, width], data: restoreRows(vectorsOf(tensors, width), width) };
}

/**
 * The tensors of vectors: a byte a number, and a second one, which a pack may leave out (`inPrecision`).
 * @param restored the vectors that a reader gets back of the first bytes
 */
export function writeVectors(
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
