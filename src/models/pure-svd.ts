import type { TrainingProgress } from '../contract/neural.ts';
import { weighByRecency } from '../kernels/encoders/recency.ts';
import type { PackSection } from '../pack/pack.ts';
import { Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { Sweeps } from '../training/sweeps.ts';
import { saveItemVectors } from './item-vectors-section.ts';
import type { FitOptions, TrainingData } from './model.ts';
import { ITEMS } from './named-weights.ts';
import { orthonormalise } from './orthonormalise.ts';
import { validationOf } from './validation.ts';
import { VectorModel } from './vector-model.ts';
import type { VisitorVector } from './vector-scores.ts';
import { visitorItems } from './visitor-items.ts';

/**
 * PureSVD: the leading singular vectors of the matrix of visitors and items, U Σ Vᵀ (Cremonesi, Koren & Turrin,
 * "Performance of recommender algorithms on top-N recommendation tasks", 2010). A visitor's vector is what they met,
 * projected: x V; an item's score is that times the item's row of V.
 *
 * Our deviations:
 * - Columns are scaled by a power of the item's popularity first (Nikolakopoulos, Kalantzis, Gallopoulos & Garofalakis,
 *   "EigenRec", 2019): unscaled, the first vectors describe little but the best sellers.
 * - Where a visitor is projected, the latest items count most.
 * - The vectors are found by subspace iteration from a random start (Halko, Martinsson & Tropp, 2011), so that a training
 *   is a number of sweeps over the sessions and can be resumed after each.
 */
export interface PureSvdOptions {
  /** Singular vectors. */
  width: number;
  /** Columns are multiplied with `popularity ** scaling`. */
  scaling: number;
  /** How much an item of the history counts against the next one, where a visitor is projected. */
  decay: number;
}

export const PURE_SVD_DEFAULTS: PureSvdOptions = { width: 64, scaling: -0.3, decay: 0.5 };

export class PureSvd extends VectorModel {
  readonly #options: PureSvdOptions;

  constructor(options: Partial<PureSvdOptions> = {}) {
    const all = { ...PURE_SVD_DEFAULTS, ...options };
    super('svd', all.width);
    this.#options = all;
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    const { width, scaling } = this.#options;
    if (this.named[ITEMS] === undefined) this.#initialise(data.items, new Random(options.seed));
    const { ofVisitor, ofItem } = visitorItems(data.sequences, data.items);
    const scales = Float64Array.from(ofItem, ({ length }) => (length === 0 ? 0 : length ** scaling));
    const metric = options.metric ?? 'ndcg@10';
    yield* runTraining<readonly Int32Array[]>(
      {
        optimiser: new Sweeps(this.named),
        metric,
        averaging: 0,
        batches: () => [ofVisitor],
        step: async (visitors) => sweep(this.items, width, visitors, scales),
        ...validationOf(this, data, metric),
      },
      { validateEvery: 1, ...options },
    );
  }

  save(): PackSection {
    return {
      options: { ...this.#options },
      tensors: saveItemVectors(this.items, this.#options.width).tensors,
    };
  }

  #initialise(items: number, random: Random): void {
    const { width } = this.#options;
    const data = new Float32Array((items + 1) * width);
    for (let i = width; i < data.length; i++) data[i] = random.normal();
    orthonormalise(data, width);
    this.named = { [ITEMS]: { shape: [items + 1, width], data } };
  }

  protected foldIn(): VisitorVector {
    const { width, decay } = this.#options;
    const items = this.items;
    const vector = new Float64Array(width);
    return (history) => {
      const known = weighByRecency(history, decay);
      vector.fill(0);
      known.items.forEach((item, i) => {
        for (let k = 0; k < width; k++) vector[k] += known.weights[i] * items[item * width + k];
      });
      return known.items.length === 0 ? null : vector;
    };
  }
}

/**
 * V ← orthonormal basis of Xᵀ(X V), X the visitors' rows with each column scaled.
 * @returns of the squared length of X, the share that V did not hold before
 */
function sweep(table: Float32Array, width: number, visitors: readonly Int32Array[], scales: Float64Array): number {
  const product = new Float32Array(table.length);
  const held = new Float64Array(width);
  let all = 0;
  let kept = 0;
  for (const items of visitors) {
    held.fill(0);
    for (const item of items) {
      const scale = scales[item];
      all += scale * scale;
      for (let k = 0, at = item * width; k < width; k++) held[k] += scale * table[at++];
    }
    for (const value of held) kept += value * value;
    for (const item of items) {
      const scale = scales[item];
      for (let k = 0, at = item * width; k < width; k++) product[at++] += scale * held[k];
    }
  }
  table.set(product);
  orthonormalise(table, width);
  return all === 0 ? 0 : 1 - kept / all;
}
