import { expect, test } from 'vitest';
import { Random } from '../../../learning/training/random.ts';
import { membershipOf } from '../../evaluation/metrics/membership.ts';
import { likelihoodRatios, type Observed } from './likelihood-ratio.ts';

/** What packs say of shoppers who each have a mean of their own, and members `shift` more of it. */
function attack(shift: number): number {
  const random = new Random(5);
  const members = Array.from({ length: 2000 }, () => random.unit() < 0.5);
  const own = members.map(() => 10 * random.normal());
  const say = (shopper: number, member: boolean): number[] => [
    own[shopper] + random.normal() + (member ? shift : 0),
    random.normal(),
  ];
  const observed: Observed[] = members.map((_, shopper) => ({
    in: Array.from({ length: 8 }, () => say(shopper, true)),
    out: Array.from({ length: 8 }, () => say(shopper, false)),
  }));
  const said = members.map((member, shopper) => say(shopper, member));
  return membershipOf(likelihoodRatios(said, observed), members).auc;
}

test('it finds what shows against a shopper’s own mean alone, and nothing where there is nothing', () => {
  // Two normal distributions that are d apart are told with Φ(d / √2): 0.983 and 0.76, less what the means are uncertain by.
  expect(attack(3)).toBeGreaterThan(0.96);
  expect(attack(1)).toBeGreaterThan(0.68);
  expect(attack(1)).toBeLessThan(0.77);
  expect(Math.abs(attack(0) - 0.5)).toBeLessThan(0.05);
});
