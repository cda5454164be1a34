import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowStart } from './history-window.ts';

const longest = fc.integer({ min: 1, max: 300 });

test('a history that fits is read whole', () => {
  fc.assert(
    fc.property(longest, fc.nat(300), (longest, less) => windowStart(Math.max(0, longest - less), longest) === 0),
  );
});

test('of a longer one at least half the table is read, and never more than the table', () => {
  fc.assert(
    fc.property(longest, fc.integer({ min: 1, max: 5_000 }), (longest, more) => {
      const read = longest + more - windowStart(longest + more, longest);
      expect(read).toBeLessThanOrEqual(longest);
      expect(read).toBeGreaterThanOrEqual(longest / 2);
    }),
  );
});

test('one click more moves the window at a stride alone, and never back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 64 }), (longest) => {
      let moves = 0;
      for (let length = longest; length < 5 * longest; length++) {
        const step = windowStart(length + 1, longest) - windowStart(length, longest);
        expect([0, longest >> 1]).toContain(step);
        if (step > 0) moves++;
      }
      expect(moves).toBeLessThanOrEqual(Math.ceil((4 * longest) / (longest >> 1)));
    }),
  );
});
