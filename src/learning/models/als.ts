import type { TrainingProgress } from '../../contract/training-progress.ts';
import { dot } from '../../kernels/algebra/dot.ts';
import { FoldIn, gramOf } from '../../kernels/encoders/fold-in.ts';
import { weighByRecency } from '../../kernels/encoders/recency.ts';
import { writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { ALS } from '../../pack/sections/als.ts';
import { writeVectors } from '../../pack/sections/vectors.ts';
import { Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { Sweeps } from '../training/sweeps.ts';
import type { FitOptions, ModelEntry, TrainingData } from './model.ts';
import { ITEMS } from './named-weights.ts';
import { validationOf } from './validation.ts';
import { VectorModel } from './vector-model.ts';
import type { VisitorVector } from './vector-scores.ts';
import { type VisitorItems, visitorItems } from './visitor-items.ts';

/**
 * Implicit alternating least squares: a visitor's vector times an item's is near 1 where they met and near 0 elsewhere
 * (Hu, Koren & Volinsky, "Collaborative filtering for implicit feedback datasets", 2008). A new visitor's vector is
 * folded in from their items, in closed form.
 *
 * Our deviations:
 * - What was not observed weighs `unobserved` against 1, and the ridge of a row grows with how often it was observed
 *   (Rendle, Krichene, Zhang & Koren, "Revisiting the performance of iALS on item recommendation benchmarks", 2021).
 * - Where a visitor's vector is folded in, the latest items count most.
 * - Visitors' vectors are not kept: the item vectors give them back, so a checkpoint is the item vectors.
 */
export interface AlsOptions {
  /** Numbers in a vector. */
  width: number;
  /** Weight of a pair that was not observed, against 1 for one that was. */
  unobserved: number;
  /** Ridge of a row, per observation and per `unobserved` pair of it. */
  ridge: number;
  /** How much an item of the history counts against the next one, where a visitor is folded in. */
  decay: number;
  /** Items or visitors solved for between two signs of life. */
  together: number;
}

const ALS_DEFAULTS: AlsOptions = { width: 64, unobserved: 0.003, ridge: 0.003, decay: 0.5, together: 2048 };

/** Standard deviation of the first vectors, times the root of the width. */
const INITIAL = 0.1;

/** Rows of one side, solved for together. */
interface Chunk {
  side: 'visitors' | 'items';
  from: number;
  to: number;
}

export class Als extends VectorModel {
  readonly #options: AlsOptions;

  constructor(options: Partial<AlsOptions> = {}) {
    const all = { ...ALS_DEFAULTS, ...options };
    super('als', all.width);
    this.#options = all;
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    if (this.named[ITEMS] === undefined) this.#initialise(data.items, new Random(options.seed));
    const pairs = visitorItems(data.sequences, data.items);
    const visitors = new Float32Array(pairs.ofVisitor.length * this.#options.width);
    const metric = options.metric ?? 'ndcg@10';
    const solver = new Map<Chunk['side'], FoldIn>();
    yield* runTraining<Chunk>(
      {
        optimiser: new Sweeps(this.named),
        metric,
        averaging: 0,
        batches: () => {
          solver.clear();
          return [...this.#chunks('visitors', 0, pairs.ofVisitor.length), ...this.#chunks('items', 1, data.items + 1)];
        },
        step: async (chunk) => this.#solve(chunk, pairs, visitors, solver, options.frozen ?? []),
        ...validationOf(this, data, metric),
      },
      { validateEvery: 1, ...options },
    );
  }

  save(): PackSection {
    const { width } = this.#options;
    const { tensors, restored } = writeVectors(this.items, width);
    // Of the vectors as they are served, so that rounding them moves no visitor away from them.
    const gram = Float32Array.from(gramOf(restored, width));
    return writeSection(ALS, restored.length / width - 1, this.#options, { gram }, tensors);
  }

  #initialise(items: number, random: Random): void {
    const { width } = this.#options;
    const data = new Float32Array((items + 1) * width);
    for (let i = width; i < data.length; i++) data[i] = (random.normal() * INITIAL) / Math.sqrt(width);
    this.named = { [ITEMS]: { shape: [items + 1, width], data } };
  }

  #chunks(side: Chunk['side'], first: number, end: number): Chunk[] {
    const { together } = this.#options;
    return Array.from({ length: Math.ceil((end - first) / together) }, (_, i) => ({
      side,
      from: first + i * together,
      to: Math.min(end, first + (i + 1) * together),
    }));
  }

  /** @returns of these rows, what is left to explain of the pairs observed, before they are solved for */
  #solve(
    { side, from, to }: Chunk,
    { ofVisitor, ofItem }: VisitorItems,
    visitors: Float32Array,
    solvers: Map<Chunk['side'], FoldIn>,
    frozen: readonly string[],
  ): number {
    const { width, unobserved, ridge } = this.#options;
    const items = this.items;
    const [own, other, observed] = side === 'items' ? [items, visitors, ofItem] : [visitors, items, ofVisitor];
    if (side === 'items' && frozen.includes(ITEMS)) return 0;
    let solver = solvers.get(side);
    if (solver === undefined) {
      solver = new FoldIn({ width, unobserved, ridge }, gramOf(other, width));
      solvers.set(side, solver);
    }
    const all = unobserved * (other.length / width);
    let missing = 0;
    let pairs = 0;
    for (let row = from; row < to; row++) {
      const rows = observed[row];
      for (const at of rows) missing += (1 - dot(own, row * width, other, at * width, width)) ** 2;
      pairs += rows.length;
      const weights = new Float64Array(rows.length).fill(1);
      own.set(solver.solve(other, rows, weights, ridge * (rows.length + all)), row * width);
    }
    return missing / Math.max(1, pairs);
  }

  protected foldIn(): VisitorVector {
    const { width, unobserved, ridge, decay } = this.#options;
    const items = this.items;
    const solver = new FoldIn({ width, unobserved, ridge }, gramOf(items, width));
    const all = unobserved * (items.length / width - 1);
    return (history) => {
      const known = weighByRecency(history, decay);
      if (known.items.length === 0) return null;
      return solver.solve(items, known.items, known.weights, ridge * (known.items.length + all));
    };
  }
}

export const als: ModelEntry = {
  name: 'als',
  defaults: { ...ALS_DEFAULTS },
  solved: true,
  whole: true,
  epochs: 6,
  placesNewItems: true,
  create: (options) => new Als(options),
};
