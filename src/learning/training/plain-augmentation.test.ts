import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainlyAugmented } from './plain-augmentation.ts';
import { Random } from './random.ts';
import { joinSequences, listsOf } from './sequences.ts';

/** Whether `part` can be made of `whole` by leaving items out. */
const isLeftOf = (part: ArrayLike<number>, whole: Iterable<number>): boolean => {
  let at = 0;
  for (const item of whole) if (item === part[at]) at++;
  return at === part.length;
};

test('each sequence gets one that an operator makes of it: of the log’s items, and never one of several', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }), { maxLength: 20 });
  fc.assert(
    fc.property(lists, fc.integer(), (lists, seed) => {
      const made = listsOf(plainlyAugmented(joinSequences(lists), new Random(seed)));
      const known = new Set(lists.flat());
      expect(made).toHaveLength(lists.length);
      made.forEach((own, i) => {
        const of = lists[i];
        const edits = Math.max(1, Math.round(0.2 * of.length));
        expect(own.length).toBeGreaterThanOrEqual(Math.min(2, of.length));
        expect(own.every((item) => known.has(item))).toBe(true);
        const replaced =
          of.length > 1 && own.length === of.length && own.filter((item, at) => item !== of[at]).length <= edits;
        const inserted = of.length > 1 && own.length === of.length + edits && isLeftOf(of, own);
        expect(replaced || inserted || isLeftOf(own, of)).toBe(true);
      });
    }),
  );
});

test('all four operators come up, about as often as each other', () => {
  // A sequence of items that nobody else has: what was put in can be told.
  const own = Array.from({ length: 20 }, (_, i) => i + 1);
  const others = Array.from({ length: 400 }, () => own);
  const made = listsOf(plainlyAugmented(joinSequences([...others, Array(9000).fill(99)]), new Random(1))).slice(0, 400);
  const kinds = made.map((list) => {
    if (list.length > own.length) return 'insert';
    if (list.includes(99)) return 'replace';
    const steps = list.every((item, i) => i === 0 || item === list[i - 1] + 1);
    return steps ? 'slide' : 'delete';
  });
  for (const kind of ['insert', 'replace', 'slide', 'delete']) {
    expect(kinds.filter((other) => other === kind).length / kinds.length).toBeGreaterThan(0.15);
  }
});

test('the same seed makes the same', () => {
  const log = joinSequences([[1, 2, 3, 4], [5, 6], [7]]);
  expect(plainlyAugmented(log, new Random(3))).toEqual(plainlyAugmented(log, new Random(3)));
});
