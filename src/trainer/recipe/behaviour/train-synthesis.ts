import type { Examination } from '../../../learning/generators/adversarial/game.ts';
import {
  BEHAVIOUR_DEFAULTS,
  type BehaviourData,
  type BehaviourOptions,
  type SequenceInterests,
  type TrainedBehaviour,
  trainBehaviour,
  withFirst,
} from '../../../learning/generators/behaviour/behaviour-generator.ts';
import { REFINEMENT_DEFAULTS, refineBehaviour } from '../../../learning/generators/behaviour/refine.ts';
import { visitStatistics } from '../../../learning/generators/behaviour/visits.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { type InteractionLog, truncate } from '../../evaluation/interaction-log.ts';
import { logDistances, sessionsOf } from '../../evaluation/synthetic-log.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { TrainingFiles } from '../models/training-files.ts';
import { groupsOf } from './groups-of.ts';
import { joinVisits, makeVisits } from './make-visits.ts';

/** Every so many-th shopper is held out: they tell when to stop, and how often real visits repeat each other by chance. */
const HELD_OUT = 10;

export interface SynthesisOptions {
  settings?: Partial<BehaviourOptions>;
  /** What each sequence of the log is about, for conditions. Default: nothing is known of it. */
  interests?: SequenceInterests;
  /** Whether the generator goes on against a discriminator, where its visits are nearer to held-out ones then. */
  refine: boolean;
}

/** A log in two parts, and the generator trained on the first. */
export interface Synthesis {
  log: InteractionLog;
  taught: InteractionLog;
  held: InteractionLog;
  behaviour: TrainedBehaviour;
  /** Distance of transitions to those of held-out shoppers, after each phase; the nearer one is kept. */
  phases?: { likelihood: number; adversarial: number };
}

/** Trains a generator of visits; goes on from a checkpoint, and does not repeat what was ended. */
export async function trainSynthesis(
  log: InteractionLog,
  { settings, interests, refine }: SynthesisOptions,
  run: RunContext,
): Promise<Synthesis> {
  const { seed, signal } = run;
  const isHeld = (sequence: number): boolean => sequence % HELD_OUT === HELD_OUT - 1;
  const taught = part(log, (sequence) => !isHeld(sequence));
  const held = part(log, isHeld);
  const options = { ...BEHAVIOUR_DEFAULTS, ...settings, seed };
  const { offsets } = log.sequences;
  const isTaught = (sequence: number): boolean => !isHeld(sequence) && offsets[sequence + 1] > offsets[sequence];
  const data: BehaviourData = {
    items: log.productIds.length,
    visits: taught,
    held: held.sequences,
    ...(interests && {
      interests: { ...interests, ofSequence: interests.ofSequence.filter((_, sequence) => isTaught(sequence)) },
    }),
  };
  const files = await TrainingFiles.of(run.folder, 'behaviour', [
    JSON.stringify([options, data.items]),
    taught.sequences.items,
    taught.sequences.offsets,
    ...(data.interests ? [JSON.stringify(data.interests.names), data.interests.ofSequence] : []),
  ]);
  const ended = await files.readSection();
  const likely: TrainedBehaviour = ended
    ? { ...countedOf(data), section: ended.section }
    : await runStep(run, 'train behaviour', async (step) => {
        const resume = await files.readCheckpoint();
        const training = trainBehaviour(data, {
          ...options,
          signal,
          checkpoint: (state) => files.writeCheckpoint(state),
          ...(resume && { resume }),
        });
        for (;;) {
          const { done, value } = await training.next();
          if (done) return value;
          await step(value.epoch * value.steps + value.step, value.epochs * value.steps, value.validation);
        }
      });
  if (!ended) await files.writeSection({ section: likely.section, epochs: options.epochs });
  const synthesis = { log, taught, held, behaviour: likely };
  return refine ? { ...synthesis, ...(await refined(synthesis, run)) } : synthesis;
}

const NOBODY = async (): Promise<void> => undefined;

/** Visits that an epoch of the adversarial phase is judged by. */
const EXAMINED = 2000;

/** The generator after its adversarial phase, where that brought it nearer to the held-out shoppers. */
async function refined(
  { taught, held, behaviour }: Synthesis,
  run: RunContext,
): Promise<Pick<Synthesis, 'behaviour' | 'phases'>> {
  const { seed, signal } = run;
  const real = sessionsOf(held);
  const groups = groupsOf(behaviour, seed);
  const examine = async (section: PackSection): Promise<Examination<null>> => {
    const visits = await makeVisits({ ...behaviour, section }, EXAMINED, { temperature: 1, seed, signal }, NOBODY);
    const made = new Set(visits.flatMap(({ items }) => [...items]));
    const wanted = new Set(held.sequences.items);
    const covered = [...wanted].filter((item) => made.has(item)).length / wanted.size;
    const distance = logDistances(real, sessionsOf(joinVisits(visits)), groups).transitions;
    return { quality: { distance, diversity: made.size / wanted.size, coverage: covered }, samples: null };
  };
  const before = (await examine(behaviour.section)).quality.distance;
  const phases = { likelihood: before, adversarial: Number.POSITIVE_INFINITY };
  const section = await runStep(run, 'refine behaviour', async (step) => {
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
      await step(value.epoch * value.steps + value.step, value.epochs * value.steps, phases.adversarial);
    }
  });
  return { behaviour: phases.adversarial < before ? { ...behaviour, section } : behaviour, phases };
}

function countedOf({ items, visits, interests }: BehaviourData): Omit<TrainedBehaviour, 'section'> {
  const popularity = new Int32Array(items + 1);
  for (const item of visits.sequences.items) popularity[item]++;
  return { items, interests: interests?.names ?? [], statistics: visitStatistics(visits), popularity };
}

/** Some of a log's sequences. */
export function part(log: InteractionLog, kept: (sequence: number) => boolean): InteractionLog {
  return truncate(log, (sequence, start, end) => (kept(sequence) ? end : start));
}
