import { VitrineError } from '../../contract/errors.ts';
import { FEDERATED, type FederatedTask } from '../../contract/federated.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import { encode } from '../../learning/federated/fixed-point.ts';
import { AttentionModel } from '../../learning/models/attention.ts';
import { models } from '../../learning/models/index.ts';
import type { Checkpoint } from '../../learning/models/model.ts';
import { noiseFor } from '../../learning/privacy/calibrate-noise.ts';
import { Random } from '../../learning/training/random.ts';
import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { Membership } from '../evaluation/metrics/membership.ts';
import { lastOut } from '../evaluation/splits.ts';
import { rounded } from '../figures.ts';
import { type Given, type Options, type Resolved, resolveOptions } from '../options/option.ts';
import { trainFederated, updateOf } from '../recipe/federated/federated-training.ts';
import { type SecureRound, secureRound } from '../recipe/federated/secure-round.ts';
import { groupShoppers, type Questions, type ShopperGroups } from '../recipe/federated/shopper-groups.ts';
import { type Attacked, attackModel, lossesOf, UpdateAttack } from '../recipe/federated/update-attack.ts';
import { type TrainingPlan, trainModel } from '../recipe/models/train-model.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { type RunContext, runPart, runStep } from '../run-context.ts';

export const FEDERATE_OPTIONS = {
  shoppers: { type: 'whole', least: 20, most: 10_000, default: 1_000, meaning: 'virtual shoppers who take part' },
  packShoppers: { type: 'whole', least: 20, default: 1_000, meaning: 'other shoppers, whom the pack is trained on' },
  rounds: {
    type: 'whole',
    least: 1,
    most: 1_000,
    default: 3,
    meaning: 'rounds, in each of which all of them take part',
  },
  epsilons: {
    type: 'wholes',
    least: 1,
    default: [1, 2, 4, 8],
    meaning: 'ε of all rounds together, for each shopper; beside them it is measured without noise',
  },
  delta: { type: 'number', least: 1e-12, most: 0.1, default: 1e-5, meaning: 'δ of these' },
  steps: { type: 'whole', least: 1, most: 100, default: 1, meaning: 'steps of gradient descent in a browser' },
  learningRate: { type: 'number', least: 1e-6, most: 10, default: 1, meaning: 'of these steps' },
  clippingNorm: { type: 'number', least: 1e-6, most: 1_000, default: 1, meaning: 'length that an update has at most' },
  serverRate: {
    type: 'number',
    least: 0,
    most: 100,
    default: 1,
    meaning: "what a round's mean update is multiplied by",
  },
  momentum: { type: 'number', least: 0, most: 0.999, default: 0.5, meaning: 'share of a step that the next one keeps' },
  attacked: {
    type: 'whole',
    least: 0,
    default: 200,
    meaning: 'shoppers of each kind whom the attack tells apart; 0: none',
  },
} as const satisfies Options;

/** NDCG@10 of the last interaction: of those who took part, and of other shoppers, whom nothing was trained on. */
type Quality = Record<'participants' | 'others', number>;

export interface FederateReport {
  protocol: string;
  model: string;
  seed: number;
  settings: Resolved<typeof FEDERATE_OPTIONS>;
  /** Weights that are trained. */
  weights: number;
  /** Questions behind each figure. */
  questions: Quality;
  /** The pack that all start from. */
  start: Quality;
  /** The same weights trained on the same shoppers' histories in one place, without noise. */
  central: Quality;
  /** `epsilon` null: without noise. */
  curve: { epsilon: number | null; noiseMultiplier: number; quality: Quality; 'against central': Quality }[];
  aggregation: SecureRound;
  /** At the largest ε. */
  membership?: Record<string, Membership>;
}

const MODEL = 'attention';
/** Of an update of the clipping norm, in fixed point. */
const NORM_STEPS = 2 ** 16;
/** Shoppers in the round with real messages, and the share of them that drops out. */
const SECURE = { clients: 40, dropouts: 0.3 };
const CENTRAL = { epochs: 10, patience: 3, learningRate: 3e-4 };

/**
 * Simulates federated fine-tuning: a pack is trained on some shoppers; others, virtual ones, make updates of its encoder as browsers do,
 * which are clipped, summed in fixed point and noised; and a server trains with the sums. Whatever is done is kept in the run's folder:
 * an interrupted run goes on from its last round.
 * @throws VitrineError `bad-options`, `aborted`, `no-backend`, `diverged`
 */
export async function federate(
  { log }: { log: InteractionLog },
  given: Given<typeof FEDERATE_OPTIONS>,
  run: RunContext,
): Promise<FederateReport> {
  const settings = resolveOptions(FEDERATE_OPTIONS, given);
  if (2 * settings.attacked > settings.shoppers) {
    throw new VitrineError('bad-options', 'There are too few shoppers for this attack.', {
      remedy: 'Attack half of them at most: `attacked`.',
    });
  }
  const groups = groupShoppers(log, settings, new Random(run.seed));
  const items = log.productIds.length;
  const entry = models.find(({ name }) => name === MODEL)!;
  const plan: TrainingPlan = { items, unit: 'visitor', settings: {}, vectors: 'int8' };
  const { final } = await runPart(run, 'the pack', (part) =>
    trainModel(entry, { tuning: lastOut(groups.pack) }, plan, part),
  );
  return run.compute.lend(async () => {
    const model = new AttentionModel(final.options);
    try {
      model.load(final);
      return await simulate(model, groups, items, settings, run);
    } finally {
      model.dispose();
    }
  });
}

