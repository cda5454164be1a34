import type { VectorCatalogue } from './catalogue.ts';

/** One way of finding the best products for a query vector. */
export interface Contender {
  name: string;
  /** Whether it looks at every row; an index of neighbours may miss some. */
  exact: boolean;
  /** Larger catalogues are not tried; the reason goes into the record. */
  most?: { rows: number; because: string };
  open(catalogue: VectorCatalogue): Promise<OpenContender>;
}

export interface OpenContender {
  /** The best `k` rows, best first; a promise where its answer is one. */
  top(query: Float32Array, k: number): ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Bytes of the vectors in a pack, for those that are shipped in one. */
  packed?: number;
  /** Bytes of vectors and index that it keeps, where it can say. */
  bytes?: number;
  close?(): void;
}
