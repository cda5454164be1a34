import type { Condition } from '../../../learning/generators/behaviour/behaviour-generator.ts';
import { plainlyAugmented } from '../../../learning/training/plain-augmentation.ts';
import { Random } from '../../../learning/training/random.ts';
import { joinSequences, listsOf } from '../../../learning/training/sequences.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import type { RunContext } from '../../run-context.ts';
import { virtualVisits } from './virtual-log.ts';

/** The sequence that is added for each sequence of a log when a model is trained on it: itself again, a variant, or a virtual visit. */
export const AUGMENTATIONS = ['none', 'plain', 'generator'] as const;
export type Augmentation = (typeof AUGMENTATIONS)[number];

/** Clicks that a virtual visit goes on from, at most. */
const CLICKS = 2;

/**
 * The log with another sequence beside each of its own: as many, whatever they are, so that trainings take the same steps.
 * @param items rows of the pack
 * @throws VitrineError `aborted`, `nothing-to-train`
 */
export async function augmented(
  log: InteractionLog,
  by: Augmentation,
  items: number,
  run: RunContext,
): Promise<InteractionLog> {
  const own = listsOf(log.sequences);
  const random = new Random(run.seed, 4);
  const beside = {
    none: () => own,
    plain: () => listsOf(plainlyAugmented(log.sequences, random)),
    generator: () => continued(log, { items, conditions: own.map((items) => beginning(items, random)) }, run),
  };
  const made = await beside[by]();
  return {
    ...log,
    sequences: joinSequences([...own, ...made]),
    shoppers: Int32Array.from([...log.shoppers, ...log.shoppers]),
    times: null,
    names: null,
  };
}

/** Visits that go on from each beginning, by a generator that is trained on the log. */
async function continued(
  log: InteractionLog,
  beginnings: { items: number; conditions: readonly Condition[] },
  run: RunContext,
) {
  const visits = await virtualVisits(log, beginnings, run);
  return visits.map(({ condition, items }) => [...(condition.clicks ?? []), ...items]);
}

/** One click of a sequence, or two in a row: of a visitor who begins there. */
function beginning(items: Int32Array, random: Random): Condition {
  const count = Math.min(items.length, 1 + random.below(CLICKS));
  const start = random.below(items.length - count + 1);
  return { clicks: items.slice(start, start + count) };
}
