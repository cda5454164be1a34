import type { NamedTensors } from '../../../../contract/tensors.ts';
import type { TrainingProgress } from '../../../../contract/training-progress.ts';
import { registerFlowGradients } from '../../../compute/gradients.ts';
import {
  mul,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
  valueAndGrads,
} from '../../../compute/tensors.ts';
import { Adam } from '../../../training/adam.ts';
import { Random } from '../../../training/random.ts';
import { runTraining, type TrainingRunOptions } from '../../../training/run-training.ts';
import { initialise } from '../shapes.ts';
import type { FlowNet } from './flow-net.ts';

const LEARNING_RATE = 2e-3;
const WARM_UP = 50;
const CLIPPED = 1;
/** Gates and the last layer begin at nothing, so that each layer begins as a way past itself (Peebles & Xie 2023). */
const BEGIN_AT_NOTHING = /^(modulation|last|velocity|own)/;
/** Deviation of the places' first weights. */
const PLACES = 0.02;

/** What the flow learns. */
export interface FlowExamples {
  /** Where it ends for each picture. [count, tokens · token] */
  ends: Float32Array;
  /** [count, condition] */
  conditions: Float32Array;
  /** The same with the kind alone, which it learns at times, so that it can do without the rest. [count, condition] */
  kindsAlone: Float32Array;
}

export interface FlowTraining {
  /** Pictures a step. */
  batch: number;
  stepsPerEpoch: number;
  /** How often all of a condition but the kind is hidden. */
  hidden: number;
}

/** Weights of a flow that makes noise of noise. */
export function firstWeights({ shapes }: FlowNet, random: Random): NamedTensors {
  const weights = initialise(shapes, random);
  for (const [name, { data }] of Object.entries(weights)) if (BEGIN_AT_NOTHING.test(name)) data.fill(0);
  // Places are added to tokens, and multiply nothing.
  const { places } = weights;
  places.data.set(places.data.map(() => PLACES * random.normal()));
  return weights;
}

/**
 * Trains a flow by flow matching (Lipman et al. 2023), its times drawn most often from the middle (Esser et al. 2024).
 * `python/train.py` does the same with more patience. Our deviations from it: pictures are not varied, and there are no tastes.
 * @param weights from `firstWeights`, moved in place: the best ones when it ends, whatever ends it
 * @param examine measures the weights as they are; lower is better
 * @throws VitrineError `aborted`, `diverged`
 */
export async function* fitFlow(
  net: FlowNet,
  weights: NamedTensors,
  examples: FlowExamples,
  { batch, stepsPerEpoch, hidden }: FlowTraining,
  examine: () => Promise<number>,
  options: TrainingRunOptions & { seed: number },
): AsyncGenerator<TrainingProgress> {
  registerFlowGradients();
  const adam = new Adam(weights, { learningRate: LEARNING_RATE, weightDecay: 0.01, beta2: 0.99 });
  const each = net.tokens * net.token;
  const count = examples.ends.length / each;
  let random = new Random(options.seed);
  yield* runTraining<number>(
    {
      optimiser: adam,
      metric: 'loss',
      averaging: 0.99,
      batches: (epoch) => {
        random = new Random(options.seed, epoch + 1);
        return Array.from({ length: stepsPerEpoch }, (_, step) => epoch * stepsPerEpoch + step);
      },
      step: async (done) => {
        adam.options.learningRate = LEARNING_RATE * pace(done, options.epochs * stepsPerEpoch);
        const { velocity, x, times, conditions } = drawn(examples, batch, count, each, hidden, random);
        const { value, grads, names } = tidy(() => {
          const names = Object.keys(weights);
          const given = names.map((name) => tensor(weights[name].data, [...weights[name].shape]));
          const shape: [number, number] = [batch * net.tokens, net.token];
          const [from, asked] = [tensor(x, shape), tensor(velocity, shape)] as Tensor2D[];
          const loss = (...moved: Tensor[]): never => {
            const named = Object.fromEntries(names.map((name, i) => [name, moved[i]]));
            const off = sub(net.velocity(named, from, times, conditions), asked);
            return mul(sum(square(off)), 1 / off.size) as never;
          };
          return { ...valueAndGrads(loss)(given), names };
        });
        const [[loss], ...gradients] = (await Promise.all([value, ...grads].map((t) => t.data()))) as Float32Array[];
        for (const t of [value, ...grads]) t.dispose();
        if (!Number.isFinite(loss)) return loss;
        clip(gradients);
        adam.begin();
        for (const [i, name] of names.entries()) adam.update(name, gradients[i]);
        return loss;
      },
      validate: examine,
    },
    options,
  );
}

/** Pictures somewhere between noise and their codes, and the velocity that is wanted there: from the noise to the codes. */
function drawn(
  { ends, conditions, kindsAlone }: FlowExamples,
  batch: number,
  count: number,
  each: number,
  hidden: number,
  random: Random,
): { x: Float32Array; velocity: Float32Array; times: Float32Array; conditions: Float32Array } {
  const width = conditions.length / count;
  const x = new Float32Array(batch * each);
  const velocity = new Float32Array(batch * each);
  const asked = new Float32Array(batch * width);
  const times = Float32Array.from({ length: batch }, () => 1 / (1 + Math.exp(-random.normal())));
  times.forEach((time, i) => {
    const picture = random.below(count);
    const told = random.unit() < hidden ? kindsAlone : conditions;
    asked.set(told.subarray(picture * width, (picture + 1) * width), i * width);
    for (let at = 0; at < each; at++) {
      const [end, noise] = [ends[picture * each + at], random.normal()];
      x[i * each + at] = (1 - time) * noise + time * end;
      velocity[i * each + at] = end - noise;
    }
  });
  return { x, velocity, times, conditions: asked };
}

/** Rises over the first steps, and falls to nothing over the last third. */
const pace = (step: number, steps: number): number => Math.min(1, (step + 1) / WARM_UP, 3 * (1 - step / steps) + 0.01);

/** All of them together are of length 1 at most. */
function clip(gradients: readonly Float32Array[]): void {
  let squares = 0;
  for (const gradient of gradients) for (const value of gradient) squares += value * value;
  const length = Math.sqrt(squares);
  if (length <= CLIPPED) return;
  for (const gradient of gradients) for (let i = 0; i < gradient.length; i++) gradient[i] *= CLIPPED / length;
}
