import { interruptible } from '../../../../cli/interrupt.ts';
import type { Progress } from '../../../../cli/progress.ts';
import type { Condition } from '../../../learning/generators/behaviour/behaviour-generator.ts';
import type { VirtualVisit } from '../../../learning/generators/behaviour/visit-sampler.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { openTensorRuntime } from '../../tensor-runtime.ts';
import { joinVisits, makeVisits } from './make-visits.ts';
import { trainSynthesis } from './train-synthesis.ts';

/** What a generator is trained on a log and asked for by, where it serves another training. */
export interface VirtualPlan {
  /** Rows of the pack. */
  items: number;
  seed: number;
  /** Where checkpoints lie. */
  folder: string;
}

/**
 * Trains a generator on a log and makes as many visits as the log has sequences.
 * @param conditions of the visits; default: none
 * @throws VitrineError `aborted`, `nothing-to-train`
 */
export async function virtualVisits(
  log: InteractionLog,
  { items, seed, folder }: VirtualPlan,
  progress: Progress,
  conditions?: readonly Condition[],
): Promise<VirtualVisit[]> {
  const known = { ...log, productIds: log.productIds.slice(0, items) };
  const compute = await openTensorRuntime();
  try {
    return await interruptible(folder, async (signal) => {
      const { behaviour } = await trainSynthesis(known, { seed, folder, signal, refine: false }, progress);
      const options = { temperature: 1, seed, signal, ...(conditions && { conditions }) };
      return progress.stage('make visits', (step) => makeVisits(behaviour, known.shoppers.length, options, step));
    });
  } finally {
    compute.close();
  }
}

/** A log of as many virtual shoppers as there are real ones. @throws VitrineError `aborted`, `nothing-to-train` */
export async function virtualLog(log: InteractionLog, plan: VirtualPlan, progress: Progress): Promise<InteractionLog> {
  const visits = await virtualVisits(log, plan, progress);
  return {
    ...joinVisits(visits),
    productIds: log.productIds.slice(0, plan.items),
    shopperIds: visits.map((_, i) => `virtual-${i + 1}`),
    shoppers: Int32Array.from(visits.keys()),
    names: visits.flatMap(({ names }) => names),
  };
}
