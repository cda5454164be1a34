import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import openapi from '../../docs/candidates.openapi.json' with { type: 'json' };
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { createFind, schema } from './candidates.mjs';

const COUNT = 3000;
const WIDTH = 8;
/** One in a hundred is rare; ten are in none but their own category. */
const categoriesOf = (i: number) => [i % 100 === 0 ? 'rare' : 'common', ...(i % 300 === 0 ? ['ten'] : [])];

/** Points on a sphere, without chance. */
function embeddingOf(i: number): number[] {
  const raw = Array.from({ length: WIDTH }, (_, k) => Math.sin((i + 1) * (k + 1.7) * 12.9898));
  const length = Math.hypot(...raw);
  return raw.map((number) => number / length);
}
const dot = (a: number[], b: number[]) => a.reduce((sum, number, k) => sum + number * b[k], 0);

let database: PGlite;
let server: Server;
let url: string;
const Answer = new Ajv2020({ strict: false }).compile({ ...openapi, $ref: '#/components/schemas/Answer' });

beforeAll(async () => {
  database = await PGlite.create({ extensions: { vector } });
  await database.exec(schema(WIDTH));
  const rows = Array.from({ length: COUNT }, (_, i) => ({
    id: `p-${i}`,
    record: { id: `p-${i}`, title: `Product ${i}` },
    categories: categoriesOf(i),
    brand: `brand ${i % 7}`,
    price: i / 10,
    popularity: COUNT - i,
    embedding: JSON.stringify(embeddingOf(i)),
  }));
  await database.query(
    `INSERT INTO products SELECT id, record, categories, brand, price, popularity, embedding::vector
     FROM jsonb_to_recordset($1) AS row (id text, record jsonb, categories text[], brand text, price float8, popularity float8, embedding text)`,
    [rows],
  );
  await database.exec('ANALYZE products');
  const find = createFind({
    transaction: (work: (query: (sql: string, values?: unknown[]) => Promise<unknown[]>) => Promise<unknown>) =>
      database.transaction((transaction) => work(async (sql, values) => (await transaction.query(sql, values)).rows)),
  });
  server = createEndpoint(find);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/candidates`;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await database?.close();
});

async function post(body: object): Promise<string[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version: 1, limit: 20, ...body }),
  });
  const answer = (await response.json()) as { candidates: { id: string; product: object }[] };
  expect(response.status, JSON.stringify(answer)).toBe(200);
  expect(Answer(answer), JSON.stringify(Answer.errors)).toBe(true);
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

test('a filter never gives fewer than asked, where there are as many: the plain query does', async () => {
  const values = embeddingOf(COUNT + 9);
  const plain = await database.transaction(async (transaction) => {
    await transaction.query('SET LOCAL enable_seqscan = off');
    await transaction.query('SET LOCAL enable_bitmapscan = off');
    await transaction.query('SET LOCAL hnsw.iterative_scan = off');
    return transaction.query(
      "SELECT id FROM products WHERE categories && '{rare}' ORDER BY embedding <#> $1::vector LIMIT 20",
      [JSON.stringify(values)],
    );
  });
  expect(plain.rows.length).toBeLessThan(20);
  const found = await post({ ...vectorOf(values), filter: { categories: ['rare'] } });
  expect(found).toHaveLength(20);
  expect(found.every((id) => Number(id.slice(2)) % 100 === 0)).toBe(true);
  expect(await post({ ...vectorOf(values), filter: { categories: ['ten'] } })).toHaveLength(10);
});

test('where the index gives up, everything that passes is compared', async () => {
  await database.exec('SET hnsw.max_scan_tuples = 1; SET enable_seqscan = off; SET enable_bitmapscan = off');
  try {
    const query = { ...vectorOf(embeddingOf(COUNT + 2)), filter: { categories: ['rare'] } };
    expect(await post(query)).toHaveLength(20);
  } finally {
    await database.exec('RESET hnsw.max_scan_tuples; RESET enable_seqscan; RESET enable_bitmapscan');
  }
});

test('all conditions of a filter hold', async () => {
  const filter = { categories: ['common'], brands: ['brand 3'], price: { min: 50, max: 100 } };
  const found = (await post({ ...vectorOf(embeddingOf(1)), filter })).map((id) => Number(id.slice(2)));
  expect(found).toHaveLength(20);
  expect(found.every((i) => i % 100 !== 0 && i % 7 === 3 && i >= 500 && i <= 1000)).toBe(true);
});

test('what is near the latest products, without these; ids that the shop lacks are passed over', async () => {
  const found = await post({ recent: ['p-7', 'nobody'] });
  expect(found).toHaveLength(20);
  expect(found).not.toContain('p-7');
  const near = (id: string) => dot(embeddingOf(7), embeddingOf(Number(id.slice(2))));
  expect(near(found[0])).toBeGreaterThan(near(found[19]));
});

test('of a visitor of whom nothing is said, what is popular; for everyone by GET, which a cache may keep', async () => {
  expect((await post({})).slice(0, 2)).toEqual(['p-0', 'p-1']);
  expect((await post({ recent: ['nobody'] })).slice(0, 2)).toEqual(['p-0', 'p-1']);
  const response = await fetch(`${url}?category=rare&category=ten`);
  expect(response.headers.get('cache-control')).toContain('public');
  const { candidates } = (await response.json()) as { candidates: { id: string }[] };
  expect(candidates.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, i) => `p-${i * 100}`));
});

test('quotes and brackets in a text are text', async () => {
  const filter = { categories: ["'); DROP TABLE products; --", '{rare}', 'rare"'], brands: ['x'] };
  expect(await post({ filter, recent: ["p-1' OR true --"] })).toEqual([]);
  expect(await post({})).toHaveLength(20);
});

test.each<[unknown, string]>([
  ['<html>', 'the body must be JSON'],
  [{ version: 2 }, 'version must be 1'],
  [{ version: 1, limit: 0 }, 'limit must be a whole number above 0'],
  [{ version: 1, recent: 'p-1' }, 'recent must be a list of texts'],
  [{ version: 1, vector: { values: ['1'] } }, 'vector.values must be a list of numbers'],
  [{ version: 1, filter: { price: { min: '0; DROP TABLE products' } } }, 'filter.price.min must be a number'],
  [{ version: 1, recent: ['x'.repeat(99_999)] }, 'the body must have at most 65536 bytes'],
])('a request that cannot be read is refused with what is wrong: %j', async (body, wrong) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'POST', body: text });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: wrong });
});

test('a vector of another width is an error of the engine, which tells the page nothing of itself', async () => {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ version: 1, ...vectorOf([1, 2]) }),
  });
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ error: 'the engine failed' });
});

test('a page of another origin may ask: the preflight is answered', async () => {
  const response = await fetch(url, { method: 'OPTIONS' });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-headers')).toBe('content-type');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});
