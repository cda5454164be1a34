import { expect, test, vi } from 'vitest';
import { createFind } from './candidates.mjs';

const hits = (...ids: string[]) => ({
  took: 1,
  timed_out: false,
  hits: {
    hits: ids.map((id) => ({ _index: 'products', _id: id, _score: 0.9, _source: { record: { id, title: id } } })),
  },
});

/** The engine as its documentation has it: what it was asked, and answers in their form. */
function engine(...answers: unknown[]) {
  const post = vi.fn(async (_path: string, _body: object) => answers.shift());
  return { post, find: createFind(post) };
}
const asked = { limit: 2, filter: {}, recent: [] as string[], vector: undefined as number[] | undefined };
const none = { bool: { filter: [], must_not: [] } };

test('by a vector, with the filter within the search for neighbours', async () => {
  const { post, find } = engine(hits('a', 'b'));
  const filter = { categories: ['Tea'], brands: ['Iwa'], price: { min: 1 } };
  expect(await find({ ...asked, vector: [0.5], filter })).toEqual([
    { id: 'a', product: { id: 'a', title: 'a' } },
    { id: 'b', product: { id: 'b', title: 'b' } },
  ]);
  const within = {
    bool: {
      filter: [
        { terms: { categories: ['Tea'] } },
        { terms: { brand: ['Iwa'] } },
        { range: { price: { gte: 1, lte: undefined } } },
      ],
      must_not: [],
    },
  };
  expect(post.mock.calls).toEqual([
    [
      '/products/_search',
      { size: 2, _source: ['record'], query: { knn: { embedding: { vector: [0.5], k: 2, filter: within } } } },
    ],
  ]);
});

test('where fewer come than were asked for, everything is compared', async () => {
  const { post, find } = engine(hits('a'), hits('a', 'b'));
  expect(await find({ ...asked, vector: [1] })).toHaveLength(2);
  const params = { field: 'embedding', query_value: [1], space_type: 'cosinesimil' };
  expect(post.mock.calls[1][1]).toMatchObject({
    query: { script_score: { query: none, script: { source: 'knn_score', lang: 'knn', params } } },
  });
});

test('by the vectors of the latest products that the engine has, the latest most', async () => {
  const docs = [
    { _id: 'a', found: true, _source: { embedding: [1, 0] } },
    { _id: 'nobody', found: false },
    { _id: 'b', found: true, _source: { embedding: [0, 1] } },
  ];
  const { post, find } = engine({ docs }, hits('c', 'd'));
  expect(await find({ ...asked, recent: ['a', 'nobody', 'b'] })).toHaveLength(2);
  expect(post.mock.calls[0]).toEqual(['/products/_mget?_source=embedding', { ids: ['a', 'nobody', 'b'] }]);
  const filter = { bool: { filter: [], must_not: [{ ids: { values: ['a', 'nobody', 'b'] } }] } };
  expect(post.mock.calls[1][1]).toMatchObject({ query: { knn: { embedding: { vector: [1, 0.8], k: 2, filter } } } });
});

test('what is popular, where nothing is said of the visitor', async () => {
  const { post, find } = engine(hits('a'));
  expect(await find(asked)).toHaveLength(1);
  expect(post.mock.calls).toEqual([
    ['/products/_search', { size: 2, _source: ['record'], query: none, sort: [{ popularity: 'desc' }] }],
  ]);
});
