import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VitrineError } from '../../contract/errors.ts';
import type { PicturePixels } from '../../contract/look-alikes.ts';
import { matMul, type Tensor2D, tensor, tidy } from '../../learning/compute/tensors.ts';
import { fitSquare } from '../../learning/encoders/picture/fit-square.ts';
import type { Seen } from '../pictures/likeness-quality.ts';

const SIDE = 224;
const EPSILON = 1e-3;
/** The step of each depthwise convolution. */
const STEPS = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];

interface Layer {
  side: number;
  channels: number;
  /** [side, side, channels] */
  values: Float32Array;
}

/**
 * MobileNet v1 (Howard et al. 2017) as published for the browser, a Keras layers model: a peer of a shop's own encoder. Its
 * features are the means of its last layer.
 */
export class MobileNet {
  readonly #weights = new Map<string, { shape: number[]; data: Float32Array }>();
  readonly bytes: number;

  /** @param folder with `model.json` and its weights @throws VitrineError `bad-options` */
  constructor(folder: string) {
    try {
      const { weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
      let bytes = 0;
      for (const { paths, weights } of weightsManifest) {
        const joined = Buffer.concat(paths.map((path: string) => readFileSync(join(folder, path))));
        let at = 0;
        for (const { name, shape } of weights) {
          const size = shape.reduce((product: number, length: number) => product * length, 1);
          const data = new Float32Array(new Uint8Array(joined.subarray(at, at + 4 * size)).buffer);
          this.#weights.set(name, { shape, data });
          at += 4 * size;
        }
        bytes += joined.length;
      }
      this.bytes = bytes;
      this.#get('conv_pw_13/kernel');
    } catch (cause) {
      throw new VitrineError('bad-options', `${folder} has no MobileNet v1.`, { remedy: 'Check the path.', cause });
    }
  }

  /** Features of length 1. */
  encode(pictures: readonly PicturePixels[]): Seen {
    const width = this.#get('conv_pw_13/kernel').shape[3];
    const vectors = new Float32Array(pictures.length * width);
    pictures.forEach((picture, i) => {
      vectors.set(this.#see(picture), i * width);
    });
    return { vectors, width };
  }

  #see(picture: PicturePixels): Float32Array {
    const values = Float32Array.from(fitSquare(picture, SIDE), (value) => value / 127.5 - 1);
    let layer = this.#first({ side: SIDE, channels: 3, values });
    STEPS.forEach((step, i) => {
      layer = this.#pointwise(this.#depthwise(layer, step, i + 1), i + 1);
    });
    const { channels } = layer;
    const means = new Float32Array(channels);
    layer.values.forEach((value, at) => {
      means[at % channels] += value;
    });
    const length = Math.hypot(...means);
    return means.map((value) => value / length);
  }

  #first(input: Layer): Layer {
    const { shape, data } = this.#get('conv1/kernel');
    const outputs = shape[3];
    const out = emptyLayer(input.side / 2, outputs);
    neighbours(input.side, 2, (place, from, kernel) => {
      for (let channel = 0; channel < 3; channel++) {
        const value = input.values[from * 3 + channel];
        for (let to = 0; to < outputs; to++) {
          out.values[place * outputs + to] += value * data[(kernel * 3 + channel) * outputs + to];
        }
      }
    });
    return this.#normalised(out, 'conv1_bn');
  }

  #depthwise({ side, channels, values }: Layer, step: number, number: number): Layer {
    const { data } = this.#get(`conv_dw_${number}/depthwise_kernel`);
    const out = emptyLayer(side / step, channels);
    neighbours(side, step, (place, from, kernel) => {
      for (let channel = 0; channel < channels; channel++) {
        out.values[place * channels + channel] += values[from * channels + channel] * data[kernel * channels + channel];
      }
    });
    return this.#normalised(out, `conv_dw_${number}_bn`);
  }

  #pointwise({ side, channels, values }: Layer, number: number): Layer {
    const { shape, data } = this.#get(`conv_pw_${number}/kernel`);
    const outputs = shape[3];
    const made = tidy(() =>
      matMul(
        tensor(values, [side * side, channels]) as Tensor2D,
        tensor(data, [channels, outputs]) as Tensor2D,
      ).dataSync(),
    );
    return this.#normalised({ side, channels: outputs, values: Float32Array.from(made) }, `conv_pw_${number}_bn`);
  }

  /** By the moments of training, then cut off below 0 and above 6. */
  #normalised(layer: Layer, name: string): Layer {
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
      (part) => this.#get(`${name}/${part}`).data,
    );
    const scale = gamma.map((value, i) => value / Math.sqrt(variance[i] + EPSILON));
    const { channels, values } = layer;
    for (let at = 0; at < values.length; at++) {
      const channel = at % channels;
      values[at] = Math.min(6, Math.max(0, (values[at] - mean[channel]) * scale[channel] + beta[channel]));
    }
    return layer;
  }

  #get(name: string) {
    const found = this.#weights.get(name);
    if (found === undefined) throw new Error(`${name} is missing`);
    return found;
  }
}

const emptyLayer = (side: number, channels: number): Layer => ({
  side,
  channels,
  values: new Float32Array(side * side * channels),
});

/** Each place of a 3 × 3 convolution with each of its neighbours; with a step of 2 the frame is at the right and below. */
function neighbours(side: number, step: number, visit: (place: number, from: number, kernel: number) => void): void {
  const made = side / step;
  const frame = step === 2 ? 0 : 1;
  for (let y = 0; y < made; y++) {
    for (let x = 0; x < made; x++) {
      for (let kernel = 0; kernel < 9; kernel++) {
        const fromY = y * step - frame + Math.floor(kernel / 3);
        const fromX = x * step - frame + (kernel % 3);
        if (fromY < 0 || fromX < 0 || fromY >= side || fromX >= side) continue;
        visit(y * made + x, fromY * side + fromX, kernel);
      }
    }
  }
}
