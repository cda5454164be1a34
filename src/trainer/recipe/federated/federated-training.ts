import type { FederatedTask } from '../../../contract/federated.ts';
import { decode, encode, noiseOf } from '../../../learning/federated/fixed-point.ts';
import type { AttentionModel } from '../../../learning/models/attention.ts';
import { DiscreteGaussian } from '../../../learning/privacy/discrete-gaussian.ts';
import { Random } from '../../../learning/training/random.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';
import { changeOf } from '../../../learning/worker/local-update.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import type { TrainingFiles } from '../models/training-files.ts';

/** How a server trains with the sums of rounds. */
export interface FederatedPlan {
  rounds: number;
  /** Of every round, but for its name. `noiseMultiplier` 0: no noise, for comparison. */
  task: FederatedTask;
  /** What a round's mean update is multiplied by. */
  serverRate: number;
  /** Share of the last step that the next one keeps (FedAvgM; Hsu et al., 2019). */
  momentum: number;
}

/** One round as the server sees it, for those who attack it. */
export interface RoundSeen {
  /** The mean of the updates with the noise, as the sum tells it. */
  mean: Float32Array;
  /** The weights that browsers started from; they are the model's own meanwhile. */
  model: AttentionModel;
}

export interface RoundFollower {
  /** What it keeps in the checkpoint. */
  state: unknown;
  follow(seen: RoundSeen, round: number): Promise<void>;
  resume(state: never): void;
}

/**
 * Trains a model's dense weights with the updates of virtual shoppers, all of whom take part in every round. Each computes, clips and
 * encodes as a browser does; the sum is taken modulo 2³², as secure aggregation gives it. The noise of all shoppers is drawn once, with
 * the deviation that their shares have together. Goes on from the last round of a run that was stopped.
 * @param seed of what browsers draw while they train
 */
export async function trainFederated(
  model: AttentionModel,
  members: readonly Int32Array[],
  plan: FederatedPlan,
  files: TrainingFiles,
  run: RunContext,
  followed?: RoundFollower,
): Promise<void> {
  const { task, rounds, serverRate, momentum } = plan;
  const weights = task.weights.map((name) => model.weights()[name]);
  const speed = new Float32Array(weights.reduce((sum, { data }) => sum + data.length, 0));
  const resumed = await files.readCheckpoint();
  const state = (): Record<string, { shape: readonly number[]; data: Float32Array }> => ({
    ...Object.fromEntries(task.weights.map((name, i) => [name, weights[i]])),
    speed: { shape: [speed.length], data: speed },
  });
  if (resumed !== undefined) {
    for (const [name, { data }] of Object.entries(state())) data.set(resumed.tensors[name].data);
    followed?.resume(resumed.reported as never);
  }
  const { noiseMultiplier } = task;
  const noise = noiseMultiplier > 0 && new DiscreteGaussian(noiseOf(task) * Math.sqrt(members.length));
  await runStep(run, `federate with noise ${noiseMultiplier.toFixed(2)}`, async (advance) => {
    for (let round = resumed?.epoch ?? 0; round < rounds; round++) {
      const sum = new Int32Array(speed.length);
      for (const [i, own] of members.entries()) {
        const update = encode(await updateOf(model, own, task, seedOf(run.seed, round, i)), task);
        for (let at = 0; at < sum.length; at++) sum[at] += update[at];
        await advance(round * members.length + i, rounds * members.length);
      }
      if (noise) for (let at = 0; at < sum.length; at++) sum[at] += noise.sample();
      const mean = decode(sum, members.length, task);
      await followed?.follow({ mean, model }, round);
      let at = 0;
      for (const { data } of weights) {
        for (let i = 0; i < data.length; i++, at++) {
          speed[at] = momentum * speed[at] + serverRate * mean[at];
          data[i] += speed[at];
        }
      }
      const checkpoint = { epoch: round + 1, tensors: state(), mean: {}, best: {}, counters: {} };
      await files.writeCheckpoint(checkpoint, followed?.state);
    }
  });
}

/** What one shopper's browser computes, before it is clipped. */
export function updateOf(
  model: AttentionModel,
  own: Int32Array,
  { weights, steps, learningRate }: FederatedTask,
  seed: number,
): Promise<Float32Array> {
  return changeOf(model, { own: joinSequences([own]), weights, steps, learningRate, seed });
}

const seedOf = (seed: number, round: number, shopper: number): number =>
  new Random(seed, round * 100_003 + shopper).next();
