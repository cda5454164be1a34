import { type Tensor2D, tensor } from '../compute/tensors.ts';
import { VitrineError } from '../contract/errors.ts';
import type { NamedTensors } from '../contract/neural.ts';
import { type EncoderSizes, encoderShapes } from '../pack/attention-section.ts';
import type { Random } from '../training/random.ts';
import { gatherRows } from './item-table.ts';
import type { Weights } from './session-encoder.ts';

/** Name of the item vectors among the weights. [items + 1, width] */
export const ITEMS = 'items';
const POSITIONS = 'positions';
/** Standard deviation of the first weights. */
const INITIAL = 0.02;

/** Item vectors and the encoder that reads them, as plain arrays: tensors are made of them for one step. */
export class SequenceNet {
  /** Empty before `initialise` and `adopt`. */
  weights: NamedTensors = {};

  constructor(readonly sizes: EncoderSizes) {}

  /** [items + 1, width] @throws VitrineError `nothing-to-train` */
  get items(): Float32Array {
    const items = this.weights[ITEMS];
    if (items === undefined) {
      throw new VitrineError('nothing-to-train', 'The model has no weights.', { remedy: 'Train or load it first.' });
    }
    return items.data;
  }

  shapes(items: number): Record<string, readonly number[]> {
    return { [ITEMS]: [items + 1, this.sizes.width], ...encoderShapes(this.sizes) };
  }

  initialise(items: number, random: Random): void {
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      const data = new Float32Array(sizeOf(shape));
      if (name.endsWith('.gain')) data.fill(1);
      else if (!name.endsWith('.bias')) for (let i = 0; i < data.length; i++) data[i] = random.normal() * INITIAL;
      this.weights[name] = { shape, data };
    }
    this.weights[ITEMS].data.fill(0, 0, this.sizes.width);
  }

  /** Takes copies of these weights; names that it does not have are ignored. @throws VitrineError `bad-options` */
  adopt(weights: NamedTensors): void {
    const items = (weights[ITEMS]?.shape[0] ?? 1) - 1;
    const taken: NamedTensors = {};
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      const given = weights[name];
      if (given?.shape.join() !== shape.join() || given.data.length !== sizeOf(shape)) {
        const problem = given === undefined ? 'is missing' : `has the shape [${given.shape}]`;
        throw new VitrineError('bad-options', `Weight ${name} ${problem}; it must have [${shape}].`);
      }
      taken[name] = { shape, data: Float32Array.from(given.data) };
    }
    this.weights = taken;
  }

  /** The encoder's weights as tensors, the position table as far as a window of `length` needs it. */
  encoderTensors(length: number): Weights {
    const { width } = this.sizes;
    const { [ITEMS]: _, [POSITIONS]: positions, ...others } = this.weights;
    const tensors: Weights = { [POSITIONS]: tensor(positions.data.subarray(0, length * width), [length, width]) };
    for (const [name, { shape, data }] of Object.entries(others)) tensors[name] = tensor(data, [...shape]);
    return tensors;
  }

  /** Item vectors of these rows, each number times `scale`. [rows, width] */
  itemTensor(rows: Int32Array, scale = 1): Tensor2D {
    const { width } = this.sizes;
    return tensor(gatherRows(this.items, rows, width, scale), [rows.length, width]) as Tensor2D;
  }
}

/** What item vectors are multiplied with before they are encoded (Vaswani et al. 2017). */
export const inputScale = ({ width }: EncoderSizes): number => Math.sqrt(width);

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
