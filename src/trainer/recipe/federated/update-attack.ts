import type { FederatedTask } from '../../../contract/federated.ts';
import type { AttentionModel } from '../../../learning/models/attention.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';
import { type Membership, membershipOf } from '../../evaluation/metrics/membership.ts';
import { type RoundFollower, type RoundSeen, updateOf } from './federated-training.ts';

/** Who is attacked. Each list has as many. */
export interface Attacked {
  /** Who take part. */
  members: readonly Int32Array[];
  outsiders: readonly Int32Array[];
  /** Other outsiders, of whom the attacker learns what the sum would be without a shopper. */
  shadows: readonly Int32Array[];
}

/** Seeds of the attacker's own: it does not know what browsers drew. */
const SEED = 0x5eed;

/**
 * Tells from the sums of rounds who took part, as somebody could who sees every sum, has the weights that each round started from, and
 * knows all that a shopper did: it computes the shopper's update itself, and scores how much likelier the sum is with it than without it
 * (a likelihood ratio, the noise and the other shoppers' updates taken to be normally distributed, as widely in each direction).
 */
export class UpdateAttack implements RoundFollower {
  /** Log-likelihood ratios by round, of members and then of outsiders. */
  state: { scores: number[][] } = { scores: [] };

  constructor(
    private readonly attacked: Attacked,
    private readonly task: FederatedTask,
    /** Shoppers in a round. */
    private readonly shoppers: number,
  ) {}

  resume(state: { scores: number[][] }): void {
    this.state = state;
  }

  async follow({ mean, model }: RoundSeen, round: number): Promise<void> {
    const compute = (histories: readonly Int32Array[]): Promise<Float32Array[]> =>
      this.#updates(model, histories, round);
    const shadows = await compute(this.attacked.shadows);
    const usual = mean.map((_, i) => shadows.reduce((sum, update) => sum + update[i], 0) / shadows.length);
    const noise = this.task.noiseMultiplier * this.task.clippingNorm;
    const spread = shadows.reduce((sum, update) => sum + squares(update, usual), 0) / shadows.length / mean.length;
    const variance = noise ** 2 + this.shoppers * spread;
    const score = (update: Float32Array): number => {
      let along = 0;
      for (let i = 0; i < mean.length; i++) along += this.shoppers * (mean[i] - usual[i]) * (update[i] - usual[i]);
      return (along - squares(update, usual) / 2) / variance;
    };
    const [members, outsiders] = [await compute(this.attacked.members), await compute(this.attacked.outsiders)];
    this.state.scores.push([...members, ...outsiders].map(score));
  }

  /** How well the sum of one round tells members from others, on average over the rounds; and those of all rounds together. */
  result(): { 'one round': Membership; 'all rounds': Membership } {
    const { scores } = this.state;
    const members = scores[0].map((_, i) => i < this.attacked.members.length);
    const rounds = scores.map((round) => membershipOf(round, members));
    const average = (name: keyof Membership): number => rounds.reduce((sum, one) => sum + one[name], 0) / rounds.length;
    const all = members.map((_, i) => scores.reduce((sum, round) => sum + round[i], 0));
    return {
      'one round': { auc: average('auc'), 'tpr at 1 % fpr': average('tpr at 1 % fpr') },
      'all rounds': membershipOf(all, members),
    };
  }

  #updates(model: AttentionModel, histories: readonly Int32Array[], round: number): Promise<Float32Array[]> {
    const { clippingNorm } = this.task;
    const clipped = async (own: Int32Array, i: number): Promise<Float32Array> => {
      const update = await updateOf(model, own, this.task, SEED + round * histories.length + i);
      const length = Math.sqrt(update.reduce((sum, value) => sum + value * value, 0));
      return update.map((value) => value * Math.min(1, clippingNorm / length));
    };
    return inTurn(histories, clipped);
  }
}

/** How well the trained model itself tells members from others: by how much likelier their histories became. */
export async function attackModel(
  model: AttentionModel,
  before: readonly number[],
  { members, outsiders }: Attacked,
): Promise<Membership> {
  const after = await lossesOf(model, [...members, ...outsiders]);
  return membershipOf(
    after.map((loss, i) => before[i] - loss),
    after.map((_, i) => i < members.length),
  );
}

/** Of each history the mean loss of its interactions, each from those before it. */
export function lossesOf(model: AttentionModel, histories: readonly Int32Array[]): Promise<number[]> {
  return inTurn(histories, async (own) => {
    const starts = Array.from(own.subarray(1), (_, i) => own.subarray(0, i + 1));
    return (await model.measure(joinSequences(starts), own.slice(1))).loss;
  });
}

/** The weights are the same for all: one at a time. */
async function inTurn<TResult>(
  histories: readonly Int32Array[],
  work: (own: Int32Array, i: number) => Promise<TResult>,
): Promise<TResult[]> {
  const results: TResult[] = [];
  for (const [i, own] of histories.entries()) results.push(await work(own, i));
  return results;
}

function squares(update: Float32Array, from: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < update.length; i++) sum += (update[i] - from[i]) ** 2;
  return sum;
}
