import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BestRows } from './top-k.ts';

const offers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN)), { maxLength: 60 });

test('the best k by score, then by row, whatever the order of the offers', () => {
  fc.assert(
    fc.property(offers, fc.nat(70), fc.infiniteStream(fc.nat()), (scores, k, shuffle) => {
      const rows = scores
        .map((score, row) => ({ row, score, place: shuffle.next().value }))
        .sort((a, b) => a.place - b.place);
      const best = new BestRows(k, scores.length);
      for (const { row, score } of rows) best.offer(row, score);
      const expected = rows
        .filter(({ score }) => !Number.isNaN(score))
        .sort((a, b) => b.score - a.score || a.row - b.row)
        .slice(0, k);
      const { items, scores: taken } = best.take();
      expect([...items]).toEqual(expected.map(({ row }) => row));
      expect([...taken]).toEqual(expected.map(({ score }) => score));
    }),
  );
});

test('what the threshold turns away, in ascending order of rows, is not among the best', () => {
  fc.assert(
    fc.property(offers, fc.nat(10), (scores, k) => {
      const all = new BestRows(k, scores.length);
      const sifted = new BestRows(k, scores.length);
      scores.forEach((score, row) => {
        all.offer(row, score);
        if (score > sifted.threshold) sifted.offer(row, score);
      });
      expect(sifted.take()).toEqual(all.take());
    }),
  );
});

test('a k that is no count takes nothing', () => {
  for (const k of [0, -1, Number.NaN]) {
    const best = new BestRows(k, 10);
    best.offer(1, 5);
    expect(best.take().items).toHaveLength(0);
  }
});
