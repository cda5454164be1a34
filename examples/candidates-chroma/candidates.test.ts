import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { COLLECTIONS, createFind, rowsOf, schema } from './candidates.mjs';

/** The engine as it answered when it ran: what it was asked, and answers in their form. */
function engine(...answers: unknown[]) {
  const post = vi.fn(async (_path: string, _body: object) => answers.shift());
  return { post, find: createFind(post, 'c1') };
}
const asked = { limit: 2, filter: {}, recent: [] as string[], vector: undefined as number[] | undefined };
const document = (id: string) => JSON.stringify({ id, title: id });
const nearest = (...ids: string[]) => ({ ids: [ids], documents: [ids.map(document)], embeddings: null });
const candidate = (id: string) => ({ id, product: { id, title: id } });

test('by a vector, with a filter', async () => {
  const { post, find } = engine(nearest('a', 'b'));
  const filter = { categories: ['Tea', 'Mugs'], brands: ['Iwa'], price: { min: 1, max: 9 } };
  expect(await find({ ...asked, vector: [0.5, -0.5], filter })).toEqual([candidate('a'), candidate('b')]);
  const where = {
    $and: [
      { $or: [{ categories: { $contains: 'Tea' } }, { categories: { $contains: 'Mugs' } }] },
      { brand: { $in: ['Iwa'] } },
      { price: { $gte: 1 } },
      { price: { $lte: 9 } },
    ],
  };
  expect(post.mock.calls).toEqual([
    [`${COLLECTIONS}/c1/query`, { include: ['documents'], where, query_embeddings: [[0.5, -0.5]], n_results: 2 }],
  ]);
});

test('where fewer come than were asked for, all that passes is compared', async () => {
  const all = { ids: ['a', 'b', 'c'], documents: ['a', 'b', 'c'].map(document), embeddings: [[0], [2], [1]] };
  const { post, find } = engine(nearest('a'), all);
  const found = await find({ ...asked, vector: [1], filter: { categories: ['Tea'] } });
  expect(found).toEqual([candidate('b'), candidate('c')]);
  expect(post.mock.calls[1][0]).toBe(`${COLLECTIONS}/c1/get`);
});

test('no list of conditions is empty, or has one', async () => {
  const { post, find } = engine(nearest('a', 'b'), nearest('a', 'b'));
  expect(await find({ ...asked, vector: [1], filter: { categories: [] } })).toEqual([]);
  await find({ ...asked, vector: [1], filter: { categories: ['Tea'] } });
  await find({ ...asked, vector: [1] });
  expect(post.mock.calls.map(([, body]) => (body as { where?: object }).where)).toEqual([
    { categories: { $contains: 'Tea' } },
    undefined,
  ]);
  expect(rowsOf([{ record: { id: 'a', categories: [] }, rank: 0, vector: [1] }]).metadatas).toEqual([
    { id: 'a', rank: 0 },
  ]);
});

/** A server that runs: `npm run cluster -- chroma` starts one and runs these tests against it. */
const { CHROMA_URL } = process.env;

describe.skipIf(CHROMA_URL === undefined)('against a Chroma that runs', () => {
  const COUNT = 3000;
  const WIDTH = 8;
  const categoriesOf = (i: number) => [i % 100 === 0 ? 'rare' : 'common', ...(i % 300 === 0 ? ['ten'] : [])];
  /** Points on a sphere, without chance. */
  const embeddingOf = (i: number): number[] => {
    const raw = Array.from({ length: WIDTH }, (_, k) => Math.sin((i + 1) * (k + 1.7) * 12.9898));
    const length = Math.hypot(...raw);
    return raw.map((number) => number / length);
  };
  const dot = (a: number[], b: number[]) => a.reduce((sum, number, k) => sum + number * b[k], 0);
  let server: Server;
  let url: string;

  beforeAll(async () => {
    // As `engineAt`, but as patient as a busy machine needs.
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(CHROMA_URL + path, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    };
    const { id } = await post(COLLECTIONS, { ...schema, name: `test-${Date.now()}` });
    const products = Array.from({ length: COUNT }, (_, i) => ({
      record: { id: `p-${i}`, categories: categoriesOf(i), brand: `brand ${i % 7}`, price: i / 10 },
      rank: i,
      vector: embeddingOf(i),
    }));
    for (let from = 0; from < COUNT; from += 500) {
      await post(`${COLLECTIONS}/${id}/upsert`, rowsOf(products.slice(from, from + 500)));
    }
    server = createEndpoint(createFind(post, id));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/candidates`;
  }, 600_000);
  afterAll(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function post(body: object): Promise<string[]> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: 1, limit: 20, ...body }),
    });
    const answer = (await response.json()) as { candidates: { id: string }[] };
    expect(response.status, JSON.stringify(answer)).toBe(200);
    return answer.candidates.map(({ id }) => id);
  }
  const vectorOf = (values: number[]) => ({ vector: { section: 'svd', values } });

  test('the nearest by a vector, as a comparison with all of them finds', async () => {
    const values = embeddingOf(COUNT + 5);
    const exact = Array.from({ length: COUNT }, (_, i) => i)
      .sort((a, b) => dot(values, embeddingOf(b)) - dot(values, embeddingOf(a)))
      .slice(0, 20)
      .map((i) => `p-${i}`);
    const found = await post(vectorOf(values));
    expect(found).toHaveLength(20);
    expect(found.filter((id) => exact.includes(id)).length).toBeGreaterThanOrEqual(18);
  });

  test('a filter never gives fewer than asked, where there are as many', async () => {
    const values = embeddingOf(COUNT + 9);
    const found = await post({ ...vectorOf(values), filter: { categories: ['rare'] } });
    expect(found).toHaveLength(20);
    expect(found.every((id) => Number(id.slice(2)) % 100 === 0)).toBe(true);
    expect(await post({ ...vectorOf(values), filter: { categories: ['ten'] } })).toHaveLength(10);
  });

  test('all conditions of a filter hold', async () => {
    const filter = { categories: ['common', 'ten'], brands: ['brand 3'], price: { min: 50, max: 100 } };
    const found = (await post({ ...vectorOf(embeddingOf(1)), filter })).map((id) => Number(id.slice(2)));
    expect(found).toHaveLength(20);
    expect(found.every((i) => i % 7 === 3 && i >= 500 && i <= 1000)).toBe(true);
  });

  test('what is near the latest products, without these; ids that the shop lacks are passed over', async () => {
    const found = await post({ recent: ['p-7', 'nobody'] });
    expect(found).toHaveLength(20);
    expect(found).not.toContain('p-7');
    const near = (id: string) => dot(embeddingOf(7), embeddingOf(Number(id.slice(2))));
    expect(near(found[0])).toBeGreaterThan(near(found[19]));
  });

  test('of a visitor of whom nothing is said, what is popular', async () => {
    expect((await post({})).slice(0, 2)).toEqual(['p-0', 'p-1']);
    expect((await post({ recent: ['nobody'] })).slice(0, 2)).toEqual(['p-0', 'p-1']);
    const response = await fetch(`${url}?category=rare&category=ten`);
    const { candidates } = (await response.json()) as { candidates: { id: string }[] };
    expect(candidates.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, i) => `p-${i * 100}`));
  });

  test('quotes and brackets in a text are text', async () => {
    const filter = { categories: ['"}]', '{rare}', "rare'"], brands: ['x'] };
    expect(await post({ filter, recent: ["p-1' OR true --"] })).toEqual([]);
  });
});
