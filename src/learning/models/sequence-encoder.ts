import type { Tensor, Tensor2D } from '../compute/tensors.ts';

/** Weights by name, as a net computes with them. */
export type Weights = Readonly<Record<string, Tensor>>;
/** Applied wherever dropout belongs; the identity when the model answers. */
export type Dropout = (x: Tensor) => Tensor;

/** What turns the items of a window into a state after each of them: all that the models of the next item differ in. */
export interface SequenceEncoder {
  /** Numbers in an item vector and in a state. */
  readonly width: number;
  /** Longest part of a history that is read. */
  readonly longest: number;
  /** Names and shapes of its weights. A name that ends in `.gain` starts at 1, in `.bias` at 0, others at random. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Standard deviation of the first weights of such a shape. */
  readonly deviation: (shape: readonly number[]) => number;
  /** Rows of a weight that windows of this length use: the first ones. Default all. */
  rowsUsed?(name: string, length: number): number;
  /** x: scaled item vectors of the windows [windows · length, width] → states, the same shape as x */
  encode(x: Tensor2D, windows: number, length: number, weights: Weights, dropout: Dropout): Tensor2D;
}

/** What item vectors are multiplied with before they are encoded (Vaswani et al. 2017). */
export const inputScale = (width: number): number => Math.sqrt(width);
