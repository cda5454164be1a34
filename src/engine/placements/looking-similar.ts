import type { Placement } from './placement.ts';
import { planAbout, seeded } from './seeds.ts';

/** Neighbours of the seeds by content; what shoppers went on to is of no weight. */
export const lookingSimilar: Placement = {
  name: 'looking-similar',
  plan: (shelf) => planAbout(seeded(shelf), [{ funnel: shelf.chain.alone('content') }, ...shelf.chain.steps]),
};
