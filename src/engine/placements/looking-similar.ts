import { pictures } from './pictures.ts';
import { type Placement, stepOf } from './placement.ts';
import { planAbout, seeded } from './seeds.ts';

/**
 * What looks like the seeds, where the shop has an encoder that knows their pictures; then neighbours by content. What shoppers
 * went on to is of no weight.
 */
export const lookingSimilar: Placement = {
  name: 'looking-similar',
  plan: (shelf) =>
    planAbout(seeded(shelf), [
      ...stepOf(shelf, pictures(shelf)),
      ...stepOf(shelf, shelf.chain.source('content')),
      ...shelf.chain.steps,
    ]),
};
