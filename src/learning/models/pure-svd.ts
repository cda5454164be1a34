import type { TrainingProgress } from '../../contract/training-progress.ts';
import { readSection, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { SVD } from '../../pack/sections/svd.ts';
import { restoreVectors, writeVectors } from '../../pack/sections/vectors.ts';
import { Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { Sweeps } from '../training/sweeps.ts';
import { foldByReading } from './fold-by-reading.ts';
import type { FitOptions, Model, ModelEntry, TrainingData } from './model.ts';
import { ITEMS, requireWeight, sizeOf } from './named-weights.ts';
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
 *   "EigenRec", 2019): unscaled, the first vectors describe little but the best sellers. Popularity is smoothed: else they
 *   describe what a few visitors met who met little else.
 * - What a visitor's vector is made of is scaled as well, and what items are ranked with is scaled back, both by half.
 * - Where a visitor is projected, the latest items count most.
 * - The vectors are found by subspace iteration from a random start (Halko, Martinsson & Tropp, 2011), so that a training
 *   is a number of sweeps over the sessions and can be resumed after each.
 */
export interface PureSvdOptions {
  /** Singular vectors. */
  width: number;
  /** Columns are multiplied with `(popularity + smoothing) ** scaling`. */
  scaling: number;
  /** Visitors added to an item's popularity. 0 is EigenRec. */
  smoothing: number;
  /** Share of the scaling that is in what a visitor is projected with, and undone in the scores. 0 is EigenRec. */
  unscaling: number;
  /** How much an item of the history counts against the next one, where a visitor is projected. */
  decay: number;
}

const PURE_SVD_DEFAULTS: PureSvdOptions = {
  width: 64,
  scaling: -0.3,
  smoothing: 5,
  unscaling: 0.5,
  decay: 0.5,
};

/** Name of the singular vectors, of which all else follows. [items + 1, width] */
const BASIS = 'basis';
/** Name of what an item's vector counts in a visitor's. [items + 1] */
const READING = 'reading';

export class PureSvd extends VectorModel {
  readonly #options: PureSvdOptions;

  constructor(options: Partial<PureSvdOptions> = {}) {
    const all = { ...PURE_SVD_DEFAULTS, ...options };
    super('svd', all.width);
    this.#options = all;
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    const { width, scaling, smoothing } = this.#options;
    if (this.named[ITEMS] === undefined) this.#initialise(data.items, new Random(options.seed));
    const { ofVisitor, ofItem } = visitorItems(data.sequences, data.items);
    const scales = Float64Array.from(ofItem, ({ length }) => (Math.max(1, length) + smoothing) ** scaling);
    const unscaled: Pick<Model, 'measure'> = {
      measure: (...asked) => {
        this.#unscale(scales);
        return this.measure(...asked);
      },
    };
    const metric = options.metric ?? 'ndcg@10';
    try {
      yield* runTraining<readonly Int32Array[]>(
        {
          optimiser: new Sweeps({ [BASIS]: this.named[BASIS] }),
          metric,
          averaging: 0,
          batches: () => [ofVisitor],
          step: async (visitors) => sweep(this.#basis, width, visitors, scales),
          ...validationOf(unscaled, data, metric),
        },
        { validateEvery: 1, ...options },
      );
    } finally {
      this.#unscale(scales);
    }
  }

  save(): PackSection {
    const reading = requireWeight(this.named, READING).slice();
    const { tensors } = writeVectors(this.items, this.#options.width);
    return writeSection(SVD, reading.length - 1, this.#options, { reading }, tensors);
  }

  override load(section: PackSection): void {
    const { width } = this.#options;
    const vectors = restoreVectors(section, width);
    const [rows] = vectors.shape;
    const [, { reading }] = readSection(SVD, section, rows - 1);
    const basis = vectors.data.map((value, at) => value * Math.sqrt(reading[Math.trunc(at / width)]));
    this.adopt({
      [ITEMS]: vectors,
      [READING]: { shape: [rows], data: reading },
      [BASIS]: { shape: vectors.shape, data: basis },
    });
  }

  override shapes(items: number): Record<string, readonly number[]> {
    const table = [items + 1, this.#options.width];
    return { [ITEMS]: table, [READING]: [items + 1], [BASIS]: table };
  }

  get #basis(): Float32Array {
    return requireWeight(this.named, BASIS);
  }

  #initialise(items: number, random: Random): void {
    const { width } = this.#options;
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      this.named[name] = { shape, data: new Float32Array(sizeOf(shape)) };
    }
    const basis = this.#basis;
    for (let i = width; i < basis.length; i++) basis[i] = random.normal();
    orthonormalise(basis, width);
  }

  /** Item vectors as they are served, from the basis: scaled back, and what each counts in a visitor's vector. */
  #unscale(scales: Float64Array): void {
    const { width, unscaling } = this.#options;
    const [items, basis, reading] = [this.items, this.#basis, requireWeight(this.named, READING)];
    scales.forEach((scale, item) => {
      const share = scale ** unscaling;
      for (let k = 0, at = item * width; k < width; k++, at++) items[at] = basis[at] / share;
      reading[item] = share * share;
    });
  }

  protected foldIn(): VisitorVector {
    const { width, decay } = this.#options;
    return foldByReading(this.items, requireWeight(this.named, READING), width, decay);
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

export const svd: ModelEntry = {
  name: 'svd',
  defaults: { ...PURE_SVD_DEFAULTS },
  solved: true,
  whole: true,
  epochs: 8,
  placesNewItems: true,
  create: (options) => new PureSvd(options),
};
