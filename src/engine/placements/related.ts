import type { Placement } from './placement.ts';
import { planAbout, seeded } from './seeds.ts';

/** The ranking as it was tuned, of the seeds alone. */
export const related: Placement = {
  name: 'related',
  plan: (shelf) => planAbout(seeded(shelf), shelf.chain.steps),
};
