import 'fake-indexeddb/auto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import openapi from '../../../docs/candidates.openapi.json' with { type: 'json' };
import type { Engine, EngineOptions } from '../../contract/engine.ts';
import type { RecommendationList } from '../../contract/recommendation.ts';
import type { RemoteOptions } from '../../contract/remote.ts';
import { writeSection } from '../../pack/layout.ts';
import { SVD } from '../../pack/sections/svd.ts';
import { createEngine } from '../engine.ts';
import { readFurther } from '../sources/further/read-further.ts';
import { COUNTED, COUNTS, FEED, packOf } from '../testing/small-shop.ts';
import { createRemote } from './remote-candidates.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let answer: Answer;
let asked: { url: string; method: string; body: string; headers: IncomingMessage['headers'] }[];
let url: string;
let engine: Engine;
let databases = 0;

beforeEach(async () => {
  asked = [];
  answer = json({ candidates: [] });
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    asked.push({ url: request.url!, method: request.method!, body, headers: request.headers });
    answer(request, response, body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/candidates`;
  engine = createEngine({ 'remote-candidates': createRemote });
});
/** Whether a body is one of the format that is documented. */
const Request = new Ajv2020({ strict: false }).compile({ ...openapi, $ref: '#/components/schemas/Request' });

afterEach(async () => {
  for (const { body } of asked) if (body) expect(Request(JSON.parse(body)), JSON.stringify(Request.errors)).toBe(true);
  await engine.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const json =
  (content: unknown, status = 200): Answer =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));

/** A shop with an endpoint, and a visitor who looked at tea. */
async function open(remote: Partial<RemoteOptions> = {}, options: Partial<EngineOptions> = {}): Promise<void> {
  const database = `remote-${databases++}`;
  await engine.open({ database, weights: { rules: 1 }, remote: { url, ...remote }, ...options });
  await engine.loadPack(COUNTS);
  await engine.stageProducts(FEED);
  await engine.commitProducts();
  await engine.record([{ name: 'view_item', product: 'tea', at: Date.now() }]);
}

/** No time limit of a test decides whether an answer is in time: what must come may take half a minute. */
const ask = (query = {}) => engine.recommend({ limit: 4, sourceDeadline: 2_000, ...query });
const ids = ({ items }: RecommendationList) => items.map(({ id }) => id);
const problems = async () => (await engine.status()).problems.map(({ code, message }) => `${code}: ${message}`);

/** The list without an endpoint: rules, then what is popular. */
const LOCAL = ['pot', 'cup', 'lamp', 'bulb'];
const kite = { id: 'kite', title: 'A red kite', categories: ['Toys'], price: 5 };

test('candidates are ranked beside what the page knows, and a product that the feed lacks is shown as the answer says', async () => {
  answer = json({ candidates: [{ id: 'kite', product: kite }, { id: 'lamp' }, { id: 'pot' }] });
  await open({ weight: 0.5 });
  const list = await ask();
  // The pot has the word of both.
  expect(ids(list)).toEqual(['pot', 'kite', 'cup', 'lamp']);
  expect(list.items[1].product).toEqual(kite);
  expect(list.items[1].shares).toEqual({ remote: 1 });
  const pot = list.items[0].shares;
  expect(Object.keys(pot).sort()).toEqual(['remote', 'rules']);
  expect(pot.remote! + pot.rules!).toBeCloseTo(1);
  expect(list.model.split('+').sort()).toEqual(['remote', 'rules']);
  expect(await problems()).toEqual([]);
});

test('the weight says how much the endpoint decides', async () => {
  answer = json({ candidates: [{ id: 'lamp' }, { id: 'cup' }, { id: 'pot' }] });
  await open({ weight: 0 });
  expect(ids(await ask()).slice(0, 2)).toEqual(['pot', 'cup']);
  await engine.close();
  engine = createEngine({ 'remote-candidates': createRemote });
  await open({ weight: 1 });
  expect(ids(await ask()).slice(0, 3)).toEqual(['lamp', 'cup', 'pot']);
});

test('a visitor of whom nothing is known is shown what the endpoint found', async () => {
  answer = json({ candidates: [{ id: 'kite', product: kite }] });
  await engine.open({ database: `remote-${databases++}`, remote: { url } });
  await engine.stageProducts(FEED);
  await engine.commitProducts();
  const list = await ask();
  expect(ids(list)).toEqual(['kite']);
  expect(list.fallback).toBe(true);
});

describe('what leaves the page', () => {
  const filter = { categories: ['Tea & pots'], price: { max: 9 }, exclude: ['gone'] };

  test('nothing: the address as it is, without cookies, without the page’s address, without a byte more', async () => {
    await open();
    await ask({ filter });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ url: '/candidates', method: 'GET', body: '' });
    expect(asked[0].headers.cookie).toBeUndefined();
    expect(asked[0].headers.referer).toBeUndefined();
    expect((await engine.status()).remote).toEqual({
      url,
      share: 'nothing',
      requests: 1,
      answers: 1,
      bytesSent: 0,
      lastSent: '',
    });
  });

  test('category: the categories of the filter alone', async () => {
    await open({ share: 'category' });
    await ask();
    await ask({ filter });
    expect(asked.map((request) => request.url)).toEqual(['/candidates', '/candidates?category=Tea+%26+pots']);
    const { bytesSent, lastSent } = (await engine.status()).remote!;
    expect(lastSent).toBe('?category=Tea+%26+pots');
    expect(bytesSent).toBe(lastSent.length);
  });

  test('recent: the latest products, those that the catalogue lacks too, and the filter without what is hidden', async () => {
    await open({ share: 'recent' });
    const views = ['kite', 'pot', 'kite', ...Array.from({ length: 12 }, (_, i) => `far-${i}`)];
    await engine.record(views.map((product) => ({ name: 'view_item', product, at: Date.now() })));
    await ask({ filter });
    expect(JSON.parse(asked[0].body)).toEqual({
      version: 1,
      limit: 200,
      filter: { categories: ['Tea & pots'], price: { max: 9 } },
      recent: Array.from({ length: 10 }, (_, i) => `far-${11 - i}`),
    });
    expect((await engine.status()).remote!.lastSent).toBe(asked[0].body);
  });

  test('vector: the visitor’s direction, coarse; the same history is told with the same noise', async () => {
    const reading = new Float32Array(7).fill(1);
    const vectors = {
      items: Int8Array.from([0, 0, 3, 4, 4, 3, 1, 0, 0, 1, 0, 1, 0, 1]),
      scales: new Float32Array(7).fill(1),
    };
    const tensors = { items: { shape: [7, 2], data: vectors.items }, scales: { shape: [7], data: vectors.scales } };
    const svd = writeSection(SVD, 6, { width: 2, decay: 0.5 }, { reading }, tensors);
    const withVectors = packOf({ ...COUNTED, svd }, { rules: 1 });
    engine = createEngine({ 'remote-candidates': createRemote, 'further-sources': readFurther });
    await open({ share: 'vector', noise: 0 });
    await engine.loadPack(withVectors);
    await ask();
    expect(JSON.parse(asked[0].body).vector).toEqual({ section: 'svd', values: [0.625, 0.8125] });
    await engine.close();

    engine = createEngine({ 'remote-candidates': createRemote, 'further-sources': readFurther });
    await open({ share: 'vector', noise: 1 });
    await engine.loadPack(withVectors);
    for (let list = 0; list < 3; list++) await ask();
    const [first, ...again] = asked.slice(1).map(({ body }) => body);
    expect(JSON.parse(first).vector.values).toHaveLength(2);
    expect(again).toEqual([first, first]);
    await engine.record([{ name: 'view_item', product: 'lamp', at: Date.now() }]);
    for (let list = 0; list < 3; list++) await ask();
    expect(new Set(asked.slice(4).map(({ body }) => body)).size).toBe(1);
  });

  test('vector: without a model that has one, none is sent', async () => {
    await open({ share: 'vector' });
    await ask();
    expect(JSON.parse(asked[0].body)).toEqual({ version: 1, limit: 200 });
  });

  test.each(['pending', 'denied'] as const)(
    'no request while consent is %s; with consent there is one',
    async (consent) => {
      await open({ share: 'recent' }, { consent });
      await ask();
      expect(asked).toEqual([]);
      await engine.consent('granted');
      await ask();
      expect(asked).toHaveLength(1);
      await engine.consent('denied');
      await ask();
      expect(asked).toHaveLength(1);
    },
  );

  test('no request for products that the page gave itself', async () => {
    await open();
    await ask({ among: ['cup', 'pot'] });
    expect(asked).toEqual([]);
  });
});

describe('lists are the local ones, and it is told once, where the endpoint', () => {
  const html: Answer = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Login</title>');
  const endless: Answer = (_request, response) => {
    const piece = JSON.stringify('x'.repeat(65_536));
    const more = (): void => {
      while (!response.destroyed && response.write(`${piece},`));
    };
    response.writeHead(200, { 'content-type': 'application/json' }).on('drain', more).write('{"candidates":[');
    more();
  };
  test.each<[string, Answer, RegExp]>([
    ['answers with HTML', html, /no JSON; it says that it is text\/html/],
    ['answers with an error', json({ error: 'overloaded' }, 503), /status 503/],
    ['answers with JSON of another form', json([1, 2]), /cannot be used: the whole must be an object/],
    ['answers with no list', json({ candidates: 7 }), /cannot be used: candidates must be a list/],
    ['answers with JSON that breaks off', (_, response) => response.end('{"candidates":[{"id":"po'), /no JSON/],
    ['answers without end', endless, /more than 1048576 bytes/],
    ['closes the connection', (_, response) => response.destroy(), /failed|terminated|socket/],
  ])('%s', async (_, behaviour, cause) => {
    answer = behaviour;
    await open();
    expect(ids(await ask({ sourceDeadline: 2_000 }))).toEqual(LOCAL);
    await ask();
    const told = (await engine.status()).problems;
    expect(told).toHaveLength(1);
    expect(told[0].message).toBe('The candidate source remote failed.');
    expect(told[0].cause).toMatch(cause);
    expect((await engine.status()).remote).toMatchObject({ requests: 2, answers: 0 });
  });

  test('never answers', async () => {
    answer = () => undefined;
    await open();
    expect(ids(await ask({ sourceDeadline: 20 }))).toEqual(LOCAL);
    expect(ids(await ask({ sourceDeadline: 20 }))).toEqual(LOCAL);
    expect(await problems()).toEqual(['source-failed: The candidate source remote was late.']);
    // A late endpoint is left alone for a while.
    expect(asked).toHaveLength(1);
  });

  test('is not there', async () => {
    await open({ url: 'http://127.0.0.1:1/' });
    expect(ids(await ask())).toEqual(LOCAL);
    expect(await problems()).toEqual(['source-failed: The candidate source remote failed.']);
  });
});

test('ids that the catalogue lacks, without fields, are left out and told; so is what is no product; the rest is used', async () => {
  answer = json({
    candidates: [
      { id: 'nobody' },
      null,
      7,
      { id: '' },
      { id: 'lamp' },
      { id: 'lamp' },
      { product: kite },
      { id: 'gone' },
    ],
  });
  await open({ weight: 1 });
  expect(ids(await ask())).toEqual(['lamp', 'pot', 'cup', 'bulb']);
  await ask();
  expect(await problems()).toEqual([
    'source-failed: The endpoint of remote candidates gave ids that the catalogue lacks.',
    'source-failed: The candidate source remote gave candidates that cannot be used.',
  ]);
});

test.each<[object, RegExp]>([
  [{ share: 'everything' }, /share must be nothing or category or vector or recent/],
  [{ weight: 2 }, /weight must be a number from 0 to 1/],
  [{ noise: 'much' }, /noise must be a number/],
  [{ headers: {} }, /headers is not known/],
])('options that cannot be used are told, and lists go on: %j', async (wrong, remedy) => {
  await open(wrong as Partial<RemoteOptions>);
  expect(ids(await ask())).toEqual(LOCAL);
  const { problems: told, remote } = await engine.status();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ code: 'bad-options', remedy: expect.stringMatching(remedy) });
  expect(remote).toBeNull();
  expect(asked).toEqual([]);
});

test('without its script lists are made without it, and that is told', async () => {
  engine = createEngine();
  await open();
  await vi.waitFor(async () => expect(await problems()).toHaveLength(1), { timeout: 30_000 });
  expect(ids(await ask())).toEqual(LOCAL);
  expect(await problems()).toEqual([
    'worker-failed: remote-candidates.js could not be loaded; lists are made without remote candidates.',
  ]);
});
