import type { Condition } from '../../../learning/generators/behaviour/behaviour-generator.ts';
import type { VirtualVisit } from '../../../learning/generators/behaviour/visit-sampler.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { joinVisits, makeVisits } from './make-visits.ts';
import { trainSynthesis } from './train-synthesis.ts';

/**
 * Trains a generator on a log and makes as many visits as the log has sequences.
 * @param items rows of the pack
 * @param conditions of the visits; default: none
 * @throws VitrineError `aborted`, `nothing-to-train`
 */
export async function virtualVisits(
  log: InteractionLog,
  { items, conditions }: { items: number; conditions?: readonly Condition[] },
  run: RunContext,
): Promise<VirtualVisit[]> {
  const known = { ...log, productIds: log.productIds.slice(0, items) };
  return run.compute.lend(async () => {
    const { behaviour } = await trainSynthesis(known, { refine: false }, run);
    const options = { temperature: 1, seed: run.seed, signal: run.signal, ...(conditions && { conditions }) };
    return runStep(run, 'make visits', (step) => makeVisits(behaviour, known.shoppers.length, options, step));
  });
}

/**
 * A log of as many virtual shoppers as there are real ones.
 * @param items rows of the pack
 * @throws VitrineError `aborted`, `nothing-to-train`
 */
export async function virtualLog(log: InteractionLog, items: number, run: RunContext): Promise<InteractionLog> {
  const visits = await virtualVisits(log, { items }, run);
  return {
    ...joinVisits(visits),
    productIds: log.productIds.slice(0, items),
    shopperIds: visits.map((_, i) => `virtual-${i + 1}`),
    shoppers: Int32Array.from(visits.keys()),
    names: visits.flatMap(({ names }) => names),
  };
}
