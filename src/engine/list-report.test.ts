import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Consent, VisitorEvent } from '../contract/visitor-event.ts';
import { createEngine } from './engine.ts';
import { openListReport } from './list-report.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.now() - DAY;
const SHOP = [
  { id: 'pot', title: 'Teapot', price: 20 },
  { id: 'cup', title: 'Cup', price: 5 },
];

let databases = 0;
let engine: ReturnType<typeof createEngine>;
async function open(
  consent: Consent = 'granted',
  parts: Parameters<typeof createEngine>[0] = { 'list-report': openListReport },
) {
  engine = createEngine(parts);
  await engine.open({ database: `list-report-${databases++}`, consent });
  await engine.stageProducts(SHOP);
  await engine.commitProducts();
}
beforeEach(() => open());
afterEach(() => engine.close());

let clock = 0;
const event = (about: object): VisitorEvent => ({ id: `e${clock}.0`, at: NOW + clock++, ...about }) as VisitorEvent;
const VISIT = (): VisitorEvent[] => [
  event({
    name: 'view_item_list',
    products: ['pot', 'cup'],
    list: 'l1',
    placement: 'home',
    experiment: 'order',
    variant: 'new-first',
    rules: { pot: 'sale' },
  }),
  event({ name: 'select_item', product: 'pot', list: 'l1' }),
  event({ name: 'view_item', product: 'pot' }),
  event({ name: 'add_to_cart', product: 'pot', quantity: 2 }),
  event({ name: 'purchase', product: 'pot', quantity: 2, transaction: 'T-1', currency: 'EUR', price: 18 }),
];

test('what lists brought: by placement, rule and variant', async () => {
  await engine.record(VISIT());
  const report = await engine.report({});
  const brought = { lists: 1, views: 1, clicks: 1, carts: 1, purchases: 1, value: 36, clickRate: 1, purchaseRate: 1 };
  expect(report).toMatchObject({
    events: 5,
    currency: 'EUR',
    window: 7,
    shop: { carts: 1, purchases: 1, value: 36 },
    placements: [{ ...brought, name: 'home', views: 2, clickRate: 0.5 }],
    rules: [{ ...brought, name: 'sale' }],
    variants: [{ ...brought, experiment: 'order', variant: 'new-first', views: 2, clickRate: 0.5 }],
    remarks: [],
  });
});

test('events for analytics say which list they are credited to, and products of one order are one event', async () => {
  const visit = VISIT();
  await engine.record(visit);
  const order = [0, 1].map((i) =>
    event({ id: `order.${i}`, name: 'purchase', product: ['pot', 'cup'][i], transaction: 'T-2', currency: 'EUR' }),
  );
  await engine.record(order);
  const [cart] = await engine.reportEvents([visit[3].id!]);
  expect(cart).toEqual({
    name: 'add_to_cart',
    timestamp_micros: visit[3].at * 1_000,
    params: {
      item_list_id: 'l1',
      item_list_name: 'home',
      experiment: 'order',
      variant: 'new-first',
      event_source: 'vitrine',
      items: [
        {
          item_id: 'pot',
          item_list_id: 'l1',
          item_list_name: 'home',
          experiment: 'order',
          variant: 'new-first',
          quantity: 2,
          rule: 'sale',
          promotion_id: 'sale',
        },
      ],
    },
  });
  const told = await engine.reportEvents(order.map(({ id }) => id!));
  expect(told).toHaveLength(1);
  expect(told[0].params).toMatchObject({
    transaction_id: 'T-2',
    currency: 'EUR',
    // The page told no prices: they are the feed's.
    value: 25,
    items: [
      { item_id: 'pot', item_list_id: 'l1', price: 20 },
      { item_id: 'cup', price: 5 },
    ],
  });
  expect(told[0].params).not.toHaveProperty('item_list_id');
});

test.each<[Consent, number, number]>([
  ['granted', 5, 5],
  ['pending', 5, 0],
  ['denied', 0, 0],
])('consent %s: the page’s own report has %i events, and %i may be told to others', async (consent, kept, told) => {
  await engine.close();
  await open(consent);
  const visit = VISIT();
  await engine.record(visit);
  expect((await engine.report({})).events).toBe(kept);
  expect(await engine.reportEvents(visit.map(({ id }) => id!))).toHaveLength(told);
});

test('what is erased is in no report, and an empty one is whole', async () => {
  await engine.record(VISIT());
  await engine.erase();
  expect(await engine.report({})).toMatchObject({ from: '', to: '', events: 0, placements: [], remarks: [] });
});

test('an order that is told twice counts once, and the report says so', async () => {
  const [order] = VISIT().slice(-1);
  await engine.record([order, event({ ...order, id: 'again.0' })]);
  const { shop, remarks } = await engine.report({});
  expect(shop).toEqual({ carts: 0, purchases: 1, value: 36 });
  expect(remarks).toEqual(['1 left out: of a purchase that is there already (transaction_id)']);
});

test('a wrong option is refused by its name; without its script the report says what is missing', async () => {
  await expect(engine.report({ windows: 7 } as never)).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringContaining('window'),
  });
  await expect(engine.report({ window: 0 })).rejects.toMatchObject({ code: 'bad-options' });
  await engine.close();
  await open('granted', {});
  await expect(engine.report({})).rejects.toMatchObject({
    code: 'worker-failed',
    message: expect.stringContaining('list-report.js'),
  });
});
