import type { Sequences } from '../../../contract/sequences.ts';
import type { Condition, TrainedBehaviour } from '../../../learning/generators/behaviour/behaviour-generator.ts';
import {
  SAMPLING_DEFAULTS,
  type VirtualVisit,
  VisitSampler,
} from '../../../learning/generators/behaviour/visit-sampler.ts';
import { Random } from '../../../learning/training/random.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';

export interface MakingOptions {
  temperature: number;
  seed: number;
  signal: AbortSignal;
  /** Of the visits, again and again from the first. Default: none. */
  conditions?: readonly Condition[];
}

/** Makes as many shoppers as asked for. The tensor runtime must be open. */
export async function makeVisits(
  behaviour: TrainedBehaviour,
  count: number,
  { temperature, seed, ...given }: MakingOptions,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<VirtualVisit[]> {
  const sampler = new VisitSampler(behaviour, { ...SAMPLING_DEFAULTS, temperature });
  const visits: VirtualVisit[] = [];
  for await (const visit of sampler.visits(count, new Random(seed, 1), given)) {
    visits.push(visit);
    if (visits.length % 100 === 0) await onStep(visits.length, count);
  }
  return visits;
}

/** Visits as a log has them. */
export function joinVisits(visits: readonly VirtualVisit[]): { sequences: Sequences; times: Float64Array | null } {
  const timed = visits.length > 0 && visits[0].times !== null;
  return {
    sequences: joinSequences(visits.map(({ items }) => items)),
    times: timed ? Float64Array.from(visits.flatMap(({ times }) => [...times!])) : null,
  };
}
