import { expect, test } from 'vitest';
import { joinSequences } from '../../learning/training/sequences.ts';
import { countAuthority } from './count-authority.ts';

const logOf = (lists: number[][]) => ({
  sequences: joinSequences(lists),
  shoppers: Int32Array.from(lists.keys()),
});

test('a product beside which others are visited has more authority than they have', () => {
  const [, hub, ...others] = countAuthority(
    logOf([
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 5],
    ]),
    { items: 5, minShoppers: 1 },
  );
  for (const other of others) expect(hub).toBeGreaterThan(other);
});

test('of two products that were visited as often, the one beside what has authority has more', () => {
  // 1 is visited beside many; 6 beside it alone, 7 beside 8 alone.
  const visits = [2, 3, 4, 5].flatMap((other) => [[1, other]]);
  const authority = countAuthority(logOf([...visits, [1, 6], [1, 6], [7, 8], [7, 8]]), { items: 8, minShoppers: 1 });
  expect(authority[1]).toBeGreaterThan(authority[7]);
});

test('without a visit all have the same; what too few shoppers visited together counts nothing', () => {
  expect(new Set(countAuthority(logOf([[1], [2]]), { items: 3, minShoppers: 1 }).subarray(1)).size).toBe(1);
  expect(new Set(countAuthority(logOf([[1, 2]]), { items: 3, minShoppers: 2 }).subarray(1)).size).toBe(1);
});
