import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecommendationList } from '../contract/recommendation.ts';
import { creditOf, interleave } from './interleaving.ts';

const listOf = (id: string, products: readonly string[]): RecommendationList => ({
  id,
  placement: 'home',
  items: products.map((product, i) => ({ id: product, product: { id: product }, score: -i, reasons: [], shares: {} })),
  model: id,
  fallback: false,
  took: 1,
});
const A = listOf('a', ['p1', 'p2', 'p3', 'p4']);
const B = listOf('b', ['p3', 'p5', 'p1', 'p6']);

test('each team picks its best product that is not on the list yet; who picks first is drawn', () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const { items } = interleave({ ours: A, theirs: B }, { experiment: 'e', limit: 4, seed: `${seed}` });
    orders.add(items.map(({ id, team }) => `${id} ${team}`).join(', '));
  }
  expect([...orders].sort()).toEqual([
    'p1 ours, p3 theirs, p2 ours, p5 theirs',
    'p1 ours, p3 theirs, p5 theirs, p2 ours',
    'p3 theirs, p1 ours, p2 ours, p5 theirs',
    'p3 theirs, p1 ours, p5 theirs, p2 ours',
  ]);
});

test('the list is one of its own, says which teams there are, and is no variant’s', () => {
  const ours = { ...A, variant: { experiment: 'e', variant: 'x' } };
  const list = interleave({ ours, theirs: { ...B, fallback: true } }, { experiment: 'e' });
  expect(list).toMatchObject({
    id: 'a+b',
    placement: 'home',
    experiment: 'e',
    teams: ['ours', 'theirs'],
    model: 'a | b',
    fallback: false,
    took: 2,
  });
  expect(list).not.toHaveProperty('variant');
});

const ranking = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
test('no product comes twice or is lost, each team keeps its order, and teams are as long as each other', () => {
  fc.assert(
    fc.property(ranking, ranking, fc.string(), fc.option(fc.nat(30), { nil: undefined }), (a, b, seed, limit) => {
      const [first, second] = [a, b].map((products, i) =>
        listOf(
          `${i}`,
          products.map((product) => `p${product}`),
        ),
      );
      const { items } = interleave({ first, second }, { experiment: 'e', seed, limit });
      const ids = items.map(({ id }) => id);
      const all = new Set([...first.items, ...second.items].map(({ id }) => id));
      const most = limit ?? Math.max(a.length, b.length);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(Math.min(most, all.size));
      for (const [team, { items: own }] of Object.entries({ first, second })) {
        const picked = items
          .filter((item) => item.team === team)
          .map(({ id }) => own.findIndex((one) => one.id === id));
        expect(picked).toEqual(picked.toSorted((x, y) => x - y));
        expect(picked).not.toContain(-1);
      }
      const counts = ['first', 'second'].map((team) => items.filter((item) => item.team === team).length);
      expect(Math.abs(counts[0] - counts[1])).toBeLessThanOrEqual(1);
    }),
  );
});

test('clicks are credited to the team that brought the product, once; visitors who like both alike favour neither', () => {
  const list = interleave({ ours: A, theirs: B }, { experiment: 'e', limit: 4, seed: '1' });
  expect(creditOf(list, ['p1', 'p2', 'p1', 'p5', 'p9'])).toEqual({ ours: 2, theirs: 1 });

  // Someone who clicks at random, here the top product of each list, whichever it is.
  let ours = 0;
  const lists = 2_000;
  for (let seed = 0; seed < lists; seed++) {
    const drawn = interleave({ ours: A, theirs: B }, { experiment: 'e', seed: `${seed}` });
    ours += creditOf(drawn, [drawn.items[0].id]).ours;
  }
  expect(ours / lists).toBeCloseTo(0.5, 1);
});
