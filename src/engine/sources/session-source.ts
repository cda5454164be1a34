import type { ScoringStatus } from '../../contract/engine.ts';
import { windowStart } from '../../contract/history-window.ts';
import type { SourceName } from '../../contract/recommendation.ts';
import { chooseLayers } from '../../kernels/encoders/layers.ts';
import { type LinearLayers, type LinearWeights, TypeScriptLayers } from '../../kernels/encoders/linear-layers.ts';
import type { ChooseGpu } from '../../kernels/scoring/ahead-scorer.ts';
import type { DotScorer, ItemMatrix } from '../../kernels/scoring/item-matrix.ts';
import { createScorer } from '../../kernels/scoring/scorer.ts';
import { TypeScriptScorer } from '../../kernels/scoring/typescript-scorer.ts';
import { type CandidateSource, type Candidates, NO_CANDIDATES, type VisitorContext } from './candidate-source.ts';
import { EncodedSession, type StepEncoder } from './encoded-session.ts';
import { positionsWithVector, vectorOf } from './item-vectors.ts';
import { provenOwn } from './proven-own.ts';

interface Sizes {
  readonly width: number;
  /** Items that the encoder reads at most. */
  readonly longest: number;
}

/**
 * What comes next, by an encoder that reads the visitor's items one by one: scores are the model's probabilities up to a
 * constant. One more click costs one item: the encoder keeps what it read.
 */
export class SessionSource implements CandidateSource {
  #scorer: DotScorer;
  #openLayers: (weights: LinearWeights) => LinearLayers = (weights) => new TypeScriptLayers(weights);
  readonly #open: (weights: LinearWeights, layers: LinearLayers) => StepEncoder;
  #encoder!: StepEncoder;
  session!: EncodedSession;

  /**
   * @param matrix its arrays are the source's from now on
   * @param open makes an encoder of these weights
   */
  constructor(
    readonly name: SourceName,
    readonly sizes: Sizes,
    matrix: ItemMatrix,
    weights: LinearWeights,
    open: (weights: LinearWeights, layers: LinearLayers) => StepEncoder,
  ) {
    this.#scorer = new TypeScriptScorer(matrix, 'not accelerated');
    this.#open = open;
    this.encodeWith(weights);
  }

  get matrix(): ItemMatrix {
    return this.#scorer.matrix;
  }

  /** Of the encoder. */
  get encoderWeights(): LinearWeights {
    return this.#encoder.weights;
  }

  /** Encodes with these weights from then on. */
  encodeWith(weights: LinearWeights): void {
    this.#encoder = this.#open(weights, this.#openLayers(weights));
    this.session = new EncodedSession(this.#encoder, this.sizes.width, (item) => vectorOf(this.matrix, item));
  }

  /** Encodes and scores by WebAssembly from then on, where it runs. The answers are the same. */
  async accelerate(choose?: ChooseGpu): Promise<ScoringStatus> {
    [this.#scorer, this.#openLayers] = await Promise.all([createScorer(this.matrix, choose), chooseLayers()]);
    this.encodeWith(this.encoderWeights);
    return this.#scorer;
  }

  extend(first: number, rows: ItemMatrix): void {
    this.#scorer.write(first, rows);
  }

  async prepare(context: VisitorContext, limit: number): Promise<void> {
    const window = this.#windowOf(context);
    if (window.length > 0) await this.#scorer.ahead?.(this.#stateAfter(context, window), context.allowed, limit);
  }

  retrieve(context: VisitorContext, limit: number): Candidates {
    const window = this.#windowOf(context);
    if (window.length === 0) return NO_CANDIDATES;
    const { items, scores } = this.#scorer.topK(this.#stateAfter(context, window), context.allowed, limit);
    return {
      items,
      scores: scores.map((score) => Math.exp(score - scores[0])),
      because: provenOwn(this.matrix, items, context, window, (read) => this.session.stateAfter(read)),
    };
  }

  /** Positions in `context.items` that the encoder reads. */
  #windowOf(context: VisitorContext): Int32Array {
    const positions = positionsWithVector(context, this.matrix);
    return positions.subarray(windowStart(positions.length, this.sizes.longest));
  }

  #stateAfter(context: VisitorContext, window: Int32Array): Float32Array {
    return this.session.stateAfter(window.map((position) => context.items[position]));
  }
}
