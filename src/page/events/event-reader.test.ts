import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import { readEvent } from '../../engine/storage/event-record.ts';
import { type EventAdapter, MOST_ENTRIES } from './event-adapter.ts';
import { EventReader } from './event-reader.ts';

const AT = 1_700_000_000_000;

/** @param adapters what a shop gives for them */
function readerOf(adapters: unknown) {
  const problems: VitrineError[] = [];
  const reader = new EventReader(adapters as EventAdapter[], (problem) => problems.push(problem));
  return { reader, problems };
}
const readerWith = (...adapters: EventAdapter[]) => readerOf(adapters);

test("the shop's own adapters are tried first, and what they do not read is GA4's or another vendor's", async () => {
  const own: EventAdapter = {
    name: 'own',
    read: (payload) =>
      Array.isArray(payload) && payload[0] === 'saw' ? [{ name: 'view_item', product: payload[1] }] : undefined,
  };
  const { reader } = readerWith(own);
  expect((await reader.read(['saw', 7], AT)).events).toMatchObject([{ name: 'view_item', product: 7, at: AT }]);
  expect((await reader.read({ name: 'view_item', items: [{ item_id: 'a' }] }, AT)).events).toHaveLength(1);
  expect((await reader.read(['setEcommerceView', 'a'], AT)).events).toHaveLength(1);
});

test('an adapter that throws is a problem, and the next one reads the payload', async () => {
  const cause = new Error('broken');
  const broken: EventAdapter = {
    name: 'broken',
    read: () => {
      throw cause;
    },
  };
  const { reader, problems } = readerWith(broken);
  expect((await reader.read({ name: 'view_item', items: [{ item_id: 'a' }] }, AT)).events).toHaveLength(1);
  expect(problems).toMatchObject([{ code: 'event-unreadable', message: expect.stringContaining('broken'), cause }]);
});

test('adapters that are no list are a problem, and payloads are read without them', async () => {
  for (const none of ['own', { read: () => [] }, null]) {
    const { reader, problems } = readerOf(none);
    expect((await reader.read({ name: 'view_item', items: [{ item_id: 'a' }] }, AT)).events).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'bad-options', message: expect.stringContaining('`adapters`') }]);
  }
});

test('texts by product that are one text or a list go on as they are, for the engine to refuse', async () => {
  const read = async (given: object) => {
    const draft = { name: 'view_item_list', products: ['a'], ...given };
    const { reader } = readerOf([{ name: 'own', read: () => [draft] }]);
    return readEvent((await reader.read({}, AT)).events[0], AT);
  };
  for (const field of ['rules', 'teams']) {
    expect(await read({ [field]: { a: 'boost' } })).toMatchObject({ [field]: { a: 'boost' } });
    expect(await read({ [field]: 'boost' })).toBe(
      `\`${field}\` of view_item_list cannot be \`boost\`: give texts by product.`,
    );
    expect(await read({ [field]: ['boost'] })).toContain('cannot be object');
    expect(await read({ [field]: null })).toMatchObject({ products: ['a'] });
  }
});

test('an order of Matomo is what the page added before it', async () => {
  const { reader } = readerWith();
  await reader.read(['addEcommerceItem', 'a', 'A', [], 3, 2], AT);
  await reader.read(['addEcommerceItem', 'b', 'B', [], 3, 1], AT);
  await reader.read(['removeEcommerceItem', 'b'], AT);
  const { events } = await reader.read(['trackEcommerceOrder', 'T-1', 6], AT);
  expect(events).toMatchObject([{ name: 'purchase', product: 'a', quantity: 2 }]);
  expect((await reader.read(['trackEcommerceOrder', 'T-1', 6], AT)).events).toEqual([]);
});

