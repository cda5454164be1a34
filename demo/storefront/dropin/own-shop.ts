import { createRecommender } from 'vitrine';
import wasm from 'vitrine/tfjs-backend-wasm-simd.wasm?url';
import type { Bench, LoggedShopper } from '../../../studio/workbench.ts';
import { type StartedWorkbench, startWorkbench } from '../../../studio/worker-client.ts';
import { answeredConsent } from '../consent.ts';
import type { Goods } from '../goods.ts';
import { Shop } from '../shop.ts';
import { openOwnShopNext, ownShopIsNext } from './own-choice.ts';

/**
 * What a visitor's log is counted for at once; a model takes longer, and is trained in the studio. The pack stays in this
 * browser with the log itself, so that nothing is left out for the sake of shoppers.
 */
const COUNTED = { model: 'rules+knn+popular', minShoppers: 1 };
/** Shoppers of a log whom the visitor may become, and the latest of their clicks that become history. */
const OFFERED = 8;
const MOST_CLICKS = 60;

let started: Promise<StartedWorkbench> | undefined;
const start = (): Promise<StartedWorkbench> => {
  started ??= startWorkbench(new URL(wasm, location.href).href);
  return started;
};

/** The files hold no product feed. */
export class NoFeed extends Error {}

/**
 * Opens a shop from files that the visitor brought: one feed, and an event log if there is one. They are kept in this
 * browser, so that the shop is there again after a reload.
 * @throws VitrineError, `NoFeed`; nothing is open then
 */
export async function openOwnShop(files: readonly File[]): Promise<Shop> {
  const { workbench } = await start();
  const bench = await workbench.take(files, true);
  if (bench.feed === undefined) throw new NoFeed();
  const { log } = bench;
  const countable = log && 'summary' in log && (log.summary.known ?? 0) > 0;
  return open(countable ? await workbench.train(COUNTED, () => undefined) : bench);
}

/** The visitor's own shop, where they had it open last. */
export async function openKeptShop(): Promise<Shop | undefined> {
  if (!ownShopIsNext()) return undefined;
  const { bench } = await start();
  return bench.feed && open(bench);
}

async function open(bench: Bench): Promise<Shop> {
  const { workbench } = await start();
  const { feed, log, name } = bench;
  const goods: Goods[] = await workbench.products();
  const pack = await workbench.pack();
  const known = new Set(goods.map(({ id }) => id));
  const shoppers: LoggedShopper[] = bench.pack ? await workbench.shoppers(OFFERED, MOST_CLICKS) : [];
  const database = `own-${fingerprint(goods)}`;
  const recommender = await createRecommender<Goods>({ database, ...(pack ? { pack } : {}), ...answeredConsent() });
  await recommender.setProducts(goods);
  openOwnShopNext(name);
  const own = {
    name,
    feed: feed!,
    log,
    shoppers: shoppers.map(({ id, clicks }) => ({ id, clicks: clicks.filter(({ product }) => known.has(product)) })),
    rename: (next: string) => workbench.rename(next),
  };
  return new Shop({ database, goods, own }, recommender);
}

/** The same products open the same shop again, with its history; others open another. */
function fingerprint(rows: readonly Goods[]): string {
  let value = 2166136261;
  for (const id of rows.map((row) => row.id).sort()) {
    for (let i = 0; i <= id.length; i++) value = Math.imul(value ^ (id.charCodeAt(i) || 10), 16777619);
  }
  return `${rows.length}-${(value >>> 0).toString(36)}`;
}
