import type { NamedTensors } from '../../../contract/tensors.ts';
import { tidy } from '../../compute/tensors.ts';
import type { Pixels } from '../../generators/picture/picture-set.ts';
import { EncoderNet, type EncoderShape } from './encoder-net.ts';
import { plainViews, tensorsOf } from './net-inputs.ts';

/** Of a picture in a set that has no kind. */
export const NO_KIND = 0xffff;

export const ENCODER_SHAPE: EncoderShape = { size: 64, widths: [32, 64, 128, 192], kind: 64, look: 64 };

const AT_ONCE = 64;

/**
 * Gives pictures a vector each: one half tells the kinds of things apart, learned from the shop's categories; the other tells one
 * thing's look from another's, learned from two views of each picture (Chen, Kornblith, Norouzi & Hinton 2020) and its colour.
 */
export class PictureEncoder {
  readonly net: EncoderNet;
  /** As they are served: with the normalisation in them. */
  #weights: NamedTensors = {};

  constructor(readonly shape: EncoderShape) {
    this.net = new EncoderNet(shape);
  }

  /** Weights' shapes by name. */
  get shapes(): Readonly<Record<string, readonly number[]>> {
    return this.net.shapes;
  }

  get weights(): NamedTensors {
    return this.#weights;
  }

  /** Numbers of a vector. */
  get width(): number {
    return this.shape.kind + this.shape.look;
  }

  /** @param weights of these shapes; used, not copied */
  adopt(weights: NamedTensors): void {
    this.#weights = weights;
  }

  /** @param pictures in red, green and blue @returns [count, width]; each half of a row has length 1 */
  async encode(pictures: Pixels): Promise<Float32Array> {
    const count = pictures.pixels.length / (pictures.size ** 2 * 3);
    const vectors = new Float32Array(count * this.width);
    for (let first = 0; first < count; first += AT_ONCE) {
      const now = Math.min(AT_ONCE, count - first);
      const made = tidy(() =>
        Object.values(this.net.encode(tensorsOf(this.#weights), plainViews(pictures, first, now, this.shape.size))),
      );
      const [kinds, looks] = (await Promise.all(made.map((half) => half.data()))) as Float32Array[];
      for (const half of made) half.dispose();
      const { kind, look } = this.shape;
      for (let i = 0; i < now; i++) {
        vectors.set(kinds.subarray(i * kind, (i + 1) * kind), (first + i) * this.width);
        vectors.set(looks.subarray(i * look, (i + 1) * look), (first + i) * this.width + kind);
      }
    }
    return vectors;
  }
}
