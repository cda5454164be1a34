import { VitrineError } from '../../contract/errors.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import {
  AttentionEncoder,
  type EncoderOptions,
  type EncoderWeights,
} from '../../kernels/encoders/attention-encoder.ts';
import type { ItemMatrix } from '../../kernels/scoring/item-matrix.ts';
import { restoreRows } from '../../kernels/scoring/quantise.ts';
import { readSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { ATTENTION, encoderShapes } from '../../pack/sections/attention.ts';
import { itemVectors } from './item-vectors.ts';
import { SessionSource } from './session-source.ts';
import type { PackedSource } from './source-descriptor.ts';

/**
 * What comes next, by self-attention over the visitor's items (how it is trained: src/learning/models/attention.ts). Its encoder may be
 * fine-tuned.
 */
export class AttentionSource extends SessionSource {
  readonly #shapes: Record<string, readonly number[]>;
  /** The pack's own weights of the encoder. */
  readonly #own: EncoderWeights;
  /** Rows with vectors that were trained, not placed by content. */
  readonly #trained: number;

  constructor(sizes: EncoderOptions, matrix: ItemMatrix, weights: EncoderWeights) {
    super('attention', sizes, matrix, weights, (own, layers) => new AttentionEncoder(sizes, own, layers));
    this.#shapes = encoderShapes(sizes);
    this.#own = weights;
    this.#trained = matrix.rows;
  }

  /** The encoder's weights and the pack's item vectors in float32: what a fine-tuning starts from. */
  weights(): NamedTensors {
    const { data, scales, width } = this.matrix;
    const rows = this.#trained;
    const vectors = restoreRows({ data: data.subarray(0, rows * width), scales: scales.subarray(0, rows) }, width);
    vectors.fill(0, 0, width);
    const named: NamedTensors = { items: { shape: [rows, width], data: vectors } };
    for (const [name, shape] of Object.entries(this.#shapes)) {
      named[name] = { shape, data: this.encoderWeights[name] };
    }
    return named;
  }

  /**
   * Serves with other weights of the encoder; those that are not given are the pack's own, and names that it does not have
   * are ignored.
   * @throws VitrineError `bad-options`
   */
  adopt(weights: NamedTensors): void {
    const taken: Record<string, Float32Array> = {};
    for (const [name, shape] of Object.entries(this.#shapes)) {
      const given = weights[name] ?? { shape, data: this.#own[name] };
      if (given.shape.join() !== shape.join() || !given.data.every(Number.isFinite)) {
        throw new VitrineError('bad-options', `Weights ${name} do not fit the attention model.`);
      }
      taken[name] = given.data.slice();
    }
    this.encodeWith(taken);
  }
}

/**
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createAttention(section: PackSection, items: number): AttentionSource {
  const [options, tensors] = readSection(ATTENTION, section, items);
  return new AttentionSource(options, itemVectors(section, options.width), tensors);
}

export const attention: PackedSource<'attention'> = {
  name: 'attention',
  personal: true,
  section: 'attention',
  defaultWeight: 1,
  fused: true,
  read: createAttention,
};
