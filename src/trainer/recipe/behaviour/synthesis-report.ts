import type { VirtualVisit } from '../../../learning/generators/behaviour/visit-sampler.ts';
import { Random } from '../../../learning/training/random.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { copiesIn, type LogDistances, logDistances, sessionsOf } from '../../evaluation/synthetic-log.ts';
import { groupsOf } from './groups-of.ts';
import { joinVisits } from './make-visits.ts';
import { part, type Synthesis } from './train-synthesis.ts';

/** What a synthetic log is worth. */
export interface SynthesisReport {
  /** Of the synthetic log to the one that taught it, or to what it should be like. */
  distances: LogDistances;
  /** The same of two random halves of the real log: below this no generator can be distinguished from chance. */
  halves: LogDistances;
  /** Sessions of at least five items that stand in the log that taught: of the synthetic log, and of held-out shoppers. */
  copies: { synthetic: { sessions: number; copies: number }; held: { sessions: number; copies: number } };
}

/** @param like the part of the log that the visits should be like; default: all of it */
export function reportOn(
  { log, taught, held, behaviour }: Synthesis,
  visits: readonly VirtualVisit[],
  seed: number,
  like?: InteractionLog,
): SynthesisReport {
  const made = sessionsOf(joinVisits(visits));
  const groups = groupsOf(behaviour, seed);
  const random = new Random(seed, 3);
  const whole = like ?? log;
  const side = Array.from(whole.shoppers, () => random.unit() < 0.5);
  const half = (wanted: boolean) => sessionsOf(part(whole, (sequence) => side[sequence] === wanted));
  return {
    distances: logDistances(sessionsOf(like ?? taught), made, groups),
    halves: logDistances(half(true), half(false), groups),
    copies: {
      synthetic: copiesIn(taught.sequences, made),
      held: copiesIn(taught.sequences, sessionsOf(held)),
    },
  };
}