async function simulate(
  model: AttentionModel,
  groups: ShopperGroups,
  items: number,
  settings: FederateReport['settings'],
  run: RunContext,
): Promise<FederateReport> {
  const { epsilons, rounds, delta, shoppers, attacked: count } = settings;
  const weights = Object.keys(model.weights()).filter((name) => name !== 'items');
  const start = copyOf(model.weights());
  const size = weights.reduce((sum, name) => sum + start[name].data.length, 0);
  const quality = async (): Promise<Quality> => {
    const of = async ({ histories, targets }: Questions) => (await model.measure(histories, targets)).ndcg10;
    return runStep(
      run,
      'measure',
      async () => rounded({ participants: await of(groups.own), others: await of(groups.others) }) as Quality,
    );
  };
  const taskOf = (noiseMultiplier: number): FederatedTask => ({
    ...FEDERATED,
    kind: 'task',
    round: 'simulated',
    pack: '0'.repeat(64),
    weights,
    steps: settings.steps,
    learningRate: settings.learningRate,
    clippingNorm: settings.clippingNorm,
    noiseMultiplier,
    resolution: NORM_STEPS / settings.clippingNorm,
    cohort: shoppers,
    survivors: shoppers,
  });
  const startQuality = await quality();
  const attacked: Attacked = {
    members: groups.members.slice(0, count),
    outsiders: groups.outsiders.slice(0, count),
    shadows: groups.outsiders.slice(count, 2 * count),
  };
  const everyone = [...attacked.members, ...attacked.outsiders];
  const losses = count > 0 ? await lossesOf(model, everyone) : [];

  const some = groups.members.slice(0, Math.min(SECURE.clients, shoppers));
  const task = taskOf(1);
  const updates: Int32Array[] = [];
  for (const [i, own] of some.entries()) updates.push(encode(await updateOf(model, own, task, i), task));
  const aggregation = await secureRound(updates, task, SECURE.dropouts, run);

  await trainCentrally(model, groups, items, run);
  const central = await quality();

  const curve: FederateReport['curve'] = [];
  let membership: FederateReport['membership'];
  const largest = Math.max(...epsilons);
  for (const epsilon of [...epsilons, null]) {
    model.adopt(start);
    const noiseMultiplier = epsilon === null ? 0 : noiseFor({ sampling: 1, steps: rounds }, epsilon, delta);
    const told = taskOf(noiseMultiplier);
    const files = await TrainingFiles.of(run.folder, 'federated', [
      JSON.stringify([settings, epsilon, run.seed]),
      ...Object.values(start).map(({ data }) => data),
    ]);
    const attack = epsilon === largest && count > 0 ? new UpdateAttack(attacked, told, shoppers) : undefined;
    const { serverRate, momentum } = settings;
    await trainFederated(model, groups.members, { rounds, task: told, serverRate, momentum }, files, run, attack);
    const reached = await quality();
    const share = {
      participants: reached.participants / central.participants,
      others: reached.others / central.others,
    };
    curve.push({ epsilon, noiseMultiplier, quality: reached, 'against central': rounded(share) as Quality });
    if (attack === undefined) continue;
    const sums = attack.result();
    const found = {
      'the sum of one round': sums['one round'],
      'the sums of all rounds': sums['all rounds'],
      'the trained model': await attackModel(model, losses, attacked),
    };
    membership = Object.fromEntries(
      Object.entries(found).map(([name, one]) => [name, rounded({ ...one }) as Record<keyof Membership, number>]),
    );
  }
  return {
    protocol: 'a pack of some shoppers, fine-tuned on others; the last interaction asked, of the whole catalogue',
    model: MODEL,
    seed: run.seed,
    settings,
    weights: size,
    questions: { participants: groups.own.targets.length, others: groups.others.targets.length },
    start: startQuality,
    central,
    curve,
    aggregation,
    ...(membership && { membership }),
  };
}

/** The encoder, by all members' histories at once; other shoppers say when to stop. Goes on from where it was stopped. */
async function trainCentrally(model: AttentionModel, groups: ShopperGroups, items: number, run: RunContext) {
  const { epochs, patience, learningRate } = CENTRAL;
  const data = { items, sequences: joinSequences(groups.members), validation: groups.validation };
  const trained = new AttentionModel({ ...model.options, learningRate });
  try {
    trained.adopt(model.weights());
    const files = await TrainingFiles.of(run.folder, 'central', [
      JSON.stringify([CENTRAL, run.seed]),
      data.sequences.items,
      ...Object.values(model.weights()).map(({ data }) => data),
    ]);
    const resume = await files.readCheckpoint();
    const checkpoint = (state: Checkpoint) => files.writeCheckpoint(state);
    const fit = { epochs, patience, seed: run.seed, frozen: ['items'], signal: run.signal, checkpoint };
    await runStep(run, 'train in one place', async (advance) => {
      const steps = trained.fit(data, { ...fit, ...(resume && { resume }) });
      for await (const { epoch, step, steps: all } of steps) await advance(epoch * all + step, epochs * all);
    });
    model.adopt(trained.weights());
  } finally {
    trained.dispose();
  }
}

function copyOf(weights: NamedTensors): NamedTensors {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );
}
