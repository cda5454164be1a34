import type { NamedTensors } from '../../../../contract/tensors.ts';
import { add, mul, reshape, type Tensor2D, type Tensor4D, tensor, tidy } from '../../../compute/tensors.ts';
import type { Weights } from '../../../models/sequence-encoder.ts';
import { Random } from '../../../training/random.ts';
import type { Conditions, PictureRequest } from '../conditions.ts';
import { unfold } from '../layers.ts';
import type { Pixels } from '../picture-set.ts';
import { DecoderNet, type DecoderOptions, STRIDE } from './decoder-net.ts';
import { FlowNet, type FlowOptions, PATCH } from './flow-net.ts';

export interface LatentOptions extends DecoderOptions, FlowOptions {
  /** Steps from noise to codes. */
  steps: number;
  /** How far the flow goes from what it would do for the kind alone towards what the whole condition asks. 1: as it was trained. */
  guidance: number;
}

/** What a picture begins from instead of noise. */
export interface Beginning {
  /** In −1…1. [side, side, channels] */
  codes: Float32Array;
  /** How much of them is there in the noise: 1 draws them as they are, 0 is noise alone. */
  share: number;
}

/** Mean and deviation of each of the codes' channels: the flow ends in codes of mean 0 and deviation 1. */
export interface CodeStatistics {
  mean: Float32Array;
  deviation: Float32Array;
}

/** Pictures made at once. */
const AT_ONCE = 16;

/**
 * Makes pictures by latent flow matching (as latent diffusion: Rombach et al. 2022): noise flows to codes under the
 * conditions, and the decoder of an adversarially trained autoencoder draws them.
 */
export class LatentGenerator {
  readonly channels = 3;
  readonly decoder: DecoderNet;
  readonly flow: FlowNet;
  /** Numbers of the codes a side. */
  readonly side: number;
  #decoder: NamedTensors = {};
  #flow: NamedTensors = {};
  #statistics: CodeStatistics = { mean: new Float32Array(), deviation: new Float32Array() };

  constructor(
    readonly conditions: Conditions,
    readonly size: number,
    readonly options: LatentOptions,
  ) {
    this.side = size / STRIDE;
    this.decoder = new DecoderNet(options);
    this.flow = new FlowNet(conditions.width, (this.side / PATCH) ** 2, options);
  }

