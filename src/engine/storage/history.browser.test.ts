import { openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import type { VitrineError } from '../../contract/errors.ts';
import type { Interaction } from '../../contract/interaction.ts';
import { History, type HistoryEvents } from './history.ts';

/** The commands of the DevTools protocol that are used here; its own types are not installed. */
interface Storage {
  send(command: 'Storage.clearDataForOrigin', params: { origin: string; storageTypes: string }): Promise<void>;
  send(command: 'Storage.overrideQuotaForOrigin', params: { origin: string; quotaSize: number }): Promise<void>;
}
const browser = cdp() as unknown as Storage;
const { origin } = location;

const open: History[] = [];
afterEach(() => Promise.all(open.splice(0).map((history) => history.close())));

function visit(name: string) {
  const problems: VitrineError[] = [];
  let erased = 0;
  const events: HistoryEvents = {
    onProblem: (problem) => problems.push(problem),
    onOthers: (change) => {
      if (change === 'erase') erased++;
    },
    onDurable: () => undefined,
  };
  const history = new History(name, events);
  open.push(history);
  return { history, problems, erasures: () => erased };
}
const freshName = () => `history-${crypto.randomUUID()}`;
const view = (product: string, at = 1_000): Interaction => ({ name: 'view_item', product, at });
/** 480 characters that do not compress. */
const noise = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(240)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const products = (history: History) => history.entries.map(({ product }) => product);

test('a full quota: the oldest goes, and what was acknowledged is there after a reload', async () => {
  const name = freshName();
  const leave = async (bytes: number): Promise<void> => {
    const { usage = 0 } = await navigator.storage.estimate();
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + bytes });
  };
  const { history, problems } = visit(name);
  let appended = 0;
  for (; problems.length === 0 && appended < 200; appended++) {
    // Again and again: other tests of the same origin give room back meanwhile.
    if (appended % 20 === 0) await leave(1_200_000 / (1 + appended));
    await history.append(Array.from({ length: 100 }, (_, i) => view(`${appended}-${i}-${noise()}`)));
  }
  await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1e9 });
  expect(problems.map(({ code }) => code)).toContain('storage');
  // What pruning freed may take the browser a moment; what it could not take meanwhile is stored then.
  await expect.poll(() => history.durable, { timeout: 60_000 }).toBe(true);
  expect(products(history).length).toBeGreaterThanOrEqual(500);
  expect(products(history).at(-1)).toContain(`${appended - 1}-99-`);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(products(history));
});

test('what was acknowledged is there after a reload, in order', async () => {
  const name = freshName();
  const { history } = visit(name);
  await Promise.all(['a', 'b', 'c'].map((product) => history.append([view(product)])));
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(['a', 'b', 'c']);
  expect(later.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('two tabs see what each appends, and agree on its order', async () => {
  const name = freshName();
  const [first, second] = [visit(name), visit(name)];
  await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? first : second).history.append([view(`p${i}`)])));
  await expect.poll(() => first.history.entries.length).toBe(20);
  await expect.poll(() => second.history.entries.length).toBe(20);
  expect(products(first.history)).toEqual(products(second.history));
  await second.history.erase();
  await expect.poll(() => first.history.entries.length).toBe(0);
  expect(first.erasures()).toBe(1);
});

test('storage that is cleared under an open connection: history starts anew and goes on durably', async () => {
  const name = freshName();
  const { history } = visit(name);
  await history.append([view('a')]);
  await browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await history.append([view('b')]);
  expect(history.durable).toBe(true);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(['b']);
  await expect.poll(() => products(history)).toEqual(['b']);
});

test('an upgrade by a later version is not held up by the old tab, which goes on in memory', async () => {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  const later = await openDB(name, 999);
  await history.append([view('b')]);
  expect(history.durable).toBe(false);
  expect(products(history)).toEqual(['a', 'b']);
  expect(problems.map(({ code }) => code)).toEqual(['storage']);
  later.close();
});

test('a database of another form under our name is left alone: history lives in memory', async () => {
  const name = freshName();
  const strange = await openDB(name, 1, { upgrade: (database) => void database.createObjectStore('strange') });
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  expect(products(history)).toEqual(['a']);
  expect(history.durable).toBe(false);
  expect(problems).toHaveLength(1);
  expect([...strange.objectStoreNames]).toEqual(['strange']);
  strange.close();
});

test('a tab that waits behind a blocked upgrade gives up in time and goes on in memory', async () => {
  const name = freshName();
  const stubborn = await openDB(name, 1);
  const upgrading = openDB(name, 2);
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  expect(products(history)).toEqual(['a']);
  expect(history.durable).toBe(false);
  expect(problems[0].message).toContain('another tab');
  stubborn.close();
  (await upgrading).close();
});

test('a visit that ends in the middle keeps what was acknowledged', async () => {
  const name = freshName();
  const { history } = visit(name);
  await history.append([view('a')]);
  const unfinished = history.append([view('b')]);
  await history.close();
  await unfinished;
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)[0]).toBe('a');
  if (history.durable) expect(products(later)).toEqual(['a', 'b']);
});
