import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BatchOptions, batchesOf } from './batches.ts';
import { Random } from './random.ts';
import { joinSequences } from './sequences.ts';

const PLAIN: BatchOptions = { longest: 6, batchTokens: 24, jitter: 0, lookAhead: 0, omit: 0 };

/** Sequences in which each item occurs once, so that a position can be recognised by its item. */
const distinct = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 15 }).map((lengths) => {
  let next = 1;
  return lengths.map((length) => Array.from({ length }, () => next++));
});

/** Pairs of an item and the one to predict after it, of all batches. */
function pairsOf(lists: readonly number[][], options: BatchOptions, seed = 1): string[] {
  return batchesOf(joinSequences(lists), options, new Random(seed)).flatMap(({ inputs, targets }) =>
    [...inputs].map((input, i) => `${input}→${targets[i]}`).filter((pair) => pair !== '0→0'),
  );
}

test('each step of each sequence is predicted once in an epoch, and nothing else', () => {
  fc.assert(
    fc.property(distinct, (lists) => {
      const steps = lists.flatMap((list) => list.slice(1).map((item, i) => `${list[i]}→${item}`));
      expect(pairsOf(lists, PLAIN).sort()).toEqual(steps.sort());
    }),
  );
});

test('no batch is over its size, no window over the longest, and padding stands at the end', () => {
  fc.assert(
    fc.property(distinct, (lists) => {
      for (const { rows, length, inputs, targets } of batchesOf(joinSequences(lists), PLAIN, new Random(1))) {
        expect(length).toBeLessThanOrEqual(PLAIN.longest);
        expect(rows * length).toBeLessThanOrEqual(PLAIN.batchTokens);
        for (let row = 0; row < rows; row++) {
          const filled = [...inputs.subarray(row * length, (row + 1) * length)].map((item) => item !== 0);
          expect(filled).toEqual(filled.toSorted((a, b) => Number(b) - Number(a)));
          const asked = [...targets.subarray(row * length, (row + 1) * length)].map((item) => item !== 0);
          expect(asked).toEqual(filled);
        }
      }
    }),
  );
});

test('looking ahead, the item to predict is one that comes later in the sequence', () => {
  fc.assert(
    fc.property(distinct, (lists) => {
      for (const pair of pairsOf(lists, { ...PLAIN, lookAhead: 0.5 })) {
        const [input, target] = pair.split('→').map(Number);
        expect(target).toBeGreaterThan(input);
        expect(lists.some((list) => list.includes(input) && list.includes(target))).toBe(true);
      }
    }),
  );
});

test('disorder and omission keep to the items of the sequence, none twice', () => {
  fc.assert(
    fc.property(distinct, (lists) => {
      const options = { ...PLAIN, longest: 50, batchTokens: 500, jitter: 2, omit: 0.3 };
      const inputs = pairsOf(lists, options).map((pair) => pair.split('→')[0]);
      expect(new Set(inputs).size).toBe(inputs.length);
      expect(inputs.every((input) => lists.flat().includes(Number(input)))).toBe(true);
    }),
  );
});

test('the seed decides the order', () => {
  const lists = Array.from({ length: 30 }, (_, i) => Array.from({ length: 5 }, (_, k) => 1 + i * 5 + k));
  expect(pairsOf(lists, PLAIN, 1)).toEqual(pairsOf(lists, PLAIN, 1));
  expect(pairsOf(lists, PLAIN, 1)).not.toEqual(pairsOf(lists, PLAIN, 2));
});