  get weights(): { decoder: NamedTensors; flow: NamedTensors } {
    return { decoder: this.#decoder, flow: this.#flow };
  }

  get statistics(): CodeStatistics {
    return this.#statistics;
  }

  /** @param decoder and flow: weights of the nets' shapes; used, not copied */
  adopt(decoder: NamedTensors, flow: NamedTensors, statistics: CodeStatistics): void {
    this.#decoder = decoder;
    this.#flow = flow;
    this.#statistics = statistics;
  }

  /** Makes one picture for each request. @throws VitrineError `bad-options` where it was never trained on that */
  async draw(requests: readonly PictureRequest[], seed: number): Promise<Pixels> {
    const { width } = this.conditions;
    const rows = new Float32Array(requests.length * width);
    requests.forEach((request, i) => {
      this.conditions.ofRequest(request, rows.subarray(i * width, (i + 1) * width));
    });
    return this.drawUnder(rows, seed);
  }

  /** @param conditions [count, condition] @param beginnings of the pictures that begin from codes */
  async drawUnder(
    conditions: Float32Array,
    seed: number,
    beginnings: readonly (Beginning | undefined)[] = [],
  ): Promise<Pixels> {
    const random = new Random(seed);
    const { size } = this;
    const { width } = this.conditions;
    const count = conditions.length / width;
    const each = size * size * 3;
    const pixels = new Uint8Array(count * each);
    for (let first = 0; first < count; first += AT_ONCE) {
      const last = Math.min(first + AT_ONCE, count);
      const asked = conditions.subarray(first * width, last * width);
      const begun = Array.from({ length: last - first }, (_, i) => beginnings[first + i]);
      const made = tidy(() => this.#decode(this.#flowed(asked, begun, random)));
      await readPixels(made, pixels.subarray(first * each, last * each));
    }
    return { size, channels: this.channels, pixels };
  }

  /** The same pictures after each step from noise on, the noise first: how they come about. @param conditions [count, condition] */
  async drawSteps(conditions: Float32Array, seed: number): Promise<Pixels[]> {
    const { size, channels } = this;
    const count = conditions.length / this.conditions.width;
    const none = new Array<Beginning | undefined>(count).fill(undefined);
    const made = tidy(() => {
      const steps: Tensor4D[] = [];
      this.#flowed(conditions, none, new Random(seed), (codes) => void steps.push(this.#decode(codes)));
      return steps;
    });
    const drawn: Pixels[] = [];
    for (const step of made) {
      const pixels = new Uint8Array(count * size * size * channels);
      await readPixels(step, pixels);
      drawn.push({ size, channels, pixels });
    }
    return drawn;
  }

  /** Codes → pixels in −1…1, [count, size, size, 3]. @param codes in −1…1, [count · tokens, token] */
  #decode(codes: Tensor2D): Tensor4D {
    const half = this.side / PATCH;
    const squares = reshape(codes, [-1, half, half, this.flow.token]) as Tensor4D;
    return this.decoder.decode(tensorsOf(this.#decoder), unfold(squares));
  }

  /** @param onStep gets the codes before the first step and after each one, in −1…1 */
  #flowed(
    conditions: Float32Array,
    beginnings: readonly (Beginning | undefined)[],
    random: Random,
    onStep?: (codes: Tensor2D) => void,
  ): Tensor2D {
    const { steps, guidance } = this.options;
    const { tokens, token } = this.flow;
    const count = beginnings.length;
    const shares = Float32Array.from(beginnings, (beginning) => beginning?.share ?? 0);
    const { mean, deviation } = this.#statistics;
    const inEachPlace = (values: Float32Array) => {
      const row = Float32Array.from({ length: token }, (_, i) => values[i % values.length]);
      return tensor(row, [1, token]);
    };
    const codesOf = (state: Tensor2D): Tensor2D => add(mul(state, inEachPlace(deviation)), inEachPlace(mean));
    let x = tensor(this.#start(beginnings, random), [count * tokens, token]) as Tensor2D;
    onStep?.(codesOf(x));
    if (shares.some((share) => share < 1)) {
      const weights = tensorsOf(this.#flow);
      const lengths = Float32Array.from(
        { length: count * tokens },
        (_, row) => (1 - shares[Math.floor(row / tokens)]) / steps,
      );
      const length = tensor(lengths, [count * tokens, 1]);
      const kindAlone = this.conditions.ofKindsAlone(conditions);
      for (let step = 0; step < steps; step++) {
        const times = shares.map((share) => share + ((1 - share) * step) / steps);
        const asked = this.flow.velocity(weights, x, times, conditions);
        const velocity =
          guidance === 1 ? asked : guided(this.flow.velocity(weights, x, times, kindAlone), asked, guidance);
        x = add(x, mul(velocity, length));
        onStep?.(codesOf(x));
      }
    }
    return codesOf(x);
  }

  /** Noise, with some codes in it where a picture begins from them. [count · tokens, token] */
  #start(beginnings: readonly (Beginning | undefined)[], random: Random): Float32Array {
    const each = this.flow.tokens * this.flow.token;
    const start = Float32Array.from({ length: beginnings.length * each }, () => random.normal());
    beginnings.forEach((beginning, picture) => {
      if (beginning === undefined) return;
      const { codes, share } = beginning;
      this.endOf(codes).forEach((value, i) => {
        const at = picture * each + i;
        start[at] = (1 - share) * start[at] + share * value;
      });
    });
    return start;
  }

  /** Where the flow ends for the codes of one picture: in mean 0 and deviation 1. [side, side, channels] → [tokens · token] */
  endOf(codes: Float32Array): Float32Array {
    const { codeChannels } = this.options;
    const { mean, deviation } = this.#statistics;
    const end = new Float32Array(codes.length);
    codes.forEach((code, i) => {
      const channel = i % codeChannels;
      end[this.#inTokens(i)] = (code - mean[channel]) / deviation[channel];
    });
    return end;
  }

  /** Where a code of [side, side, channels] is among the tokens. */
  #inTokens(at: number): number {
    const { codeChannels } = this.options;
    const channel = at % codeChannels;
    const place = (at - channel) / codeChannels;
    const [y, x] = [Math.floor(place / this.side), place % this.side];
    const square = Math.floor(y / PATCH) * (this.side / PATCH) + Math.floor(x / PATCH);
    return square * this.flow.token + ((y % PATCH) * PATCH + (x % PATCH)) * codeChannels + channel;
  }
}

/** Values in −1…1 as pixels. The tensor is disposed. */
async function readPixels(made: Tensor4D, into: Uint8Array): Promise<void> {
  const values = await made.data();
  made.dispose();
  for (let i = 0; i < values.length; i++) into[i] = Math.round(127.5 * (values[i] + 1));
}

/** Classifier-free guidance (Ho & Salimans 2022). */
const guided = (free: Tensor2D, asked: Tensor2D, guidance: number): Tensor2D =>
  add(mul(asked, guidance), mul(free, 1 - guidance));

function tensorsOf(weights: NamedTensors): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, { shape, data }]) => [name, tensor(data, [...shape])]));
}
