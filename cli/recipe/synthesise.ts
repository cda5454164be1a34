import type { Sequences } from '../../src/contract/neural.ts';
import { type InteractionLog, truncate } from '../../src/evaluation/interaction-log.ts';
import { itemGroups } from '../../src/evaluation/item-groups.ts';
import { copiesIn, type LogDistances, logDistances, sessionsOf } from '../../src/evaluation/synthetic-log.ts';
import type { Examination } from '../../src/generators/adversarial/game.ts';
import {
  BEHAVIOUR_DEFAULTS,
  type BehaviourData,
  type BehaviourOptions,
  type TrainedBehaviour,
  trainBehaviour,
  withFirst,
} from '../../src/generators/behaviour/behaviour-generator.ts';
import { REFINEMENT_DEFAULTS, refineBehaviour } from '../../src/generators/behaviour/refine.ts';
import { SAMPLING_DEFAULTS, type VirtualVisit, VisitSampler } from '../../src/generators/behaviour/visit-sampler.ts';
import { visitStatistics } from '../../src/generators/behaviour/visits.ts';
import { loadItemVectors } from '../../src/models/item-vectors-section.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { Random } from '../../src/training/random.ts';
import { interruptible } from '../interrupt.ts';
import type { Progress } from '../progress.ts';
import { openTensorRuntime } from '../tensor-runtime.ts';
import { TrainingFiles } from './models/training-files.ts';

/** Every so many-th shopper is kept back: they tell when to stop, and how often real visits repeat each other by chance. */
const KEPT_BACK = 10;
/** Groups of items whose transitions are compared. */
const GROUPS = 20;

export interface SynthesisOptions {
  seed: number;
  /** Where checkpoints lie. */
  folder: string;
  signal: AbortSignal;
  settings?: Partial<BehaviourOptions>;
  /** Whether the generator goes on against a discriminator, where its visits are nearer to held-out ones then. */
  refine: boolean;
}

/** A log in two parts, and the generator trained on the first. */
export interface Synthesis {
  log: InteractionLog;
  taught: InteractionLog;
  held: InteractionLog;
  behaviour: TrainedBehaviour;
  /** Distance of transitions to those of shoppers kept back, after each phase; the nearer one is kept. */
  phases?: { likelihood: number; adversarial: number };
}

/** Trains a generator of visits; goes on from a checkpoint, and does not repeat what was ended. The tensor runtime must be open. */
export async function trainSynthesis(
  log: InteractionLog,
  { seed, folder, signal, settings, refine }: SynthesisOptions,
  progress: Progress,
): Promise<Synthesis> {
  const taught = part(log, (sequence) => sequence % KEPT_BACK !== KEPT_BACK - 1);
  const held = part(log, (sequence) => sequence % KEPT_BACK === KEPT_BACK - 1);
  const options = { ...BEHAVIOUR_DEFAULTS, ...settings, seed };
  const data: BehaviourData = { items: log.productIds.length, visits: taught, held: held.sequences };
  const files = new TrainingFiles(folder, 'behaviour', [
    JSON.stringify([options, data.items]),
    taught.sequences.items,
    taught.sequences.offsets,
  ]);
  const ended = files.readSection();
  const likely: TrainedBehaviour = ended
    ? { ...countedOf(data), section: ended.section }
    : await progress.stage('train behaviour', async (step) => {
        const resume = files.readCheckpoint();
        const training = trainBehaviour(data, {
          ...options,
          signal,
          checkpoint: async (state) => files.writeCheckpoint(state),
          ...(resume && { resume }),
        });
        for (;;) {
          const { done, value } = await training.next();
          if (done) return value;
          step(value.epoch * value.steps + value.step, value.epochs * value.steps, value.validation);
        }
      });
  if (!ended) files.writeSection({ section: likely.section, epochs: options.epochs });
  const synthesis = { log, taught, held, behaviour: likely };
  return refine ? { ...synthesis, ...(await refined(synthesis, { seed, signal }, progress)) } : synthesis;
}

/** Visits that an epoch of the adversarial phase is judged by. */
const EXAMINED = 2000;

/** The generator after its adversarial phase, where that brought it nearer to the shoppers kept back. */
async function refined(
  { taught, held, behaviour }: Synthesis,
  { seed, signal }: Pick<SynthesisOptions, 'seed' | 'signal'>,
  progress: Progress,
): Promise<Pick<Synthesis, 'behaviour' | 'phases'>> {
  const real = sessionsOf(held);
  const groups = groupsOf(behaviour, seed);
  const examine = async (section: PackSection): Promise<Examination<null>> => {
    const visits = await makeVisits({ ...behaviour, section }, EXAMINED, { temperature: 1, seed, signal }, () => {});
    const made = new Set(visits.flatMap(({ items }) => [...items]));
    const wanted = new Set(held.sequences.items);
    const covered = [...wanted].filter((item) => made.has(item)).length / wanted.size;
    const distance = logDistances(real, sessionsOf(joined(visits)), groups).transitions;
    return { quality: { distance, diversity: made.size / wanted.size, coverage: covered }, samples: null };
  };
  const before = (await examine(behaviour.section)).quality.distance;
  const phases = { likelihood: before, adversarial: Number.POSITIVE_INFINITY };
  const section = await progress.stage('refine behaviour', async (step) => {
    const sequences = withFirst(taught.sequences, () => behaviour.items + 1);
    const training = refineBehaviour(behaviour, sequences, examine, {
      ...REFINEMENT_DEFAULTS,
      seed,
      signal,
    });
    for (;;) {
      const { done, value } = await training.next();
      if (done) return value;
      if (value.quality && !value.collapsed) phases.adversarial = Math.min(phases.adversarial, value.quality.distance);
      step(value.epoch * value.steps + value.step, value.epochs * value.steps, phases.adversarial);
    }
  });
  return { behaviour: phases.adversarial < before ? { ...behaviour, section } : behaviour, phases };
}

