import { complementsOf } from './complements.ts';
import { type Placement, type Plan, type Shelf, stepOf } from './placement.ts';
import { planAbout, type Seeded, seeded, withoutSubstitutes } from './seeds.ts';

/**
 * Complements, as carts and orders tell them. Where they do not, what goes with the seeds and is of another narrowest category:
 * a second teapot is no complement of a teapot.
 */
export const boughtTogether: Placement = {
  name: 'bought-together',
  plan: (shelf) => complementing(shelf, seeded(shelf)),
};

export function complementing(shelf: Shelf, about: Seeded): Plan {
  const { chain, pack } = shelf;
  const narrow = withoutSubstitutes(shelf, about.context.items);
  return planAbout(about, [...stepOf(shelf, complementsOf(pack)), ...chain.steps.map((step) => ({ ...step, narrow }))]);
}
