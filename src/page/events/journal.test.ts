import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { VisitorEvent } from '../../contract/visitor-event.ts';
import { Journal } from './journal.ts';

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());
const event = (id: string): VisitorEvent => ({ name: 'view_item', product: 'a', at: 1, id });

test('what several pages could not store is the next page’s, once', () => {
  new Journal('shop').add([{ events: [event('1')] }]);
  new Journal('shop').add([{ payload: { event: 'view_item' }, at: 5 }]);
  const next = new Journal('shop');
  expect(next.isEmpty).toBe(false);
  expect(next.take()).toEqual([{ events: [event('1')] }, { payload: { event: 'view_item' }, at: 5 }]);
  expect(next.isEmpty).toBe(true);
  expect(next.take()).toEqual([]);
  expect([...kept]).toEqual([]);
});

test('a page with nothing to tell writes nothing, and what is no plain data is left out', () => {
  const journal = new Journal('shop');
  journal.add([]);
  expect([...kept]).toEqual([]);
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  journal.add([{ payload: cycle, at: 1 }, { events: [event('2')] }]);
  expect(journal.take()).toEqual([{ events: [event('2')] }]);
});

test.each(['{"events":[]}', 'null', '7', '{', '"x"'])(
  'what somebody else wrote there, %s, is nothing of ours',
  (text) => {
    kept.set('vitrine:shop', text);
    expect(new Journal('shop').take()).toEqual([]);
  },
);

test('an erasure takes what waits and the ledger, of this history alone', () => {
  for (const key of ['vitrine:shop', 'vitrine:shop:ledger', 'vitrine:other', 'cart']) kept.set(key, '[]');
  new Journal('shop').clear();
  expect([...kept.keys()]).toEqual(['vitrine:other', 'cart']);
});

test('where a page has no storage, or it is full, nothing is thrown', () => {
  const refuse = (): never => {
    throw new DOMException('Full.', 'QuotaExceededError');
  };
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: refuse, removeItem: refuse });
  const journal = new Journal('shop');
  journal.add([{ events: [event('1')] }]);
  journal.clear();
  vi.stubGlobal('localStorage', undefined);
  expect(new Journal('shop').take()).toEqual([]);
});
