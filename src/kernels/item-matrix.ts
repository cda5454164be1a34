import type { Bitset } from './bitset.ts';

/** Item vectors as they are served: int8, one scale a row; vector of row `r` is `data[r * width + i] * scales[r]`. */
export interface ItemMatrix {
  /** Rows, the padding row 0 included. */
  readonly rows: number;
  readonly width: number;
  /** [rows, width], row-major. */
  readonly data: Int8Array;
  /** [rows] */
  readonly scales: Float32Array;
}

/** The best rows of one scoring, best first; equal scores in order of row. */
export interface TopK {
  readonly items: Int32Array;
  readonly scores: Float32Array;
}

/** Exact dot products of one query with every item vector. */
export interface DotScorer {
  /** Which code scores: shown in `status()`. */
  readonly kind: 'wasm-simd' | 'typescript';
  /** The `k` best rows of `allowed`. Fewer where fewer are allowed. */
  topK(query: Float32Array, allowed: Bitset, k: number): TopK;
  /** Scores of these rows, in their order. */
  scoresOf(query: Float32Array, items: Int32Array): Float32Array;
}
