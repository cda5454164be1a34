import type { NamedTensors } from '../../contract/tensors.ts';
import { type Tensor, type Tensor2D, tensor } from '../compute/tensors.ts';
import type { Random } from '../training/random.ts';
import { gatherRows } from './item-table.ts';
import { ITEMS, requireWeight, sizeOf, takeWeights } from './named-weights.ts';
import type { SequenceEncoder, Weights } from './sequence-encoder.ts';

/** Standard deviation of the first item vectors. */
const INITIAL = 0.02;

/** Item vectors and the encoder that reads them, as plain arrays: tensors are made of them for one step. */
export class SequenceNet {
  /** Empty before `initialise` and `adopt`. */
  weights: NamedTensors = {};

  constructor(readonly encoder: SequenceEncoder) {}

  /** [items + 1, width] @throws VitrineError `nothing-to-train` */
  get items(): Float32Array {
    return requireWeight(this.weights, ITEMS);
  }

  shapes(items: number): Record<string, readonly number[]> {
    return { [ITEMS]: [items + 1, this.encoder.width], ...this.encoder.shapes };
  }

  initialise(items: number, random: Random): void {
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      const data = new Float32Array(sizeOf(shape));
      const deviation = name === ITEMS ? INITIAL : this.encoder.deviation(shape);
      if (name.endsWith('.gain')) data.fill(1);
      else if (!name.endsWith('.bias')) for (let i = 0; i < data.length; i++) data[i] = random.normal() * deviation;
      this.weights[name] = { shape, data };
    }
    this.weights[ITEMS].data.fill(0, 0, this.encoder.width);
  }

  /** Takes copies of these weights; names that it does not have are ignored. @throws VitrineError `bad-options` */
  adopt(weights: NamedTensors): void {
    this.weights = takeWeights(weights, this.shapes((weights[ITEMS]?.shape[0] ?? 1) - 1));
  }

  /** The encoder's weights as tensors, as far as a window of `length` needs them. */
  encoderTensors(length: number): Weights {
    const { shapes, rowsUsed } = this.encoder;
    const tensors: Record<string, Tensor> = {};
    for (const [name, [allRows, ...row]] of Object.entries(shapes)) {
      const used = [rowsUsed?.(name, length) ?? allRows, ...row];
      tensors[name] = tensor(this.weights[name].data.subarray(0, sizeOf(used)), used);
    }
    return tensors;
  }

  /** Item vectors of these rows, each number times `scale`. [rows, width] */
  itemTensor(rows: Int32Array, scale = 1): Tensor2D {
    const { width } = this.encoder;
    return tensor(gatherRows(this.items, rows, width, scale), [rows.length, width]) as Tensor2D;
  }
}
