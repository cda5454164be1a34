/** Whole visits under attack, each with a database of its own, and what each of them saw. */
import { createRecommender } from 'vitrine';
import type { Fault } from '../../src/testing.ts';

/** Far beyond every deadline of a call. */
export const LATE_MS = 120_000;
const ENGINE = '/vitrine/engine.worker.js';

/** What fails in the engine's worker during a visit. */
export interface PlannedFault extends Fault {
  /** `worker`: a message that comes finds it in an endless loop (`hangs`), ends it (`aborts`), or has it throw outside of any call. */
  over: 'storage' | 'messages' | 'fetches' | 'worker';
  /** Of this visit alone. */
  database: string;
  /** Milliseconds after which a call is given up. Default: the package's. */
  deadline?: number;
}

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
  /** Milliseconds from each loss of the worker, once the page had noticed it, to the next one that was ready. */
  restarts: number[];
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

/**
 * Has all work again. A worker that is just being restarted hears nothing yet, and one that was given up is started again by
 * a call that comes a while later: `wake` is such a call.
 * @returns what became of the fault
 */
function clearFault(database: string, wake: () => void): Promise<{ met: boolean; failed: number }> {
  const channel = new BroadcastChannel(`faults of ${database}`);
  return new Promise((resolve) => {
    channel.addEventListener('message', ({ data }) => {
      clearInterval(asking);
      channel.close();
      resolve(data);
    });
    const asking = setInterval(() => {
      channel.postMessage('clear');
      wake();
    }, 200);
    channel.postMessage('clear');
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
export async function visit(fault: PlannedFault, seed: number): Promise<VisitReport> {
  const report: VisitReport = {
    met: false,
    failed: 0,
    acknowledged: 0,
    lost: [],
    late: [],
    untyped: [],
    recovered: false,
    restarts: [],
  };
  const { database, deadline } = fault;
  const address = new URL(ENGINE, location.href);
  address.searchParams.set('fault', JSON.stringify(fault));
  const options = {
    database,
    products: '/feed.json',
    warnings: false,
    consent: 'granted',
    ...(deadline && { deadline }),
  } as const;
  /** Of the engine: a worker that is lost is followed by one without a fault. */
  let lives = 0;
  let cleared = false;
  const startNext = (): Worker => new Worker(cleared || (fault.over === 'worker' && lives++ > 0) ? ENGINE : address);
  const shop = await createRecommender({ ...options, workers: { engine: startNext } });
  let lostAt: number | undefined;
  shop.on('status', ({ state }) => {
    if (state === 'restarting') lostAt ??= performance.now();
    if (state !== 'ready' || lostAt === undefined) return;
    report.restarts.push(Math.round(performance.now() - lostAt));
    lostAt = undefined;
  });

  const kept: string[] = [];
  const track = async (product: string, name: string): Promise<void> => {
    const answer = await ending(report, 'track', shop.track({ name, items: [{ item_id: product }] }));
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

  const lost = lives - 1;
  const wake = (): void => void shop.status().catch(() => {});
  Object.assign(report, lost > 0 ? { met: true, failed: lost } : await clearFault(database, wake));
  cleared = true;
  report.acknowledged = kept.length;
  for (const end = Date.now() + LATE_MS; Date.now() < end && !report.recovered; ) {
    report.recovered = (await shop.status().catch(() => undefined))?.durable === true;
    if (!report.recovered) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await ending(report, 'close', shop.close());

  const later = await createRecommender({
    ...options,
    deadline: LATE_MS,
    workers: { engine: () => new Worker(ENGINE) },
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
