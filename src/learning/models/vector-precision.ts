import { gramOf } from '../../kernels/encoders/fold-in.ts';
import { rowsOfCodes } from '../../kernels/scoring/product-codes.ts';
import { restoreRows } from '../../kernels/scoring/quantise.ts';
import { CENTROIDS } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { restoreVectors } from '../../pack/sections/vectors.ts';
import { productQuantise } from './product-quantisation.ts';

/** How a pack holds item vectors: a byte a number, two, or product-quantised, a byte for about four numbers. */
export const VECTOR_PRECISIONS = ['int8', 'int16', 'pq'] as const;
export type VectorPrecision = (typeof VECTOR_PRECISIONS)[number];

/** Numbers that one code stands for, at most. */
const NUMBERS_A_CODE = 4;

/** A model's section, as `save` gives it, with its item vectors in this precision. One without vectors stays as it is. */
export function inPrecision(section: PackSection, precision: VectorPrecision, seed: number): PackSection {
  if (precision === 'int16' || section.tensors.items === undefined) return section;
  const { fine, ...int8 } = section.tensors;
  if (precision === 'int8') return { ...section, tensors: int8 };
  const { items, scales, gram, ...rest } = int8;
  const [rows, width] = items.shape;
  const parts = width / Math.max(...[1, 2, 3, NUMBERS_A_CODE].filter((size) => width % size === 0));
  const { codes, centroids } = productQuantise(restoreVectors(section, width).data, width, parts, seed);
  return {
    ...section,
    tensors: {
      ...rest,
      codes: { shape: [rows, parts], data: codes },
      centroids: { shape: [parts, CENTROIDS, width / parts], data: centroids },
      // Of the vectors as they are served: rounding them must not move a visitor who is folded in.
      ...(gram && { gram: { ...gram, data: gramOfRows(rowsOfCodes({ parts, codes, centroids }, width), width) } }),
    },
  };
}

function gramOfRows(rows: ReturnType<typeof rowsOfCodes>, width: number): Float32Array {
  const values = restoreRows(rows, width);
  values.fill(0, 0, width);
  return Float32Array.from(gramOf(values, width));
}
