import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Action, actionOf } from '../../engine/ranking/response/activity.ts';
import { LogReport, unreadableLog } from '../log/log-report.ts';
import { NameTable } from '../log/name-table.ts';
import type { ShopLog } from '../log/shop-log.ts';
import type { LogHints } from '../log/understanding.ts';
import { readEvents } from './read-log.ts';

/** Of actions at one moment the lesser is first: a product is viewed before it is bought. */
const ORDER: readonly Action[] = ['views', 'carts', 'purchases'];

/**
 * Reads a log with times of views, carts and purchases; or a folder with such an `events.csv`, and perhaps purchases that
 * are kept apart in `test_buy.csv`.
 * @throws VitrineError `bad-options`
 */
export async function readShopLog(path: string, hints: LogHints = {}): Promise<ShopLog> {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const report = new LogReport();
  const read = await readEvents(isFolder ? join(path, 'events.csv') : path, hints, report);
  if (!read.timed) throw unreadableLog('The log has no times.', 'Name the column: --columns time=THE_COLUMN');
  const products = new NameTable();
  const events = read.events.flatMap((own, visitor) =>
    own.flatMap(({ name, product, at }) => {
      const action = actionOf(name);
      return action === undefined ? [] : [{ visitor, item: products.rowOf(product) + 1, action, at }];
    }),
  );
  events.sort((a, b) => a.at - b.at || ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
  const apart = join(path, 'test_buy.csv');
  return {
    shopperIds: read.shopperIds,
    heldOut: isFolder && existsSync(apart) ? await readPurchases(apart, read.shopperIds, products) : [],
    productIds: products.names,
    events,
    report,
  };
}

/** Pairs of a shopper of the log and a product. */
async function readPurchases(path: string, shopperIds: readonly string[], products: NameTable) {
  const numbers = new Map(shopperIds.map((id, visitor) => [id, visitor]));
  const { shopperIds: own, events } = await readEvents(path, {}, new LogReport());
  return own.flatMap((id, i) => {
    const visitor = numbers.get(id);
    if (visitor === undefined) return [];
    return events[i].map(({ product }) => ({ visitor, item: products.rowOf(product) + 1 }));
  });
}
