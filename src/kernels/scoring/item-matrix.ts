import type { ScoringStatus } from '../../contract/engine.ts';
import type { Bitset } from './bitset.ts';

/** Item vectors as they are served: int8, one scale a row; vector of row `r` is `data[r * width + i] * scales[r]`. */
export interface ItemMatrix {
  /** Rows, the padding row 0 included. */
  readonly rows: number;
  readonly width: number;
  /** [rows, width], row-major. */
  readonly data: Int8Array;
  /** [rows]. A row whose scale is not finite has no vector: it is never ranked, and its score is NaN. */
  readonly scales: Float32Array;
  /**
   * [rows, width]: what int8 leaves, for catalogues so dense that it matters: number `i` of row `r` is then
   * `(data + fine / 168) * scales[r]`. Read for a shortlist only. Default: none.
   */
  readonly fine?: Int8Array;
}

/** The best rows of one scoring, best first; equal scores in order of row. */
export interface TopK {
  readonly items: Int32Array;
  readonly scores: Float32Array;
}

/**
 * Exact dot products of one query with every item vector. The query is rounded to 16 bits first, so that every product
 * sum is an exact integer, and one float32 multiplication by each scale follows: all kinds give the same bits.
 */
export interface DotScorer extends Readonly<ScoringStatus> {
  /** The rows as they are held now. Read it anew after `write`: growing moves it. */
  readonly matrix: ItemMatrix;
  /**
   * The `k` best rows of `allowed`; fewer where fewer are allowed. Rows at or beyond `matrix.rows` are not scored.
   * A query with a number that is not finite has no best rows. With `fine`: the best of the 2 `k` best without it.
   */
  topK(query: Float32Array, allowed: Bitset, k: number): TopK;
  /** Makes the next `topK` of this question quick where a GPU can. Never fails. Default: nothing is to be waited for. */
  ahead?(query: Float32Array, allowed: Bitset, k: number): Promise<void>;
  /** Scores of these rows, in their order, equal to those of `topK`; NaN for a row without a vector. */
  scoresOf(query: Float32Array, items: Int32Array): Float32Array;
  /** Writes `rows` from row `first` on (at most `matrix.rows`), over old ones or beyond the end, where it grows. */
  write(first: number, rows: ItemMatrix): void;
}

/** @throws RangeError where the arrays are not of the sizes that `rows` and `width` say. */
export function checkMatrix({ rows, width, data, scales, fine = data }: ItemMatrix): void {
  const sized = Number.isInteger(width) && width > 0 && Number.isInteger(rows) && rows >= 0;
  if (sized && data.length === rows * width && fine.length === data.length && scales.length === rows) return;
  throw new RangeError(
    `${rows} rows of ${width} with ${data.length} and ${fine.length} bytes, ${scales.length} scales`,
  );
}

/** @throws RangeError where `added` is not of `matrix`'s width, or would leave a gap. */
export function checkWrite(matrix: ItemMatrix, first: number, added: ItemMatrix): void {
  checkMatrix(added);
  const sized = added.width === matrix.width && Number.isInteger(first) && first >= 0;
  if (sized && first <= matrix.rows) return;
  throw new RangeError(`rows of ${added.width} from ${first} on for ${matrix.rows} rows of ${matrix.width}`);
}
