/** What the page of an attack does: whole visits, told apart by their databases, and what each of them saw. */
import type { Recommender } from 'vitrine';
import type { Fault } from '../src/testing/faults.ts';

/** Far beyond every deadline of a call. */
const LATE_MS = 120_000;
const PRODUCTS = Array.from({ length: 40 }, (_, i) => ({
  id: `p${i}`,
  title: `Product ${i}`,
  categories: [`kind ${i % 5}`],
}));

export interface VisitReport {
  /** Whether the fault was met. */
  met: boolean;
  /** Operations that failed. */
  failed: number;
  /** Events whose `track()` was answered. */
  acknowledged: number;
  /** Acknowledged events that the next visit does not have, has twice, or has in another order. */
  lost: string[];
  /** Calls that were neither answered nor refused in time. */
  late: string[];
  /** Calls that were refused with something else than a `VitrineError`. */
  untyped: string[];
  /** Whether storage was durable again after it worked again. */
  recovered: boolean;
}

/** A call's end. A call that never ends is late. */
async function ending<T>(report: VisitReport, name: string, call: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      report.late.push(name);
      resolve(undefined);
    }, LATE_MS);
  });
  const answer = call.catch((error: Error) => {
    if (error.name !== 'VitrineError') report.untyped.push(`${name}: ${error}`);
    return undefined;
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Asks the worker that `fault` was injected into. */
function askFaults(database: string, what: 'count' | 'clear'): Promise<{ met: boolean; failed: number }> {
  const channel = new BroadcastChannel(`faults of ${database}`);
  return new Promise((resolve) => {
    channel.addEventListener('message', ({ data }) => {
      channel.close();
      resolve(data);
    });
    channel.postMessage(what);
  });
}

/** Where the operations of a visit begin to be shuffled: the same seed gives the same visit. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = (step: number): number => (Math.imul(seed * 2654435761 + step * 40503, 2246822519) >>> 0) / 2 ** 32;
  return list
    .map((value, i) => [random(i), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

/**
 * One visit whose storage fails as planned: clicks, carts, searches, lists, in an order drawn from `seed`; then storage works
 * again, and a second visit reads what the first was told is kept.
 */
export async function visit(
  lib: { createRecommender(options: object): Promise<Recommender> },
  fault: Fault & { database: string },
  seed: number,
): Promise<VisitReport> {
  const report: VisitReport = {
    met: false,
    failed: 0,
    acknowledged: 0,
    lost: [],
    late: [],
    untyped: [],
    recovered: false,
  };
  const { database } = fault;
  const address = new URL('/vitrine/engine.worker.js', location.href);
  address.searchParams.set('fault', JSON.stringify(fault));
  const options = { database, products: PRODUCTS, warnings: false, consent: 'granted' };
  const shop = await lib.createRecommender({ ...options, workers: { engine: () => new Worker(address) } });

  const kept: string[] = [];
  const track = async (product: string, name: string): Promise<void> => {
    const answer = await ending(report, 'track', shop.track({ name, items: [{ item_id: product }] } as never));
    if (answer !== undefined) kept.push(product);
  };
  const step = (i: number): (() => Promise<unknown>)[] =>
    shuffled(
      [
        () => track(`p${i * 3}`, 'view_item'),
        () => track(`p${i * 3 + 1}`, 'add_to_cart'),
        () => ending(report, 'search', shop.search({ text: `kind ${i}` })),
        () => ending(report, 'recommend', shop.recommend({ limit: 6 })),
        () => ending(report, 'history', shop.history()),
        () => ending(report, 'status', shop.status()),
      ],
      seed * 31 + i,
    );
  for (let i = 0; i < 3; i++) for (const call of step(i)) await call();
  // And several at once.
  await Promise.all(shuffled(['p20', 'p21', 'p22'], seed).map((product) => track(product, 'view_item')));
  await Promise.all(step(4).map((call) => call()));

  Object.assign(report, await askFaults(database, 'clear'));
  report.acknowledged = kept.length;
  for (const end = Date.now() + LATE_MS; Date.now() < end && !report.recovered; ) {
    report.recovered = (await shop.status().catch(() => undefined))?.durable === true;
    if (!report.recovered) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await ending(report, 'close', shop.close());

  const later = await lib.createRecommender({
    ...options,
    workers: { engine: () => new Worker('/vitrine/engine.worker.js') },
  });
  const history = (await later.history()).map(({ product }) => product);
  for (const product of kept) {
    const count = history.filter((other) => other === product).length;
    if (count !== 1) report.lost.push(`${product}: ${count} times`);
  }
  await later.erase();
  await later.close();
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(database);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  return report;
}
