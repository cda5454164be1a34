import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitset } from './bitset.ts';

test('a bit set holds exactly the rows that were added and not deleted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.nat(400)),
      fc.array(fc.nat(400)),
      (size, added, deleted) => {
        const set = new Bitset(size);
        const model = new Set<number>();
        for (const row of added.map((row) => row % size)) {
          set.add(row);
          model.add(row);
        }
        for (const row of deleted.map((row) => row % size)) {
          set.delete(row);
          model.delete(row);
        }
        expect(set.count()).toBe(model.size);
        for (let row = 0; row < size; row++) expect(set.has(row)).toBe(model.has(row));
        expect(set.has(size)).toBe(false);
        expect(set.has(-1)).toBe(false);
      },
    ),
  );
});
