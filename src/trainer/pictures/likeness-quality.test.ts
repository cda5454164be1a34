import { expect, test } from 'vitest';
import { isLeftOut } from './leave-out.ts';
import { amongAll, amongTenKinds, firstAmong, kindsAsEasyAs, type Seen } from './likeness-quality.ts';

/** Each kind its own direction, and each picture a little off it. */
function pictures(kinds: readonly string[], off: (i: number) => number): Seen {
  const names = [...new Set(kinds)];
  const width = names.length + 1;
  const vectors = new Float32Array(kinds.length * width);
  kinds.forEach((kind, i) => {
    const angle = off(i);
    vectors[i * width + names.indexOf(kind)] = Math.cos(angle);
    vectors[i * width + width - 1] = Math.sin(angle);
  });
  return { vectors, width };
}
const twelveEach = Array.from({ length: 12 * 12 }, (_, i) => `kind ${Math.floor(i / 12)}`);

test('kinds that are apart are found, all alike are not, and few of a kind are not asked for', () => {
  const apart = pictures(twelveEach, (i) => (i % 12) / 100);
  expect(amongAll(apart, twelveEach)).toEqual({
    nearest: expect.closeTo(1),
    precision5: expect.closeTo(1),
    pictures: 144,
    kinds: 12,
  });
  const quality = amongTenKinds(apart, twelveEach, [...new Set(twelveEach)], 1);
  expect(quality).toEqual({ nearest: expect.closeTo(1), precision5: expect.closeTo(1) });
  // All pictures alike, whatever they show.
  const mixed = pictures(twelveEach, () => Math.PI / 2);
  expect(amongAll(mixed, twelveEach).precision5).toBeLessThan(0.3);
  const few = [...twelveEach, 'rare'];
  expect(
    amongAll(
      pictures(few, () => 0.1),
      few,
    ),
  ).toMatchObject({ pictures: 144, kinds: 12 });
});

test('kinds are as easy as what was published where the hard ones among them are as many as it takes', () => {
  // The last two of the twelve kinds are not to be told from each other.
  const confused = twelveEach.map((kind) => (kind === 'kind 11' ? 'kind 10' : kind));
  const seen = pictures(confused, (i) => (i % 12) / 100);
  const easy = kindsAsEasyAs(1, seen, twelveEach, 1);
  expect(easy).toHaveLength(10);
  expect(easy).not.toContain('kind 10');
  expect(easy).not.toContain('kind 11');
  expect(kindsAsEasyAs(0.85, seen, twelveEach, 1)).toHaveLength(12);
});

test('a copy counts where its own picture is the first, and a tie counts against it', () => {
  const all = pictures(['a', 'b', 'c'], () => 0);
  expect(
    firstAmong(
      pictures(['a', 'b', 'c'], () => 0.2),
      [0, 1, 2],
      all,
    ),
  ).toBe(1);
  expect(
    firstAmong(
      pictures(['a', 'b', 'c'], () => 0.2),
      [1, 1, 2],
      all,
    ),
  ).toBeCloseTo(2 / 3);
  const same = { vectors: Float32Array.from([1, 0, 1, 0]), width: 2 };
  expect(firstAmong({ vectors: Float32Array.from([1, 0]), width: 2 }, [0], same)).toBe(0);
});

test('what is left out is decided by the id alone, about as often as is asked for', () => {
  const ids = Array.from({ length: 4000 }, (_, i) => `product-${i}`);
  const out = ids.filter((id) => isLeftOut(id, 15));
  expect(out.length / ids.length).toBeGreaterThan(0.13);
  expect(out.length / ids.length).toBeLessThan(0.17);
  expect(out.every((id) => isLeftOut(id, 15) && isLeftOut(id, 30))).toBe(true);
  expect(ids.some((id) => isLeftOut(id, 0))).toBe(false);
});
