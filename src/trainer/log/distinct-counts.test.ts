import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DistinctCounts } from './distinct-counts.ts';

test('counts as a map does, whatever comes and however often', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.nat(5000).map(String)), { maxLength: 400 }),
      (texts) => {
        const counts = new DistinctCounts();
        const known = new Map<string, number>();
        for (const text of texts) {
          expect(counts.add(text)).toBe(!known.has(text));
          known.set(text, (known.get(text) ?? 0) + 1);
        }
        expect([counts.size, counts.total]).toEqual([known.size, texts.length]);
        const [most = 0, next = 0] = [...known.values()].sort((a, b) => b - a);
        expect([counts.mostCount, counts.nextCount]).toEqual([most, next]);
        if (most > 0) expect(known.get(counts.most)).toBe(most);
      },
    ),
  );
});

test('a hundred thousand texts stay apart', () => {
  const counts = new DistinctCounts();
  for (let round = 0; round < 2; round++) for (let i = 0; i < 100_000; i++) counts.add(`user-${i}`);
  expect([counts.size, counts.total, counts.mostCount]).toEqual([100_000, 200_000, 2]);
});
