import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import type { VisitorEvent } from '../../contract/visitor-event.ts';
import { Cache } from './cache.ts';
import { expire } from './expire.ts';
import { beginTraining, loadWeights, saveWeights } from './fine-tuned-weights.ts';
import { History } from './history.ts';

const DAY = 86_400_000;
let databases = 0;
const open: History[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((history) => history.close()));
});

/** A page of the shop. @param retention days */
async function page(name: string, retention?: number): Promise<History> {
  const events = {
    onProblem: (problem: unknown) => expect.fail(String(problem)),
    onOthers: () => undefined,
    onDurable: () => undefined,
  };
  const history = new History(name, events, true, retention);
  open.push(history);
  await history.loaded();
  return history;
}

const view = (product: string, days: number): VisitorEvent => ({
  name: 'view_item',
  product,
  at: Date.now() - days * DAY,
  id: product,
});
const search = (words: string, days: number): VisitorEvent => ({
  name: 'search',
  words,
  at: Date.now() - days * DAY,
  id: words,
});
const products = (history: History) => history.entries.map(({ product }) => product);

test('events that are older than the retention go when the next page opens, in whatever order they lie', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { maxLength: 12 }), async (ages) => {
      const name = `expire-${databases++}`;
      // None so near the bound that the time of the test itself counts.
      const days = ages.map((age) => (Math.abs(age - 30) < 0.01 ? 31 : age));
      const first = await page(name);
      await first.append(days.flatMap((age, i) => [view(`p${i}`, age), search(`w${i}`, age)]));
      await first.close();
      const later = await page(name, 30);
      const kept = days.flatMap((age, i) => (age < 30 ? [i] : []));
      expect(products(later)).toEqual(kept.map((i) => `p${i}`));
      expect(await later.count()).toBe(kept.length);
      const words = (await later.browsing(100)).map((event) => ('words' in event ? event.words : ''));
      expect(words.toSorted()).toEqual(kept.map((i) => `w${i}`).toSorted());
    }),
    { numRuns: 40 },
  );
});

test('without a retention all is kept', async () => {
  const first = await page('expire-never');
  await first.append([view('old', 4_000)]);
  await first.close();
  expect(products(await page('expire-never'))).toEqual(['old']);
});

test('what was made of old events goes with them: encoders’ states at once, weights when their training is as old', async () => {
  const first = await page('expire-made');
  await first.append([view('old', 40), view('new', 1)]);
  await new Cache(first.connection, 'states').save('attention', { state: 1 });
  await new Cache(first.connection, 'feeds').save('/feed.json', { rows: 3 });
  const tensors = { norm: { shape: [1], data: Float32Array.of(1) } };
  const { fence } = await beginTraining(first.connection);
  await saveWeights(first.connection, { pack: 'pack', tensors }, fence);
  await first.close();

  const second = await page('expire-made', 30);
  expect(await new Cache(second.connection, 'states').load('attention')).toBeUndefined();
  expect(await new Cache(second.connection, 'feeds').load('/feed.json')).toEqual({ rows: 3 });
  expect(await loadWeights(second.connection, 'pack')).toMatchObject({ tensors });
  await second.close();

  // Half a millisecond is long over then.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const third = await page('expire-made', 0.5 / DAY);
  expect(products(third)).toEqual([]);
  expect(await loadWeights(third.connection, 'pack')).toBeUndefined();
});

test('nothing expires that was not allowed to be stored, and no database is made for it', async () => {
  const events = { onProblem: () => undefined, onOthers: () => undefined, onDurable: () => undefined };
  const history = new History('expire-pending', events, false, 30);
  open.push(history);
  await history.append([view('new', 1)]);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('expire-pending');
  await history.permit(true);
  expect(products(history)).toEqual(['new']);
});

/** What lies in a database beside interactions. */
async function beside({ connection }: History) {
  const { fence } = await beginTraining(connection);
  const tensors = { norm: { shape: [1], data: Float32Array.of(1) } };
  await saveWeights(connection, { pack: 'pack', tensors }, fence);
  await new Cache(connection, 'states').save('attention', { state: 1 });
  return {
    fence,
    left: async () => ({
      state: (await new Cache(connection, 'states').load('attention')) !== undefined,
      weights: (await loadWeights(connection, 'pack')) !== undefined,
    }),
  };
}

test('what happened at the bound itself is kept, and what happened before it goes', async () => {
  const history = await page('expire-bound');
  const at = (id: string, time: number): VisitorEvent[] => [
    { ...view(`v${id}`, 0), at: time },
    { ...search(`s${id}`, 0), at: time },
  ];
  await history.append([...at('before', 9_999), ...at('bound', 10_000), ...at('after', 10_001)]);
  await history.connection.run((database) => expire(database, 10_000));
  expect(await history.newest(20_001)).toMatchObject([{ product: 'vbound' }, { product: 'vafter' }]);
  expect(await history.browsing(9)).toMatchObject([{ words: 'safter' }, { words: 'sbound' }]);
});

test('while no interaction is too old, encoders’ states stay; they go with the first that is', async () => {
  const history = await page('expire-states');
  await history.append([view('new', 1), search('old', 50)]);
  const { left } = await beside(history);
  await history.connection.run((database) => expire(database, Date.now() - 40 * DAY));
  expect(await history.browsing(9)).toEqual([]);
  expect(await left()).toEqual({ state: true, weights: true });
  await history.connection.run((database) => expire(database, Date.now() - DAY / 2));
  expect(await left()).toEqual({ state: false, weights: true });
});

test('weights go when their training began before the bound, and not when it began at it', async () => {
  const history = await page('expire-weights');
  const { fence, left } = await beside(history);
  await history.connection.run((database) => expire(database, fence));
  expect(await left()).toEqual({ state: true, weights: true });
  await history.connection.run((database) => expire(database, fence + 1));
  expect(await left()).toEqual({ state: true, weights: false });
  const database = await openDB('expire-weights');
  expect(await Promise.all(['weights', 'pointers'].map((store) => database.count(store)))).toEqual([0, 0]);
  database.close();
});

test('a damaged record without a time goes, and one of a time that is none', async () => {
  const history = await page('expire-damaged');
  await history.append([view('new', 1)]);
  const database = await openDB('expire-damaged');
  await database.put('interactions', { seq: 2, name: 'view_item', product: 'x', session: 1 });
  await database.put('interactions', { seq: 3, name: 'view_item', product: 'y', session: 1, at: 'never' });
  await history.connection.run((own) => expire(own, 1_000));
  expect(await database.getAllKeys('interactions')).toEqual([1]);
  database.close();
});

test('a page deletes what is too old once, when it opens: what it is given later stays until the next', async () => {
  const history = await page('expire-once', 30);
  await history.append([view('new', 1)]);
  await history.merge([view('old', 40)]);
  expect(products(history)).toEqual(['old', 'new']);
  await history.close();
  expect(products(await page('expire-once', 30))).toEqual(['new']);
});
