import { complementsOf } from './complements.ts';
import { type Placement, type Plan, type Shelf, stepOf } from './placement.ts';
import { planAbout, type Seeded, seeded, withoutSubstitutes } from './seeds.ts';

/**
 * Complements, as the pack has counted them; then what goes with the seeds. All are of another narrowest category than the seeds,
 * where products have categories: a second teapot is no complement of a teapot.
 */
export const boughtTogether: Placement = {
  name: 'bought-together',
  plan: (shelf) => complementing(shelf, seeded(shelf)),
};

export function complementing(shelf: Shelf, about: Seeded): Plan {
  const { chain, pack } = shelf;
  const narrow = withoutSubstitutes(shelf, about.context.items);
  const steps = [...stepOf(shelf, complementsOf(pack)), ...chain.steps];
  return planAbout(
    about,
    steps.map((step) => ({ ...step, narrow })),
  );
}
