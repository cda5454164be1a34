import { expect, test, vi } from 'vitest';
import { createFind, pointOf } from './candidates.mjs';

const point = (id: string) => ({ id: pointOf(id), version: 1, score: 0.5, payload: { record: { id, title: id } } });

/** The engine as its documentation has it: what it was asked, and answers in their form. */
function engine(...answers: unknown[]) {
  const post = vi.fn(async (_path: string, _body: object) => ({ result: answers.shift(), status: 'ok', time: 0.001 }));
  return { post, find: createFind(post) };
}
const asked = { limit: 2, filter: {}, recent: [] as string[], vector: undefined as number[] | undefined };
const none = { must: [], must_not: [] };

test('by a vector, with a filter that the engine obeys while it looks', async () => {
  const { post, find } = engine({ points: [point('a'), point('b')] });
  const filter = { categories: ['Tea'], brands: ['Iwa'], price: { min: 1, max: 9 } };
  expect(await find({ ...asked, vector: [0.5, -0.5], filter })).toEqual([
    { id: 'a', product: { id: 'a', title: 'a' } },
    { id: 'b', product: { id: 'b', title: 'b' } },
  ]);
  expect(post.mock.calls).toEqual([
    [
      '/collections/products/points/query',
      {
        query: [0.5, -0.5],
        filter: {
          must: [
            { key: 'categories', match: { any: ['Tea'] } },
            { key: 'brand', match: { any: ['Iwa'] } },
            { key: 'price', range: { gte: 1, lte: 9 } },
          ],
          must_not: [],
        },
        limit: 2,
        with_payload: ['record'],
      },
    ],
  ]);
});

test('where fewer come than were asked for, everything is compared', async () => {
  const { post, find } = engine({ points: [point('a')] }, { points: [point('a'), point('b')] });
  expect(await find({ ...asked, vector: [1] })).toHaveLength(2);
  expect(post.mock.calls[1][1]).toMatchObject({ query: [1], params: { exact: true } });
});

test('by the latest products that the engine has', async () => {
  const { post, find } = engine([{ id: pointOf('a') }], { points: [point('b'), point('c')] });
  expect(await find({ ...asked, recent: ['a', 'nobody'] })).toHaveLength(2);
  const ids = ['a', 'nobody'].map(pointOf);
  expect(post.mock.calls).toEqual([
    ['/collections/products/points', { ids, with_payload: false }],
    [
      '/collections/products/points/query',
      {
        query: { recommend: { positive: [pointOf('a')], strategy: 'average_vector' } },
        filter: { must: [], must_not: [{ has_id: ids }] },
        limit: 2,
        with_payload: ['record'],
      },
    ],
  ]);
});

test('what is popular, where nothing is said of the visitor; few of them are all there are', async () => {
  const { post, find } = engine({ points: [point('a')] });
  expect(await find(asked)).toHaveLength(1);
  expect(post.mock.calls).toEqual([
    [
      '/collections/products/points/query',
      {
        query: { order_by: { key: 'popularity', direction: 'desc' } },
        filter: none,
        limit: 2,
        with_payload: ['record'],
      },
    ],
  ]);
});

test('each product has one point, by a UUID', () => {
  expect(pointOf('a')).toMatch(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/);
  expect(pointOf('a')).toBe(pointOf('a'));
  expect(pointOf('a')).not.toBe(pointOf('b'));
});
