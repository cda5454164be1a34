import fc from 'fast-check';
import { expect, test } from 'vitest';
import { membershipOf } from './membership.ts';

test('scores that tell all, nothing, and the opposite', () => {
  const members = Array.from({ length: 200 }, (_, i) => i < 100);
  const of = (score: (i: number) => number) =>
    membershipOf(
      members.map((_, i) => score(i)),
      members,
    );
  expect(of((i) => -i)).toEqual({ auc: 1, 'tpr at 1 % fpr': 1 });
  expect(of(() => 0)).toEqual({ auc: 0.5, 'tpr at 1 % fpr': 0.01 });
  expect(of((i) => i)).toEqual({ auc: 0, 'tpr at 1 % fpr': 0 });
  // Three members stand out of all others.
  expect(of((i) => (i < 3 ? 1 : 0))).toEqual({ auc: 0.515, 'tpr at 1 % fpr': expect.closeTo(0.03 + 0.97 * 0.01) });
});

test('the area is the share of the pairs in which the member has the higher score', () => {
  const one = fc.record({ score: fc.integer({ min: 0, max: 5 }), member: fc.boolean() });
  fc.assert(
    fc.property(fc.array(one, { minLength: 2, maxLength: 30 }), (all) => {
      const inside = all.filter(({ member }) => member);
      const outside = all.filter(({ member }) => !member);
      fc.pre(inside.length > 0 && outside.length > 0);
      let above = 0;
      for (const a of inside) for (const b of outside) above += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
      const { auc } = membershipOf(
        all.map(({ score }) => score),
        all.map(({ member }) => member),
      );
      expect(auc).toBeCloseTo(above / inside.length / outside.length, 9);
    }),
  );
});
