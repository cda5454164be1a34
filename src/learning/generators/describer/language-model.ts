import type { NamedTensors } from '../../../contract/tensors.ts';
import type { EncoderSizes } from '../../../kernels/encoders/attention-encoder.ts';
import { AttentionEncoder, type EncoderWeights } from '../../../kernels/encoders/attention-encoder.ts';
import { LAYER_NORM_EPSILON } from '../../../kernels/encoders/layer-norm.ts';
import type { LinearLayers } from '../../../kernels/encoders/linear-layers.ts';
import { ITEMS } from '../../models/named-weights.ts';

/** A text that is being written. */
interface Beam {
  rows: number[];
  /** Logarithm of its chance, nats. */
  score: number;
  /** Keys and values of all that was read. */
  kept: Float32Array[];
  /** Logarithms of the chances of each token. [tokens + 1] */
  chances: Float32Array;
}

/** A text that was written, without its end. */
export interface Draft {
  rows: readonly number[];
  /** Logarithm of its chance with its end, nats. */
  score: number;
}

/** Longer texts are less likely: their scores are divided by their length to this power (Wu et al. 2016). */
const LENGTH_POWER = 0.8;

/** The trained language net on plain arrays: keys and values of what was read are kept, so that a token costs one token. */
export class LanguageModel {
  readonly #encoder: AttentionEncoder;
  /** [tokens + 1, width] */
  readonly #vectors: Float32Array;
  /** With padding. */
  readonly #tokens: number;
  /** Those of the encoder, and the one that gives each token's logit. */
  readonly #layers: LinearLayers;

  constructor(
    readonly sizes: EncoderSizes,
    weights: NamedTensors,
    openLayers: (weights: EncoderWeights) => LinearLayers,
  ) {
    const { [ITEMS]: vectors, ...encoderWeights } = Object.fromEntries(
      Object.entries(weights).map(([name, { data }]) => [name, data]),
    );
    this.#vectors = vectors;
    this.#tokens = vectors.length / sizes.width;
    this.#layers = openLayers({ ...encoderWeights, ...outputLayer(vectors, sizes.width) });
    this.#encoder = new AttentionEncoder({ ...sizes, epsilon: LAYER_NORM_EPSILON }, encoderWeights, this.#layers);
  }

  /**
   * The likeliest texts after a prompt, by beam search; likeliest first.
   * @param allowed which tokens may be written, by row
   * @param end row that ends a text
   */
  write(
    prompt: readonly number[],
    { allowed, end, beams, longest }: { allowed: Uint8Array; end: number; beams: number; longest: number },
  ): Draft[] {
    if (beams === 0) return [];
    const room = Math.min(longest, this.sizes.longest - prompt.length - 1);
    let open: Beam[] = [{ rows: [], score: 0, ...this.#read(prompt, 0, []) }];
    const done: Draft[] = [];
    for (let length = 0; length <= room && open.length > 0; length++) {
      const steps = open.flatMap((beam) =>
        length < room ? this.#best(beam, allowed, beams) : [{ beam, row: end, score: beam.score + beam.chances[end] }],
      );
      steps.sort((a, b) => b.score - a.score);
      const next: Beam[] = [];
      for (const { beam, row, score } of steps) {
        if (next.length + done.length >= 2 * beams || next.length >= beams) break;
        if (row === end) done.push({ rows: beam.rows, score });
        else {
          next.push({ rows: [...beam.rows, row], score, ...this.#read([row], prompt.length + length, beam.kept) });
        }
      }
      open = next;
      const enough = done.length >= beams && open.every((beam) => normal(beam) < Math.max(...done.map(normal)));
      if (enough) break;
    }
    return done.sort((a, b) => normal(b) - normal(a)).slice(0, beams);
  }

  #read(rows: readonly number[], length: number, kept: readonly Float32Array[]): Pick<Beam, 'kept' | 'chances'> {
    const { width } = this.sizes;
    if (length === 0) this.#encoder.truncate(0);
    else this.#encoder.keep(length, kept);
    let state: Float32Array | undefined;
    for (const row of rows) state = this.#encoder.append(this.#vectors.subarray(row * width, (row + 1) * width));
    return { kept: this.#encoder.kept, chances: this.#chances(state as Float32Array) };
  }

  /** Logarithms of the chances of each token after a state; padding never comes. [tokens + 1] */
  #chances(state: Float32Array): Float32Array {
    const logits = new Float32Array(this.#tokens);
    this.#layers.apply(OUTPUT, state, logits);
    logits[0] = Number.NEGATIVE_INFINITY;
    let largest = Number.NEGATIVE_INFINITY;
    for (let row = 1; row < logits.length; row++) largest = Math.max(largest, logits[row]);
    let sum = 0;
    for (let row = 1; row < logits.length; row++) sum += Math.exp(logits[row] - largest);
    const total = largest + Math.log(sum);
    for (let row = 1; row < logits.length; row++) logits[row] -= total;
    return logits;
  }

  /** The likeliest next tokens of a beam. */
  #best(beam: Beam, allowed: Uint8Array, count: number): { beam: Beam; row: number; score: number }[] {
    const best: { beam: Beam; row: number; score: number }[] = [];
    let least = Number.NEGATIVE_INFINITY;
    beam.chances.forEach((chance, row) => {
      if (allowed[row] === 0 || chance <= least) return;
      best.push({ beam, row, score: beam.score + chance });
      best.sort((a, b) => b.score - a.score);
      if (best.length > count) best.pop();
      if (best.length === count) least = best[count - 1].score - beam.score;
    });
    return best;
  }
}

const OUTPUT = 'tokens';

/** Token vectors as a linear layer. @param vectors [tokens, width] */
function outputLayer(vectors: Float32Array, width: number): EncoderWeights {
  const tokens = vectors.length / width;
  const across = new Float32Array(vectors.length); // [width, tokens]
  for (let at = 0; at < vectors.length; at++) across[(at % width) * tokens + Math.floor(at / width)] = vectors[at];
  return { [`${OUTPUT}.weights`]: across, [`${OUTPUT}.bias`]: new Float32Array(tokens) };
}

/** What texts of different lengths are compared by. */
const normal = ({ rows, score }: Pick<Draft, 'rows' | 'score'>): number => score / (rows.length + 1) ** LENGTH_POWER;
