import * as v from 'valibot';
import { VitrineError } from '../contract/errors.ts';
import { windowStart } from '../contract/history-window.ts';
import type { NamedTensors } from '../contract/neural.ts';
import type { DotScorer, ItemMatrix } from '../kernels/item-matrix.ts';
import { chooseLayers } from '../kernels/layers.ts';
import { type LinearLayers, TypeScriptLayers } from '../kernels/linear-layers.ts';
import { createScorer } from '../kernels/scorer.ts';
import { type EncoderSizes, type EncoderWeights, SessionEncoder } from '../kernels/session-encoder.ts';
import { TypeScriptScorer } from '../kernels/typescript-scorer.ts';
import { encoderShapes } from '../pack/attention-section.ts';
import type { PackSection } from '../pack/pack.ts';
import { checkNotNegative, readOptions, readTensor } from '../pack/section.ts';
import { type CandidateSource, type Candidates, NO_CANDIDATES, type VisitorContext } from './candidate-source.ts';

const size = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

const AttentionOptions = v.pipe(
  v.object({
    width: size(512),
    blocks: size(12),
    heads: size(16),
    expansion: size(8),
    longest: size(1000),
    epsilon: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  }),
  v.check(({ width, heads }) => width % heads === 0, 'must be a number of heads that divides the width'),
);

/**
 * What comes next, by self-attention over the visitor's items (how it is trained: src/models/sasrec.ts). Scores are the
 * model's probabilities up to a constant. One more click costs one item: the encoder keeps what it read, and starts anew
 * only where the history is not a continuation of the last one it was asked about.
 */
export class AttentionSource implements CandidateSource {
  readonly name = 'attention';
  readonly #shapes: Record<string, readonly number[]>;
  #scorer: DotScorer;
  #openLayers: (weights: EncoderWeights) => LinearLayers = (weights) => new TypeScriptLayers(weights);
  #encoder: SessionEncoder;
  /** Items that the encoder has read. */
  #read: number[] = [];
  /** After the last of them. [width] */
  #state: Float32Array;

  constructor(
    readonly sizes: EncoderSizes,
    matrix: ItemMatrix,
    weights: EncoderWeights,
  ) {
    this.#shapes = encoderShapes(sizes);
    this.#scorer = new TypeScriptScorer(matrix, 'not accelerated');
    this.#encoder = this.#encoderOf(weights);
    this.#state = new Float32Array(sizes.width);
  }

  /** Which code scores. */
  get scorer(): DotScorer['kind'] {
    return this.#scorer.kind;
  }

  /** Encodes and scores by WebAssembly from then on, where it runs. The answers are the same. */
  async accelerate(): Promise<void> {
    const [scorer, openLayers] = await Promise.all([createScorer(this.#scorer.matrix), chooseLayers()]);
    this.#scorer = scorer;
    this.#openLayers = openLayers;
    this.#encoder = this.#encoderOf(this.#encoder.weights);
    this.#read = [];
  }

  retrieve(context: VisitorContext, limit: number): Candidates {
    const { rows } = this.#scorer.matrix;
    const positions = Int32Array.from(context.items.keys()).filter((position) => {
      const item = context.items[position];
      return item > 0 && item < rows;
    });
    if (positions.length === 0) return NO_CANDIDATES;
    const window = positions.subarray(windowStart(positions.length, this.sizes.longest));
    this.#readItems(window.map((position) => context.items[position]));
    const { items, scores } = this.#scorer.topK(this.#state, context.allowed, limit);
    return {
      items,
      scores: scores.map((score) => Math.exp(score - scores[0])),
      because: this.#nearest(items, context.items, window),
    };
  }

  /** The encoder's weights and the item vectors in float32: what a fine-tuning starts from. */
  weights(): NamedTensors {
    const { data, scales, rows, width } = this.#scorer.matrix;
    const vectors = Float32Array.from(data, (value, i) => (i < width ? 0 : value * scales[Math.floor(i / width)]));
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
    this.#encoder = this.#encoderOf(taken);
    this.#read = [];
  }

  #encoderOf(weights: EncoderWeights): SessionEncoder {
    return new SessionEncoder(this.sizes, weights, this.#openLayers(weights));
  }

  #readItems(items: Int32Array): void {
    let known = 0;
    while (known < this.#read.length && known < items.length && this.#read[known] === items[known]) known++;
    // The state after the last item is not kept apart: that item is read again.
    if (known === items.length && known < this.#read.length) known--;
    this.#encoder.truncate(known);
    this.#read.length = known;
    for (let i = known; i < items.length; i++) {
      this.#state.set(this.#encoder.append(this.#vectorOf(items[i])));
      this.#read.push(items[i]);
    }
  }

  #vectorOf(item: number): Float32Array {
    const { data, scales, width } = this.#scorer.matrix;
    return Float32Array.from(data.subarray(item * width, (item + 1) * width), (value) => value * scales[item]);
  }

  /** For each candidate the position of the visitor's item that points most in its direction. */
  #nearest(candidates: Int32Array, items: Int32Array, positions: Int32Array): Int32Array {
    const { data, width } = this.#scorer.matrix;
    const latest = new Map<number, number>();
    for (const position of positions) latest.set(items[position], position);
    const voices = [...latest].map(([item, position]) => {
      const vector = data.subarray(item * width, (item + 1) * width);
      return { position, vector, length: Math.sqrt(dot(vector, vector)) || 1 };
    });
    return candidates.map((candidate) => {
      const vector = data.subarray(candidate * width, (candidate + 1) * width);
      let best = -1;
      let nearest = Number.NEGATIVE_INFINITY;
      for (const voice of voices) {
        const near = dot(vector, voice.vector) / voice.length;
        if (near >= nearest) {
          nearest = near;
          best = voice.position;
        }
      }
      return best;
    });
  }
}

function dot(a: Int8Array, b: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/**
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createAttention(section: PackSection, items: number): AttentionSource {
  const sizes = readOptions(section, AttentionOptions);
  const data = readTensor(section, 'items', [Int8Array], [items + 1, sizes.width]);
  const scales = Float32Array.from(readTensor(section, 'scales', [Float32Array], [items + 1]));
  checkNotNegative('attention/scales', scales);
  scales[0] = Number.NaN; // padding has no vector
  const weights = Object.fromEntries(
    Object.entries(encoderShapes(sizes)).map(([name, shape]) => [
      name,
      readTensor(section, name, [Float32Array], shape),
    ]),
  );
  return new AttentionSource(sizes, { rows: items + 1, width: sizes.width, data, scales }, weights);
}
