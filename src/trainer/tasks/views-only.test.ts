import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import type { VisitorEvent } from '../../contract/visitor-event.ts';
import { LogReport } from '../log/log-report.ts';
import { readTextLog } from '../log/read-text-log.ts';
import { makeLists } from '../make-lists.ts';
import { testRun } from '../testing/run.ts';
import { trainPack } from './train-pack.ts';

/** Thirty shoppers who look at five things in a row, and buy nothing. */
const VIEWS = [
  'user_id,item_id,event_name,time',
  ...Array.from({ length: 30 }, (_, shopper) =>
    Array.from({ length: 5 }, (_, step) =>
      [
        `u${shopper}`,
        `p${1 + ((shopper * 3 + step) % 12)}`,
        'view_item',
        1_760_000_000 + shopper * 7_200 + step,
      ].join(),
    ),
  ).flat(),
].join('\n');
const PRODUCTS = Array.from({ length: 12 }, (_, i) => ({ id: `p${i + 1}`, title: `Product ${i + 1}`, price: 10 + i }));
const visit: VisitorEvent[] = ['p1', 'p2'].map((product) => ({ name: 'view_item', product, at: 1_760_500_000_000 }));

test('a shop whose log has views only: its pack ranks every shelf, and none claims to be made for purchases', async () => {
  const { log } = await readTextLog(() => [VIEWS]);
  expect(new Set(log.names)).toEqual(new Set(['view_item']));
  const { pack } = await trainPack({ log }, { model: 'rules+popular', minShoppers: 1 }, testRun());
  const queries = [
    { placement: 'home', objective: 'purchase' as const },
    { placement: 'bought-together', like: ['p1'] },
    { placement: 'cart', like: ['p1'] },
    { placement: 'trending' },
    { placement: 'again' },
  ].map((query) => ({ ...query, limit: 4 }));
  const lists = await makeLists(pack, PRODUCTS, [{ name: 'visitor', interactions: visit, queries }]);
  expect(lists.slice(0, 4).map(({ items }) => items.length)).toEqual([4, 4, 4, 4]);
  // Nothing was bought: what the visitor looked at is all there is.
  expect(lists[4].items.map(({ id }) => id).sort()).toEqual(['p1', 'p2']);
  expect(lists.flatMap(({ items }) => items.flatMap(({ probability }) => probability ?? []))).toEqual([]);
});

test('probabilities are refused with what they need, and no pack is written without them', async () => {
  const { log } = await readTextLog(() => [VIEWS]);
  const events = Array.from(log.sequences.items, (item, i) => ({
    visitor: log.shoppers[Math.floor(i / 5)],
    item,
    at: log.times![i],
    action: 'views' as const,
  }));
  const shop = { shopperIds: log.shopperIds, productIds: log.productIds, events, heldOut: [], report: new LogReport() };
  const training = trainPack({ log, events: shop }, { model: 'rules', minShoppers: 1 }, testRun());
  await expect(training).rejects.toMatchObject({
    code: 'bad-options',
    message: expect.stringContaining('too few purchases'),
    remedy: expect.stringContaining('purchases that followed'),
  });
});