/** Makes as many shoppers as asked for. */
export async function makeVisits(
  behaviour: TrainedBehaviour,
  count: number,
  { temperature, seed, signal }: { temperature: number; seed: number; signal: AbortSignal },
  onStep: (done: number, total: number) => void,
): Promise<VirtualVisit[]> {
  const sampler = new VisitSampler(behaviour, { ...SAMPLING_DEFAULTS, temperature });
  const visits: VirtualVisit[] = [];
  for await (const visit of sampler.visits(count, new Random(seed, 1), { signal })) {
    visits.push(visit);
    if (visits.length % 100 === 0) onStep(visits.length, count);
  }
  return visits;
}

/** A log of as many virtual shoppers as there are real ones. @throws VitrineError `aborted`, `nothing-to-train` */
export async function virtualLog(
  log: InteractionLog,
  { items, seed, folder }: { items: number; seed: number; folder: string },
  progress: Progress,
): Promise<InteractionLog> {
  const known = { ...log, productIds: log.productIds.slice(0, items) };
  const compute = await openTensorRuntime();
  try {
    return await interruptible(folder, async (signal) => {
      const { behaviour } = await trainSynthesis(known, { seed, folder, signal, refine: false }, progress);
      const visits = await progress.stage('make visits', (step) =>
        makeVisits(behaviour, known.shoppers.length, { temperature: 1, seed, signal }, step),
      );
      return {
        ...joined(visits),
        productIds: known.productIds,
        shopperIds: visits.map((_, i) => `virtual-${i + 1}`),
        shoppers: Int32Array.from(visits.keys()),
        names: visits.flatMap(({ names }) => names),
      };
    });
  } finally {
    compute.close();
  }
}

/** What a synthetic log is worth. */
export interface SynthesisReport {
  /** Of the synthetic log to the one that taught it. */
  distances: LogDistances;
  /** The same of two random halves of the real log: no generator can be told from chance below this. */
  halves: LogDistances;
  /** Sessions of at least five items that stand in the log that taught: of the synthetic log, and of shoppers kept back. */
  copies: { synthetic: { sessions: number; copies: number }; held: { sessions: number; copies: number } };
}

export function reportOn(
  { log, taught, held, behaviour }: Synthesis,
  visits: readonly VirtualVisit[],
  seed: number,
): SynthesisReport {
  const made = sessionsOf(joined(visits));
  const groups = groupsOf(behaviour, seed);
  const random = new Random(seed, 3);
  const side = Array.from(log.shoppers, () => random.unit() < 0.5);
  const [first, second] = [true, false].map((wanted) => sessionsOf(part(log, (sequence) => side[sequence] === wanted)));
  return {
    distances: logDistances(sessionsOf(taught), made, groups),
    halves: logDistances(first, second, groups),
    copies: {
      synthetic: copiesIn(taught.sequences, made),
      held: copiesIn(taught.sequences, sessionsOf(held)),
    },
  };
}

/** Groups of items that the generator's vectors put together. */
function groupsOf({ section, items }: TrainedBehaviour, seed: number): Int32Array {
  const width = Number(section.options.width);
  const random = new Random(seed, 2);
  const vectors = loadItemVectors(section, width).data.subarray(0, (items + 1) * width);
  return itemGroups(vectors, width, Math.min(GROUPS, items), () => random.unit());
}

/** Visits as a log has them. */
function joined(visits: readonly VirtualVisit[]): { sequences: Sequences; times: Float64Array | null } {
  const offsets = new Int32Array(visits.length + 1);
  visits.forEach(({ items }, i) => {
    offsets[i + 1] = offsets[i] + items.length;
  });
  const items = new Int32Array(offsets[visits.length]);
  const times = visits[0]?.times ? new Float64Array(items.length) : null;
  visits.forEach((visit, i) => {
    items.set(visit.items, offsets[i]);
    if (visit.times) times?.set(visit.times, offsets[i]);
  });
  return { sequences: { items, offsets }, times };
}

function countedOf({ items, visits }: BehaviourData): Omit<TrainedBehaviour, 'section'> {
  const popularity = new Int32Array(items + 1);
  for (const item of visits.sequences.items) popularity[item]++;
  return { items, interests: [], statistics: visitStatistics(visits), popularity };
}

/** Some of a log's sequences. */
function part(log: InteractionLog, kept: (sequence: number) => boolean): InteractionLog {
  return truncate(log, (sequence, start, end) => (kept(sequence) ? end : start));
}
