import type { Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { Random } from '../../learning/training/random.ts';
import { type InteractionLog, truncate } from '../evaluation/interaction-log.ts';
import { type Membership, membershipOf } from '../evaluation/metrics/membership.ts';
import { rounded } from '../figures.ts';
import { type Given, type Options, type Resolved, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS } from '../options/training-options.ts';
import { countPack } from '../recipe/attack/count-pack.ts';
import { likelihoodRatios, type Observed } from '../recipe/attack/likelihood-ratio.ts';
import { type Accuracy, accuracyOf } from '../recipe/attack/measure-accuracy.ts';
import { PackWitness, runsOf, STATISTICS } from '../recipe/attack/pack-witness.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { TRAIN_OPTIONS } from './train-pack.ts';

export const ATTACK_OPTIONS = {
  minShoppers: TRAIN_OPTIONS.minShoppers,
  sessionSample: TRAINING_OPTIONS.sessionSample,
  epsilon: TRAINING_OPTIONS.epsilon,
  delta: TRAINING_OPTIONS.delta,
  shadows: {
    type: 'whole',
    least: 0,
    most: 256,
    default: 16,
    meaning:
      'packs of other random halves of the shoppers, which tell the attacker what a pack says of a member and of others; 0: no ' +
      'likelihood-ratio attack',
  },
} as const satisfies Options;

/** Packs with noise in them that are counted to measure how well they rank: one may be lucky. */
const DRAWS = 5;

export interface AttackReport {
  protocol: string;
  model: string;
  seed: number;
  settings: Resolved<typeof ATTACK_OPTIONS>;
  members: number;
  others: number;
  /** Runs of three products of the members, one after the other, that stand so in a window of the pack. */
  reconstruction: {
    windows: number;
    'read back': number;
    /** Of these, runs that no other member followed. */
    'of one shopper': number;
    'of one shopper, read back': number;
  };
  /** Of packs of all shoppers, that are counted in the same way: the mean of several draws where chance is in them, and each of these. */
  accuracy: Accuracy & { draws: readonly number[] };
  /** How well each attack tells members from others. */
  membership: Record<string, Membership>;
}

/**
 * Attacks packs that are counted as `vitrine train` counts them: rules, windows and popularity, with options as they are by
 * default. The attacked pack is made of a random half of the shoppers; the attacker has the pack and a shopper's whole sequence, and
 * tells whether they are in it: by what the pack holds of the sequence, and by the likelihood ratio with shadow packs. Beside it
 * stands how well such a pack of all shoppers ranks, with neighbours by content where the shop's products are given.
 * @throws VitrineError `bad-options`, `aborted`
 */
export async function attack(
  { log, products }: { log: InteractionLog; products?: Feed | undefined },
  given: Given<typeof ATTACK_OPTIONS>,
  run: RunContext,
): Promise<AttackReport> {
  const settings = resolveOptions(ATTACK_OPTIONS, given);
  const shoppers = log.shopperIds.length;
  if (shoppers < 20) {
    const remedy = 'Give a log of more shoppers.';
    throw new VitrineError('bad-options', 'Too few shoppers to tell members from others.', { remedy });
  }
  const idsOf = sequencesOf(log);
  const packs = settings.shadows + 1;
  const memberships: boolean[][] = [];
  const said: number[][][] = [];
  let reconstruction: AttackReport['reconstruction'] | undefined;
  for (let number = 0; number < packs; number++) {
    const random = new Random(run.seed, number);
    const members = Array.from({ length: shoppers }, () => random.unit() < 0.5);
    const half = truncate(log, (sequence, start, end) => (members[log.shoppers[sequence]] ? end : start));
    const witness = new PackWitness(await countPack(half, settings, { ...run, seed: run.seed + number }));
    const name = number === 0 ? 'read the attacked pack' : `read shadow pack ${number}`;
    said.push(
      await runStep(run, name, async (advance) => {
        const all: number[][] = [];
        for (const [shopper, sequences] of idsOf.entries()) {
          await advance(shopper, shoppers);
          all.push(witness.statisticsOf(sequences.flat()));
        }
        return all;
      }),
    );
    memberships.push(members);
    reconstruction ??= readBack(
      witness,
      idsOf.filter((_, shopper) => members[shopper]),
    );
  }
  const [target, ...shadows] = memberships;
  const membership = Object.fromEntries(
    STATISTICS.map((name, i) => [
      name,
      membershipOf(
        said[0].map((row) => row[i]),
        target,
      ),
    ]),
  );
  if (shadows.length > 1) {
    const observed: Observed[] = idsOf.map((_, shopper) => ({
      in: shadows.flatMap((members, i) => (members[shopper] ? [said[i + 1][shopper]] : [])),
      out: shadows.flatMap((members, i) => (members[shopper] ? [] : [said[i + 1][shopper]])),
    }));
    membership['likelihood ratio'] = told(likelihoodRatios(said[0], observed), target);
    STATISTICS.forEach((name, i) => {
      const alone = (rows: readonly (readonly number[])[]): number[][] => rows.map((row) => [row[i]]);
      const seen = observed.map((own) => ({ in: alone(own.in), out: alone(own.out) }));
      membership[`likelihood ratio of ${name}`] = told(likelihoodRatios(alone(said[0]), seen), target);
    });
  }
  const accuracies: Accuracy[] = [];
  const chance = settings.epsilon !== undefined || settings.minShoppers > 1 || settings.sessionSample === 'synthetic';
  for (let draw = 0; draw < (chance ? DRAWS : 1); draw++) {
    const own = { ...run, seed: run.seed + draw };
    const count = (train: InteractionLog) => countPack(train, settings, own);
    accuracies.push(await accuracyOf(log, { products, mayChoose: settings.epsilon === undefined, count }, own));
  }
  return {
    protocol: 'a pack of a random half of the shoppers, attacked with their whole sequences',
    model: 'rules+knn+popular',
    seed: run.seed,
    settings,
    members: target.filter(Boolean).length,
    others: target.filter((member) => !member).length,
    reconstruction: reconstruction!,
    accuracy: meanOf(accuracies),
    membership,
  };
}

function meanOf(accuracies: readonly Accuracy[]): AttackReport['accuracy'] {
  const mean = (of: (accuracy: Accuracy) => number): number =>
    accuracies.reduce((sum, accuracy) => sum + of(accuracy), 0) / accuracies.length;
  const { questions } = accuracies[0];
  return {
    questions,
    ...(rounded({ 'ndcg@10': mean((one) => one['ndcg@10']), interval: mean(({ interval }) => interval) }) as Omit<
      Accuracy,
      'questions'
    >),
    draws: accuracies.map((one) => Number(one['ndcg@10'].toFixed(6))),
  };
}

function told(scores: readonly number[], members: readonly boolean[]): Membership {
  return rounded({ ...membershipOf(scores, members) }) as Record<keyof Membership, number>;
}

/** What each shopper did, as ids: sequence after sequence. */
function sequencesOf({ sequences, shoppers, shopperIds, productIds }: InteractionLog): string[][][] {
  const all: string[][][] = shopperIds.map(() => []);
  shoppers.forEach((shopper, sequence) => {
    const items = sequences.items.subarray(sequences.offsets[sequence], sequences.offsets[sequence + 1]);
    all[shopper].push(Array.from(items, (item) => productIds[item - 1]));
  });
  return all;
}

function readBack(witness: PackWitness, members: readonly string[][][]): AttackReport['reconstruction'] {
  const followers = new Map<string, Set<number>>();
  const runs = members.flatMap((sequences, member) =>
    sequences.flatMap((sequence) => runsOf(sequence, 3).map((run) => ({ run, key: run.join('\n'), member }))),
  );
  for (const { key, member } of runs) followers.set(key, (followers.get(key) ?? new Set()).add(member));
  const single = runs.filter(({ key }) => followers.get(key)!.size === 1);
  const held = (some: typeof runs): number => some.filter(({ run }) => witness.holds(run)).length;
  return {
    windows: runs.length,
    'read back': held(runs),
    'of one shopper': single.length,
    'of one shopper, read back': held(single),
  };
}
