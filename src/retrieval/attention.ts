import type { ScoringStatus } from '../contract/engine.ts';
import { VitrineError } from '../contract/errors.ts';
import { windowStart } from '../contract/history-window.ts';
import type { NamedTensors } from '../contract/neural.ts';
import { chooseLayers } from '../kernels/encoders/layers.ts';
import { type LinearLayers, TypeScriptLayers } from '../kernels/encoders/linear-layers.ts';
import { type EncoderSizes, type EncoderWeights, SessionEncoder } from '../kernels/encoders/session-encoder.ts';
import type { DotScorer, ItemMatrix } from '../kernels/scoring/item-matrix.ts';
import { restoreRows } from '../kernels/scoring/quantise.ts';
import { createScorer } from '../kernels/scoring/scorer.ts';
import { TypeScriptScorer } from '../kernels/scoring/typescript-scorer.ts';
import { encoderShapes } from '../pack/attention-section.ts';
import type { PackSection } from '../pack/pack.ts';
import * as plain from '../pack/plain-data.ts';
import { readOptions, readTensor } from '../pack/section.ts';
import { type CandidateSource, type Candidates, NO_CANDIDATES, type VisitorContext } from './candidate-source.ts';
import { EncodedSession } from './encoded-session.ts';
import { nearestOwn, positionsWithVector, readItemVectors, vectorOf } from './item-vectors.ts';

const size = (most: number) => plain.whole(1, most);

const AttentionOptions = plain.check(
  plain.fields({
    width: size(512),
    blocks: size(12),
    heads: size(16),
    expansion: size(8),
    longest: size(1000),
    epsilon: plain.positive(1),
  }),
  ({ width, heads }) => width % heads === 0,
  'of a width that the number of heads divides',
);

/**
 * What comes next, by self-attention over the visitor's items (how it is trained: src/models/sasrec.ts). Scores are the
 * model's probabilities up to a constant. One more click costs one item: the encoder keeps what it read, and starts anew
 * only where the history is not a continuation of the last one it was asked about.
 */
export class AttentionSource implements CandidateSource {
  readonly name = 'attention';
  readonly #shapes: Record<string, readonly number[]>;
  /** Rows with vectors that were trained, not placed by content. */
  readonly #trained: number;
  #scorer: DotScorer;
  #openLayers: (weights: EncoderWeights) => LinearLayers = (weights) => new TypeScriptLayers(weights);
  #encoder: SessionEncoder;
  session: EncodedSession;

  constructor(
    readonly sizes: EncoderSizes,
    matrix: ItemMatrix,
    weights: EncoderWeights,
  ) {
    this.#shapes = encoderShapes(sizes);
    this.#trained = matrix.rows;
    this.#scorer = new TypeScriptScorer(matrix, 'not accelerated');
    this.#encoder = this.#encoderOf(weights);
    this.session = this.#sessionOf(this.#encoder);
  }

  /** Encodes and scores by WebAssembly from then on, where it runs. The answers are the same. */
  async accelerate(): Promise<ScoringStatus> {
    const [scorer, openLayers] = await Promise.all([createScorer(this.#scorer.matrix), chooseLayers()]);
    this.#scorer = scorer;
    this.#openLayers = openLayers;
    this.#encodeWith(this.#encoder.weights);
    return scorer;
  }

  extend(first: number, rows: ItemMatrix): void {
    this.#scorer.write(first, rows);
  }

  async prepare(context: VisitorContext, limit: number): Promise<void> {
    const window = this.#windowOf(context);
    if (window.length > 0) await this.#scorer.ahead?.(this.#stateAfter(context, window), context.allowed, limit);
  }

  retrieve(context: VisitorContext, limit: number): Candidates {
    const { matrix } = this.#scorer;
    const window = this.#windowOf(context);
    if (window.length === 0) return NO_CANDIDATES;
    const { items, scores } = this.#scorer.topK(this.#stateAfter(context, window), context.allowed, limit);
    return {
      items,
      scores: scores.map((score) => Math.exp(score - scores[0])),
      because: nearestOwn(matrix, items, context.items, window),
    };
  }

  /** The encoder's weights and the pack's item vectors in float32: what a fine-tuning starts from. */
  weights(): NamedTensors {
    const { data, scales, width } = this.#scorer.matrix;
    const rows = this.#trained;
    const vectors = restoreRows({ data: data.subarray(0, rows * width), scales: scales.subarray(0, rows) }, width);
    vectors.fill(0, 0, width);
    const named: NamedTensors = { items: { shape: [rows, width], data: vectors } };
    for (const [name, shape] of Object.entries(this.#shapes)) {
      named[name] = { shape, data: this.#encoder.weights[name] };
    }
    return named;
  }

  /** Serves with other weights of the encoder; names that it does not have are ignored. @throws VitrineError `bad-options` */
  adopt(weights: NamedTensors): void {
    const taken: Record<string, Float32Array> = {};
    for (const [name, shape] of Object.entries(this.#shapes)) {
      const given = weights[name];
      if (given?.shape.join() !== shape.join() || !given.data.every(Number.isFinite)) {
        throw new VitrineError('bad-options', `Weights ${name} do not fit the attention model.`);
      }
      taken[name] = given.data.slice();
    }
    this.#encodeWith(taken);
  }

  /** Positions in `context.items` that the encoder reads. */
  #windowOf(context: VisitorContext): Int32Array {
    const positions = positionsWithVector(context, this.#scorer.matrix);
    return positions.subarray(windowStart(positions.length, this.sizes.longest));
  }

  #stateAfter(context: VisitorContext, window: Int32Array): Float32Array {
    return this.session.stateAfter(window.map((position) => context.items[position]));
  }

  #encodeWith(weights: EncoderWeights): void {
    this.#encoder = this.#encoderOf(weights);
    this.session = this.#sessionOf(this.#encoder);
  }

  #sessionOf(encoder: SessionEncoder): EncodedSession {
    return new EncodedSession(encoder, this.sizes.width, (item) => vectorOf(this.#scorer.matrix, item));
  }

  #encoderOf(weights: EncoderWeights): SessionEncoder {
    return new SessionEncoder(this.sizes, weights, this.#openLayers(weights));
  }
}

/**
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createAttention(section: PackSection, items: number): AttentionSource {
  const sizes = readOptions(section, AttentionOptions);
  const weights = Object.fromEntries(
    Object.entries(encoderShapes(sizes)).map(([name, shape]) => [
      name,
      readTensor(section, name, [Float32Array], shape),
    ]),
  );
  return new AttentionSource(sizes, readItemVectors(section, items, sizes.width), weights);
}
