import type { HashedFeatures } from '../../../catalogue/hashed-features.ts';

/** Visitors who turned to a product next: what the item generator learns from. */
export interface Meetings {
  /** Numbers in a state and in an item's vector. */
  readonly width: number;
  /** What the model made of each visitor's history until then; times an item's vector it gives the score. [meetings, width] */
  readonly states: Float32Array;
  /** The product that came next, a row of `items`. [meetings] */
  readonly targets: Int32Array;
  /** The vectors that the model learned. [items, width] */
  readonly vectors: Float32Array;
  /** What is known of the items. [items] */
  readonly features: readonly HashedFeatures[];
}

/**
 * The same meetings in units of their own: numbers of vectors have the mean square 1, and scores are logarithms of
 * chances. Learning rates and weights of losses then mean the same for every model.
 */
export function standardise(meetings: Meetings): { meetings: Meetings; unit: number } {
  const { vectors, states } = meetings;
  const unit = rootMeanSquare(vectors) || 1;
  const sharp = unit * sharpest(meetings);
  return {
    meetings: {
      ...meetings,
      vectors: vectors.map((value) => value / unit),
      states: states.map((value) => value * sharp),
    },
    unit,
  };
}

/** Meetings that the sharpness is measured on. */
const MEASURED = 512;

/** The power of two that scores are multiplied with for the softmax among some meetings' targets to fit best. */
function sharpest({ width, states, targets, vectors }: Meetings): number {
  const count = Math.min(MEASURED, targets.length);
  const scores = new Float32Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      for (let k = 0; k < width; k++) scores[a * count + b] += states[a * width + k] * vectors[targets[b] * width + k];
    }
  }
  const loss = (sharpness: number): number => {
    let sum = 0;
    for (let a = 0; a < count; a++) {
      const row = scores.subarray(a * count, (a + 1) * count);
      const total = row.reduce((total, score) => total + Math.exp(sharpness * (score - row[a])), 0);
      sum += Math.log(total);
    }
    return sum;
  };
  return [0.5, 1, 2, 4, 8, 16, 32].reduce((best, value) => (loss(value) < loss(best) ? value : best), 0.25);
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length));
}
