import { rowsOfCodes } from '../kernels/scoring/product-codes.ts';
import type { QuantisedRows } from '../kernels/scoring/quantise.ts';
import type { PackSection } from './pack.ts';
import { checkNotNegative, readTensor } from './section.ts';

/** Centroids of a part: a code is one byte. */
export const CENTROIDS = 256;

/**
 * The vectors of a section: its tensors `items` [rows, width] and `scales` [rows], with `fine` [rows, width] where 16
 * bits are kept; or product-quantised, `codes` [rows, parts] and `centroids` [parts, 256, width / parts], of which the
 * same is made.
 * @param rows −1 leaves them open
 * @throws VitrineError `pack-corrupt`
 */
export function readVectors(section: PackSection, rows: number, width: number): QuantisedRows {
  if (Object.hasOwn(section.tensors, 'codes')) return readCodes(section, rows, width);
  const data = readTensor(section, 'items', [Int8Array], [rows, width]);
  const shape = [data.length / width, width];
  const scales = readTensor(section, 'scales', [Float32Array], [shape[0]]);
  checkNotNegative('scales', scales);
  if (!Object.hasOwn(section.tensors, 'fine')) return { data, scales };
  return { data, scales, fine: readTensor(section, 'fine', [Int8Array], shape) };
}

function readCodes(section: PackSection, rows: number, width: number): QuantisedRows {
  const codes = readTensor(section, 'codes', [Uint8Array], [rows, -1]);
  const parts = section.tensors.codes.shape[1];
  const centroids = readTensor(section, 'centroids', [Float32Array], [parts, CENTROIDS, width / parts]);
  return rowsOfCodes({ parts, codes, centroids }, width);
}
