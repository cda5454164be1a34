import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../contract/engine.ts';
import type { ReportEvent } from '../../contract/list-report.ts';
import type { RecommendationList } from '../../contract/recommendation.ts';
import { createEngine } from '../../engine/engine.ts';
import { openListReport } from '../../engine/list-report.ts';
import { listEvent } from '../../experiments/list-events.ts';
import { LogReport } from '../../trainer/log/log-report.ts';
import { readTextLog } from '../../trainer/log/read-text-log.ts';
import { readCollected } from '../../trainer/report/collected-events.ts';
import { makeReport } from '../../trainer/report/shop-report.ts';
import { Events } from '../facade/listeners.ts';
import type { RecommenderEvents } from '../facade/recommender.ts';
import { connectStream } from './connect.ts';
import { Outbox } from './outbox.ts';

const SHOP = ['pot', 'cup', 'lamp'].map((id, i) => ({ id, title: id, price: 10 * (i + 1) }));
let engine: Engine;
let outbox: Outbox;
let told: ReportEvent[];
let changes: number;
let databases = 0;

beforeEach(async () => {
  engine = createEngine({ 'list-report': openListReport });
  await engine.open({ database: `round-trip-${databases++}` });
  await engine.stageProducts(SHOP);
  await engine.commitProducts();
  const events = new Events<RecommenderEvents>();
  told = [];
  changes = 0;
  events.on('report', (event) => told.push(event));
  outbox = new Outbox({
    deadline: 60_000,
    adapters: [],
    events,
    ask: (send) => send(engine),
    durable: () => true,
    onProblem: (problem) => {
      throw problem;
    },
    onReport: ({ stored }) => {
      if (stored > 0) changes++;
    },
  });
});
afterEach(async () => {
  outbox.close();
  await engine.close();
});

const list = (id: string, placement: string, rule?: string): RecommendationList => ({
  ...{ id, placement, model: 'popular', fallback: true, took: 0 },
  items: SHOP.map((product, i) => ({
    ...{ id: product.id, product, score: 1, reasons: [], shares: {} },
    ...(rule && i === 0 ? { rule } : {}),
  })),
  ...(placement === 'home' ? { variant: { experiment: 'order', variant: 'new-first' } } : {}),
});

test('a visit: the page’s report is the one that the command line makes of the events that the page told', async () => {
  const home = list('l1', 'home', 'sale');
  const related = list('l2', 'related');
  await outbox.add(listEvent('view_item_list', home, ['pot', 'cup']));
  // In one turn, as a click on a card is.
  void outbox.add(listEvent('view_item_list', home, ['lamp']));
  await outbox.add({ name: 'select_item', items: [{ item_id: 'lamp', item_list_id: 'l1' }] });
  await outbox.add({ name: 'view_item', items: [{ item_id: 'lamp' }] });
  await outbox.add(listEvent('view_item_list', related));
  await outbox.add(listEvent('select_item', related, ['pot']));
  await outbox.add({ name: 'add_to_cart', items: [{ item_id: 'pot', item_list_id: 'l2' }, { item_id: 'lamp' }] });
  const paid = {
    name: 'purchase',
    params: {
      transaction_id: 'T-1',
      currency: 'EUR',
      items: [{ item_id: 'pot', price: 9, quantity: 2 }, { item_id: 'lamp' }, { item_id: 'cup', price: 20 }],
    },
  };
  await outbox.add(paid);
  // The page of thanks is loaded again.
  await outbox.add({ ...paid });
  await outbox.add({ name: 'refund', params: { transaction_id: 'T-1', items: [{ item_id: 'cup' }] } });
  await outbox.sent();

  const own = await engine.report({});
  expect(own.placements.map(({ name, value }) => [name, value])).toEqual([
    ['home', 30],
    ['related', 18],
  ]);
  expect(own.rules).toMatchObject([{ name: 'sale', lists: 1, views: 1 }]);
  expect(own.variants).toMatchObject([{ experiment: 'order', variant: 'new-first', views: 3, purchases: 1 }]);

  const lines = told.map((event) => JSON.stringify({ ...event, visitor: 'v1' }));
  const log = new LogReport();
  const read = lines.flatMap((line) => readCollected(JSON.parse(line), (reason) => log.refuse(reason)));
  const { visitors, experiments: _, interleavings: __, remarks: ___, ...collected } = makeReport(read, log);
  const { remarks: ____, ...table } = own;
  expect(visitors).toBe(1);
  expect(collected).toEqual(table);

  // The same lines are the log that the next pack is trained from: views of lists teach nothing, all else does.
  const { log: learned, report } = await readTextLog(() => [lines.join('\n')]);
  expect(learned.shopperIds).toEqual(['v1']);
  expect([...learned.sequences.items].map((item) => learned.productIds[item - 1])).toEqual(
    expect.arrayContaining(['lamp', 'pot', 'cup']),
  );
  expect(learned.names).toEqual(expect.arrayContaining(['view_item', 'add_to_cart', 'purchase']));
  expect(Math.min(...learned.times!)).toBeGreaterThan(Date.UTC(2026, 0, 1));
  expect(report.lines()[0]).toBe('6 of 18 rows left out: of a list that was seen, or a search');
});

test('what is seen changes no list, and what is done does', async () => {
  await outbox.add(listEvent('view_item_list', list('l1', 'home')));
  expect(changes).toBe(0);
  await outbox.add({ name: 'select_item', items: [{ item_id: 'pot', item_list_id: 'l1' }] });
  expect(changes).toBe(1);
});

test('told to a stream that is connected, an event is not heard again', async () => {
  const page = globalThis as { dataLayer?: unknown[] };
  page.dataLayer = [];
  const heard: Promise<unknown>[] = [];
  const end = connectStream('dataLayer', (payload) => heard.push(outbox.add(payload)), {
    now: () => 'granted',
    become: () => undefined,
  });
  page.dataLayer.push({ event: 'select_item', ecommerce: { items: [{ item_id: 'pot', item_list_id: 'l1' }] } });
  await Promise.all(heard);
  await outbox.sent();
  expect(told).toHaveLength(1);
  for (const { name, params } of told.slice()) page.dataLayer.push({ event: name, ...params }, ['event', name, params]);
  await Promise.all(heard);
  await outbox.sent();
  end();
  delete page.dataLayer;
  expect(told).toHaveLength(1);
  expect(await engine.history(10)).toHaveLength(1);
});
