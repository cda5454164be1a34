import { VitrineError } from '../../../contract/errors.ts';
import { windowStart } from '../../../contract/history-window.ts';
import type { InteractionName } from '../../../contract/interaction.ts';
import { AttentionEncoder, type EncoderOptions } from '../../../kernels/encoders/attention-encoder.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { readTensor } from '../../../pack/section.ts';
import { encoderShapes } from '../../../pack/sections/attention.ts';
import { restoreVectors } from '../../../pack/sections/vectors.ts';
import { matMul, type Tensor2D, tensor, tidy, transpose } from '../../compute/tensors.ts';
import type { Random } from '../../training/random.ts';
import type { Condition, TrainedBehaviour } from './behaviour-generator.ts';
import { PopularityControl } from './popularity-control.ts';
import { drawBetween, drawCounted, EvenDraws, LONGEST_VISIT } from './visits.ts';

export interface SamplingOptions {
  /** Under 1 likely products become likelier; 1 draws as the net says. */
  temperature: number;
  /** How strongly products that were drawn too often by now are held back; 0 leaves it to the net. */
  popularity: number;
}

export const SAMPLING_DEFAULTS: SamplingOptions = { temperature: 1, popularity: 8 };

/** What one virtual shopper did. */
export interface VirtualVisit {
  /** What it was made under; its clicks are not among `items`. */
  condition: Condition;
  items: Int32Array;
  names: InteractionName[];
  /** Milliseconds; `null` where the log had none. */
  times: Float64Array | null;
}

/** Visits made side by side: products are scored for all of them at once. */
const TOGETHER = 64;

/** The golden ratio's part after the point: the number whose multiples lie most evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** What the plans of visits are drawn with. */
interface PlanDraws {
  sessions: EvenDraws;
  lengths: EvenDraws;
}

/** A visit that is being made. */
interface Making {
  condition: Condition;
  encoder: AttentionEncoder;
  /** Rows that were read: the interest, first clicks, what was drawn. */
  read: number[];
  state: Float32Array;
  drawn: number[];
  /** First clicks, and what was drawn. */
  met: number[];
  length: number;
  /** Places at which a session starts. */
  starts: Set<number>;
}

/** Makes visits. Tensors live only while it does. */
export class VisitSampler {
  readonly #vectors: Float32Array;
  readonly #weights: Record<string, Float32Array>;
  readonly #sizes: EncoderOptions;

