import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sequences } from '../../contract/sequences.ts';
import { Random } from '../training/random.ts';
import { joinSequences } from '../training/sequences.ts';
import { holdOut } from './hold-out.ts';

const ITEMS = 50;

const listsOf = ({ items, offsets }: Sequences): number[][] =>
  Array.from({ length: offsets.length - 1 }, (_, i) => [...items.subarray(offsets[i], offsets[i + 1])]);

const list = fc.array(fc.integer({ min: 1, max: ITEMS }), { minLength: 2, maxLength: 12 });
const split = (own: number[][], replay: number[][]) =>
  holdOut(joinSequences(own), joinSequences(replay), { items: ITEMS, replayed: 4 }, new Random(1));

test('every own step is either trained on or held out, and the held-out ones are the newest', () => {
  fc.assert(
    fc.property(fc.array(list, { minLength: 3, maxLength: 8 }), (own) => {
      const predictions = own.reduce((sum, { length }) => sum + length - 1, 0);
      fc.pre(predictions >= 4);
      const { sequences, validation } = split(own, []);
      const trained = listsOf(sequences).reduce((sum, { length }) => sum + length - 1, 0);
      expect(validation.targets).toHaveLength(Math.ceil(predictions * 0.2));
      expect(trained + validation.targets.length).toBe(predictions);
      expect(validation.targets[0]).toBe(own.at(-1)!.at(-1));
      listsOf(validation.histories).forEach((history, i) => {
        const whole = [...history, validation.targets[i]].join();
        expect(own.some((list) => `${list.join()},`.startsWith(`${whole},`))).toBe(true);
      });
    }),
  );
});

test('the visitor’s held-out steps weigh as much together as the replayed ones', () => {
  fc.assert(
    fc.property(
      fc.array(list, { minLength: 3, maxLength: 6 }),
      fc.array(list, { minLength: 5, maxLength: 60 }),
      (own, replay) => {
        fc.pre(own.flat().length - own.length >= 4);
        const { validation } = split(own, replay);
        expect(validation.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(2, 4);
      },
    ),
  );
});

test('items that the model does not know are passed over', () => {
  const { sequences, validation } = split(
    [[1, 99, 2, 0, 3, 4, 5, 6, 7, 8]],
    [
      [ITEMS + 1, 3],
      [5, 6],
    ],
  );
  for (const item of [...sequences.items, ...validation.histories.items, ...validation.targets]) {
    expect(item).toBeGreaterThan(0);
    expect(item).toBeLessThanOrEqual(ITEMS);
  }
});

test('a history of fewer than four steps is refused', () => {
  expect(() => split([[1, 2, 3, 4]], [[1, 2]])).toThrow(expect.objectContaining({ code: 'nothing-to-train' }));
});
