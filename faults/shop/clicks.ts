/** Clicks of a visitor, and what became of them. */
import { createRecommender, type Recommender } from 'vitrine';
import { LATE_MS } from './visit.ts';

/** A shop whose visitor allows all, and who waits for long on a busy machine. */
export const openShop = (database: string): Promise<Recommender> =>
  createRecommender({ database, consent: 'granted', deadline: 300_000 });

export const view = (product: string) => ({ name: 'view_item', items: [{ item_id: product }] });

/** Starts a recommender, tracks `product` after `delay` ms, and leaves for the next page at once. */
export async function leave(database: string, product: string, delay: number): Promise<void> {
  const shop = createRecommender({ database, consent: 'granted' });
  await new Promise((resolve) => setTimeout(resolve, delay));
  void shop.then((ready) => ready.track(view(product)));
  await Promise.resolve();
  location.href = `/?next=${product}`;
}

/** How often `product` is in the history: what the page before could not store is stored while the first lists are made. */
export async function timesKept(database: string, product: string): Promise<number> {
  const shop = await openShop(database);
  const times = async () => (await shop.history()).filter((entry) => entry.product === product).length;
  let found = await times();
  for (const end = Date.now() + LATE_MS; Date.now() < end && found === 0; found = await times()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await shop.erase();
  await shop.close();
  return found;
}

/** Tracks `calls` products in turns of 1,000, without waiting for any answer; then counts answers, and what the next visit has. */
export async function burst(
  calls: number,
): Promise<Record<'calls' | 'answered' | 'stored' | 'twice' | 'outOfOrder', number>> {
  const shop = await openShop('burst');
  const answers: Promise<boolean>[] = [];
  for (let i = 0; i < calls; i++) {
    if (i % 1000 === 999) await new Promise((resolve) => setTimeout(resolve));
    answers.push(
      shop.track(view(`p${i}`)).then(
        () => true,
        () => false,
      ),
    );
  }
  const answered = (await Promise.all(answers)).filter(Boolean).length;
  await shop.close();
  const later = await openShop('burst');
  const history = (await later.history(2 * calls)).reverse().map(({ product }) => product);
  const stored = new Set(history).size;
  await later.erase();
  await later.close();
  const outOfOrder = history.filter((product, i) => product !== `p${i}`).length;
  return { calls, answered, stored, twice: history.length - stored, outOfOrder };
}

/**
 * All products of the history, oldest first.
 * @param expected what has to come: what an earlier page left in its journal is stored while this one begins
 */
export async function historyOf(database: string, expected: readonly string[] = []): Promise<string[]> {
  const shop = await openShop(database);
  const read = async () => (await shop.history(1_000_000)).reverse().map(({ product }) => product);
  let history = await read();
  const isShort = (): boolean => !expected.every((product) => history.includes(product));
  for (const end = Date.now() + LATE_MS; isShort() && Date.now() < end; history = await read()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await shop.close();
  return history;
}

/** Clicks until it is told to stop, each when the one before is answered. */
class Clicking {
  readonly shop: Promise<Recommender>;
  readonly #ended: Promise<void>;
  /** Products whose click was answered, and whether it was durable. */
  readonly acknowledged: { product: string; durable: boolean }[] = [];
  readonly refused: string[] = [];
  #stopped = false;

  /** @param most clicks */
  constructor(database: string, prefix: string, most: number) {
    this.shop = openShop(database);
    this.#ended = this.#click(prefix, most);
  }

  async #click(prefix: string, most: number): Promise<void> {
    const shop = await this.shop;
    for (let i = 0; i < most && !this.#stopped; i++) {
      const product = `${prefix}-${i}`;
      try {
        const { durable } = await shop.track(view(product));
        this.acknowledged.push({ product, durable });
        reportAcknowledged?.(product);
      } catch (error) {
        this.refused.push(`${product}: ${error}`);
      }
    }
  }

  /** Resolves when the last click is answered. */
  ended(): Promise<void> {
    return this.#ended;
  }

  stop(): void {
    this.#stopped = true;
  }
}

/** Hears of each acknowledged product, where the attack wants to: a page that crashes cannot be asked. */
declare const acknowledgedOutside: ((product: string) => void) | undefined;
const reportAcknowledged = (product: string): void => {
  if (typeof acknowledgedOutside === 'function') acknowledgedOutside(product);
};

let clicking: Clicking | undefined;

export function startClicking(database: string, prefix: string, most = Number.POSITIVE_INFINITY): void {
  clicking = new Clicking(database, prefix, most);
}

/** Resolves when all clicks that were asked for are answered. */
export async function clicksEnded(): Promise<string[]> {
  await clicking!.ended();
  return clicking!.refused;
}

/** The history as this page has it, oldest first. */
export async function ownHistory(): Promise<string[]> {
  const history = await (await clicking!.shop).history(1_000_000);
  return history.reverse().map(({ product }) => product);
}

/**
 * Waits until a click that begins from now on is durable again, then ends the clicks.
 * @returns milliseconds until then; which products were acknowledged from now on
 */
export async function durableAgain(): Promise<{ after: number; acknowledged: string[]; refused: string[] }> {
  const started = performance.now();
  const { shop, acknowledged, refused } = clicking!;
  /** The click under way may have begun before. */
  const from = acknowledged.length + 1;
  const isDurable = (): boolean => acknowledged.slice(from).some(({ durable }) => durable);
  while (!isDurable() && performance.now() - started < LATE_MS) await new Promise((resolve) => setTimeout(resolve, 5));
  const after = isDurable() ? performance.now() - started : Number.POSITIVE_INFINITY;
  clicking!.stop();
  await clicking!.ended();
  await (await shop).close();
  return { after, acknowledged: acknowledged.slice(from).map(({ product }) => product), refused };
}

/** Tracks so many products at once, and closes. */
export async function remember(database: string, prefix: string, count: number): Promise<void> {
  const shop = await openShop(database);
  await Promise.all(Array.from({ length: count }, (_, i) => shop.track(view(`${prefix}-${i}`))));
  await shop.close();
}

/** Fills the disk of this site with other data than ours. @returns bytes in use */
export async function fillCache(bytes: number): Promise<number> {
  const cache = await caches.open('the shop’s own');
  await cache.put('/filler', new Response(crypto.getRandomValues(new Uint8Array(65_536)) && new Uint8Array(bytes)));
  return (await navigator.storage.estimate()).usage ?? 0;
}

/** Tracks products one by one, with a list and a search between. @returns those acknowledged, and what was refused */
export async function clickThrough(
  database: string,
  prefix: string,
  count: number,
): Promise<{ acknowledged: string[]; refused: string[]; durable: boolean; after: number; history: string[] }> {
  const started = performance.now();
  const shop = await openShop(database);
  const acknowledged: string[] = [];
  const refused: string[] = [];
  for (let i = 0; i < count; i++) {
    const product = `${prefix}-${i}`;
    await shop.track(view(product)).then(
      () => acknowledged.push(product),
      (error) => refused.push(`${product}: ${error}`),
    );
    await shop.recommend({ limit: 4 }).catch((error) => refused.push(`recommend: ${error}`));
  }
  const after = performance.now() - started;
  const { durable } = await shop.status();
  const history = (await shop.history(1_000_000)).reverse().map(({ product }) => product);
  lastShop = shop;
  return { acknowledged, refused, durable, after, history };
}

let lastShop: Recommender | undefined;

/** Waits until the shop of the last `clickThrough` is durable, and closes it. @returns milliseconds */
export async function untilDurable(): Promise<number> {
  const started = performance.now();
  let durable = false;
  while (!durable && performance.now() - started < LATE_MS) {
    ({ durable } = await lastShop!.status());
    if (!durable) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await lastShop!.close();
  return durable ? performance.now() - started : Number.POSITIVE_INFINITY;
}

/** As `clickThrough`, with a clock that jumps by up to ten years before each click. */
export async function clickUnderWrongClock(database: string, seed: number, count: number) {
  const { now } = Date;
  let random = seed;
  Date.now = () => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return now() + (random / 2 ** 31 - 1) * TEN_YEARS;
  };
  try {
    return await clickThrough(database, `clock-${seed}`, count);
  } finally {
    Date.now = now;
  }
}
const TEN_YEARS = 10 * 365 * 24 * 3_600_000;