test('every event has an id of its own, and keeps that of its payload', async () => {
  const { reader } = readerWith();
  const payload = { name: 'view_item', items: [{ item_id: 'a' }, { item_id: 'a' }] };
  const read = [...(await reader.read(payload, AT)).events, ...(await reader.read(payload, AT)).events];
  expect(new Set(read.map(({ id }) => id)).size).toBe(4);
  const told = { type: 'track', event: 'Product Viewed', messageId: 'm-1', properties: { product_id: 'a' } };
  const twice = [await reader.read(told, AT), await reader.read(told, AT)].map(({ events }) => events[0].id);
  expect(new Set(twice).size).toBe(1);
});

test('as many entries are taken as GA4 has, and the rest is told', async () => {
  const { reader } = readerWith();
  const items = Array.from({ length: MOST_ENTRIES + 50 }, (_, i) => ({ item_id: `p${i}` }));
  const told = [{ index: MOST_ENTRIES, message: expect.stringContaining(`${MOST_ENTRIES}`) }];
  const bought = await reader.read({ name: 'purchase', items }, AT);
  expect(bought.events).toHaveLength(MOST_ENTRIES);
  expect(bought.refused).toEqual(told);
  const seen = await reader.read({ name: 'view_item_list', items }, AT);
  expect(seen.events).toMatchObject([{ products: expect.any(Array) }]);
  expect(seen.refused).toEqual(told);
});

test('a payload of millions of entries is not walked through', async () => {
  const { reader } = readerWith();
  let read = 0;
  const endless = new Proxy(new Array(10_000_000), {
    get: (target, key, receiver) => {
      read++;
      return Reflect.get(target, key, receiver);
    },
    has: (target, key) => {
      read++;
      return Reflect.has(target, key);
    },
  });
  await reader.read(endless, AT);
  await reader.read({ name: 'view_item', items: endless }, AT);
  await reader.read({ name: 'view_item', items: [{ item_id: endless }] }, AT);
  expect(read).toBeLessThan(5_000);
});

test('nothing in a payload throws, and what comes out can cross to the worker', async () => {
  const hostile = fc.anything({
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
    withBigInt: true,
  });
  const item = fc.record({ item_id: hostile, quantity: hostile, product: hostile, id: hostile }, { requiredKeys: [] });
  const names = [
    'view_item',
    'purchase',
    'search',
    'view_item_list',
    'Product Viewed',
    'product_viewed',
    'ViewContent',
  ];
  const shaped = fc.record(
    {
      event: fc.constantFrom(...names),
      name: fc.constantFrom(...names),
      items: fc.array(fc.oneof(item, hostile)),
      ecommerce: fc.oneof(
        hostile,
        fc.record({ items: fc.array(item), detail: fc.record({ products: fc.array(item) }) }),
      ),
      properties: fc.oneof(hostile, fc.record({ products: fc.array(item) })),
      data: hostile,
      eventType: hostile,
      search_term: hostile,
    },
    { requiredKeys: [] },
  );
  const call = fc.tuple(
    fc.constantFrom('event', 'track', 'setEcommerceView', 'trackAddToCart', 'addedToCartObjectIDs'),
    hostile,
    hostile,
  );
  const { reader } = readerWith();
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostile, shaped, call), async (payload) => {
      const { events, refused } = await reader.read(payload, AT);
      expect(events.length > 0 || refused.length >= 0).toBe(true);
      for (const event of events) {
        structuredClone(event);
        JSON.stringify(event);
        const stored = readEvent(event, AT);
        if (typeof stored === 'string' || !('product' in stored)) continue;
        expect(stored.product.trim()).toBe(stored.product);
        expect(stored.product).not.toBe('');
        expect(stored.quantity === undefined || stored.quantity > 0).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('properties that throw are told as problems, never thrown', async () => {
  const hostile = {
    get event(): never {
      throw Object.create(null);
    },
  };
  const { reader, problems } = readerWith();
  const { refused } = await reader.read(hostile, AT);
  expect(refused).toMatchObject([{ index: -1 }]);
  expect(problems.every(({ code }) => code === 'event-unreadable')).toBe(true);
});