  constructor(
    readonly behaviour: TrainedBehaviour,
    readonly options: SamplingOptions = SAMPLING_DEFAULTS,
  ) {
    const { section } = behaviour;
    this.#sizes = encoderSizes(section);
    this.#vectors = restoreVectors(section, this.#sizes.width).data;
    this.#weights = Object.fromEntries(
      Object.entries(encoderShapes(this.#sizes)).map(([name, shape]) => [
        name,
        readTensor(section, name, [Float32Array], shape),
      ]),
    );
  }

  /**
   * As many visits as asked for, in no order of quality; lengths, sessions, times and names are drawn as counted.
   * @param conditions of the visits, again and again from the first; what they are about is then not held to the log's
   * popularity. Default: none
   * @throws VitrineError `bad-options` for an interest that it was not trained with; `aborted`
   */
  async *visits(
    count: number,
    random: Random,
    { conditions, length, signal }: { conditions?: readonly Condition[]; length?: number; signal?: AbortSignal } = {},
  ): AsyncGenerator<VirtualVisit> {
    const { items, popularity, statistics } = this.behaviour;
    const control = new PopularityControl(popularity, conditions ? 0 : this.options.popularity);
    const { width } = this.#sizes;
    const catalogue = this.#vectors.subarray(width, (items + 1) * width);
    const turned = tidy(() => transpose(tensor(catalogue, [items, width]) as Tensor2D)); // [width, items]
    try {
      const draws: PlanDraws = {
        sessions: new EvenDraws(Math.SQRT2 - 1, random.unit()),
        lengths: new EvenDraws(GOLDEN, random.unit()),
      };
      let begun = 0;
      const begin = () => this.#begin(conditions?.[begun % conditions.length] ?? {}, draws, length);
      const making: Making[] = [];
      for (; begun < Math.min(TOGETHER, count); begun++) making.push(begin());
      while (making.length > 0) {
        if (signal?.aborted) throw new VitrineError('aborted', 'Making visits was aborted.', { cause: signal.reason });
        const states = new Float32Array(making.length * width);
        making.forEach(({ state }, i) => {
          states.set(state, i * width);
        });
        const result = tidy(() => matMul(tensor(states, [making.length, width]) as Tensor2D, turned));
        const logits = (await result.data()) as Float32Array; // [visits, items]
        result.dispose();
        for (let i = making.length - 1; i >= 0; i--) {
          const visit = making[i];
          const item = this.#draw(logits.subarray(i * items, (i + 1) * items), visit.met, control, random);
          control.count(item);
          this.#read(visit, item);
          visit.drawn.push(item);
          visit.met.push(item);
          if (visit.drawn.length < visit.length) continue;
          yield this.#finish(visit, statistics, random);
          if (begun < count) {
            making[i] = begin();
            begun++;
          } else making.splice(i, 1);
        }
      }
    } finally {
      turned.dispose();
    }
  }

  #begin(condition: Condition, draws: PlanDraws, length?: number): Making {
    const { items, interests, statistics } = this.behaviour;
    const { interest, clicks = new Int32Array(0) } = condition;
    const known = interest === undefined ? 0 : interests.indexOf(interest) + 1;
    if (interest !== undefined && known === 0) {
      throw new VitrineError('bad-options', `The generator was not trained with the interest ${interest}.`, {
        remedy: `Give one of ${interests.slice(0, 20).join(', ') || 'none: it knows no interests'}.`,
      });
    }
    const starts = new Set([0]);
    let total = 0;
    const sessions = length === undefined ? Math.max(1, drawCounted(statistics.sessions, draws.sessions.next())) : 1;
    for (let i = 0; i < sessions; i++) {
      starts.add(total);
      total += length ?? Math.max(1, drawCounted(statistics.lengths, draws.lengths.next()));
    }
    total = Math.min(LONGEST_VISIT, total);
    const encoder = new AttentionEncoder(this.#sizes, this.#weights);
    const state = new Float32Array(this.#sizes.width);
    const visit = { condition, encoder, read: [], state, drawn: [], met: [...clicks], length: total, starts };
    this.#read(visit, items + 1 + known);
    for (const click of clicks) this.#read(visit, click);
    return visit;
  }

  #read(visit: Making, row: number): void {
    const { encoder, read, state } = visit;
    const { width, longest } = this.#sizes;
    read.push(row);
    if (encoder.length === longest) encoder.truncate(0);
    const first = encoder.length === 0 ? windowStart(read.length, longest) : read.length - 1;
    for (const known of read.slice(first)) {
      state.set(encoder.append(this.#vectors.subarray(known * width, (known + 1) * width)));
    }
  }

  #draw(logits: Float32Array, met: readonly number[], control: PopularityControl, random: Random): number {
    const scale = 1 / this.options.temperature;
    for (let i = 0; i < logits.length; i++) logits[i] = logits[i] * scale + control.bias[i + 1];
    const barred = this.behaviour.statistics.repeats ? met.slice(-1) : met;
    for (const item of barred) logits[item - 1] = Number.NEGATIVE_INFINITY;
    let largest = Number.NEGATIVE_INFINITY;
    for (const logit of logits) if (logit > largest) largest = logit;
    let total = 0;
    for (let i = 0; i < logits.length; i++) {
      total += Math.exp(logits[i] - largest);
      logits[i] = total;
    }
    const wanted = random.unit() * total;
    let low = 0;
    let high = logits.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (logits[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  }

  #finish(
    { condition, drawn, starts }: Making,
    { starts: first, ...counted }: TrainedBehaviour['statistics'],
    random: Random,
  ): VirtualVisit {
    let at = first === null ? 0 : drawBetween(first, random);
    let last = -1;
    const times: number[] = [];
    const names = drawn.map((_, place) => {
      const fresh = starts.has(place);
      if (place > 0) at += drawBetween(fresh ? counted.between : counted.within, random);
      times.push(Math.round(at));
      last = drawCounted(counted.follows[fresh ? 0 : last + 1], random.unit());
      return counted.names[last];
    });
    return {
      condition,
      items: Int32Array.from(drawn),
      names,
      times: first === null ? null : Float64Array.from(times),
    };
  }
}

/** Sizes of the net of a generator's section. */
export function encoderSizes({ options }: PackSection): EncoderOptions {
  const number = (name: keyof EncoderOptions): number => Number(options[name]);
  return {
    width: number('width'),
    blocks: number('blocks'),
    heads: number('heads'),
    expansion: number('expansion'),
    longest: number('longest'),
    epsilon: number('epsilon'),
  };
}
