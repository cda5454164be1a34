import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import type { ScriptedFault } from '../testing/double-script.ts';
import { type Doubles, startDoubles, stopClock } from '../testing/engine-double.ts';
import { partsAt } from '../testing/parts-at.ts';
import { startRecommender } from './create-recommender.ts';
import type { Recommender, RecommenderOptions } from './recommender.ts';

/** More than any machine needs: silence lasts on a clock that stands still. */
const DEADLINE = 60_000;
/** Silence after which a worker counts as dead: of one that has answered, and of one that starts. */
const PATIENCE = DEADLINE / 2;
const FIRST_PATIENCE = 12 * PATIENCE;
const catalogue = (count: number): Product[] => Array.from({ length: count }, (_, row) => ({ id: `p${row}` }));
const view = (id: string) => ({ name: 'view_item', items: [{ item_id: id }] });

let open: { shop: Recommender; doubles: Doubles }[] = [];
const unhandled: unknown[] = [];
const onUnhandled = (event: Event): void => {
  unhandled.push((event as PromiseRejectionEvent).reason ?? (event as ErrorEvent).error);
};

beforeEach(() => {
  unhandled.length = 0;
  window.addEventListener('unhandledrejection', onUnhandled);
  window.addEventListener('error', onUnhandled);
});

afterEach(async () => {
  vi.useRealTimers();
  for (const { shop, doubles } of open) {
    await shop.close();
    doubles.close();
  }
  open = [];
  window.removeEventListener('unhandledrejection', onUnhandled);
  window.removeEventListener('error', onUnhandled);
  expect(unhandled).toEqual([]);
});

function start(options: RecommenderOptions = {}, faults: Parameters<typeof startDoubles>[0] = {}) {
  if (faults.fault) stopClock();
  const doubles = startDoubles(faults);
  const shop = startRecommender({ deadline: DEADLINE, ...options }, doubles.setup);
  const problems: VitrineError[] = [];
  const changes: string[] = [];
  shop.on('problem', (problem) => problems.push(problem));
  shop.on('change', ({ reason }) => changes.push(reason));
  open.push({ shop, doubles });
  return { shop, doubles, problems, changes };
}

const fails = (call: Promise<unknown>): Promise<VitrineError> =>
  call.then(
    (result) => expect.fail(`It should have failed, and gave ${JSON.stringify(result)}`),
    (error) => error,
  );

test('what is tracked at once, before the part that reads events is there, keeps its order', async () => {
  const { shop } = start();
  const ids = Array.from({ length: 60 }, (_, i) => `p${i}`);
  await Promise.all(ids.map((id) => shop.track(view(id))));
  const history = await shop.history();
  expect(history.reverse().map(({ product }) => product)).toEqual(ids);
});

test('what storage could not take before a shop is closed is stored by the next one, once', async () => {
  const database = `closed-${crypto.randomUUID()}`;
  const before = start({ database }, { fault: { at: 'record', kind: 'memory', lives: [0] } });
  expect(await before.shop.track(view('p1'))).toMatchObject({ stored: 1, durable: false });
  await before.shop.close();
  vi.useRealTimers();
  for (const times of [1, 0]) {
    const later = start({ database });
    await later.shop.status();
    const stored = () => later.doubles.committed().map(({ product }) => product);
    if (times === 1) await expect.poll(stored).toEqual(['p1']);
    await later.shop.close();
    expect(stored()).toEqual(times === 1 ? ['p1'] : []);
  }
});

test('calls that follow at once wait for the products, which are no change to them', async () => {
  const { shop, changes } = start({ products: catalogue(30) });
  const [list, report] = await Promise.all([shop.recommend({ limit: 5 }), shop.track(view('p1'))]);
  expect(list.items.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
  expect(report).toMatchObject({ stored: 1, refused: [], durable: true });
  await shop.status();
  expect(changes).toEqual(['interaction']);
});

test('products that come after a list was given up for them are a change', async () => {
  stopClock();
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const late = async function* (): AsyncGenerator<Product> {
    await arrived;
    yield* catalogue(30);
  };
  const { shop, changes } = start({ products: late() });
  const failure = fails(shop.recommend());
  await vi.advanceTimersByTimeAsync(DEADLINE);
  expect(await failure).toMatchObject({ code: 'deadline' });
  expect(changes).toEqual([]);
  arrive();
  await vi.waitUntil(() => changes.length > 0, { timeout: 60_000 });
  expect(changes).toEqual(['products']);
});

test.each<ScriptedFault>([
  { at: 'recommend', kind: 'die', lives: [0] },
  { at: 'recommend', kind: 'hang', lives: [0] },
  { at: 'open', kind: 'die', lives: [0] },
  { at: 'stageProducts', kind: 'hang', lives: [0] },
])('a worker that fails once ($kind at $at) is restarted, supplied again, and the call is answered', async (fault) => {
  const { shop, doubles, problems } = start({ products: catalogue(300) }, { fault });
  const asked = shop.recommend({ limit: 3 });
  await doubles.silence(1, fault.at === 'open' ? FIRST_PATIENCE : PATIENCE);
  // The first answer may take long, so the calls of now are given up before the worker is.
  if (fault.at === 'open') expect((await fails(asked)).code).toBe('deadline');
  const list = await (fault.at === 'open' ? shop.recommend({ limit: 3 }) : asked);
  expect(list.items).toHaveLength(3);
  expect(doubles.starts()).toBe(2);
  expect(problems.map(({ code }) => code)).toEqual(['worker-failed']);
  expect(await shop.status()).toMatchObject({ state: 'ready', restarts: 1, products: 300 });
});

test.each(['die', 'hang'] as const)(
  'a worker that always fails (%s): each call settles with a typed error',
  async (kind) => {
    const { shop, doubles } = start(
      { deadline: 300, products: catalogue(3) },
      { fault: { at: 'open', kind, lives: [0, 1, 2, 3] } },
    );
    const calls = [shop.recommend(), shop.track(view('p1')), shop.history(), shop.erase(), shop.train().next()];
    const codes = Promise.all(calls.map(async (call) => (await fails(call)).code));
    for (const failure of [1, 2, 3, 4]) await doubles.silence(failure, 6 * 300);
    expect((await codes).every((code) => ['deadline', 'worker-failed'].includes(code))).toBe(true);
    expect((await shop.status()).state).not.toBe('ready');
  },
);

test('a worker that dies too often is given up, and says why', async () => {
  const { shop, doubles } = start({ deadline: 300 }, { fault: { at: 'open', kind: 'die', lives: [0, 1, 2, 3, 4, 5] } });
  void shop.recommend();
  for (const failure of [1, 2, 3, 4]) await doubles.silence(failure, 6 * 300);
  expect((await shop.status()).state).toBe('failed');
  expect((await fails(shop.recommend())).code).toBe('worker-failed');
  expect(doubles.starts()).toBe(4);
});

test('a worker that was given up is tried again when it was left alone for a while', async () => {
  const { shop, doubles } = start({ deadline: 300 }, { fault: { at: 'open', kind: 'die', lives: [0, 1, 2, 3] } });
  void shop.recommend();
  for (const failure of [1, 2, 3, 4]) await doubles.silence(failure, 6 * 300);
  expect((await shop.status()).state).toBe('failed');
  await vi.advanceTimersByTimeAsync(600_000);
  await shop.recommend();
  expect((await shop.status()).state).toBe('ready');
  expect(doubles.starts()).toBe(5);
});

test.each([
  ['record', 'before the commit'],
  ['record-committed', 'after the commit'],
])('a death at %s: the interaction is stored once, %s', async (at) => {
  const { shop, doubles } = start({}, { fault: { at, kind: 'die', lives: [0] } });
  const tracked = shop.track(view('p1'));
  await doubles.silence(1, PATIENCE);
  await expect(tracked).resolves.toMatchObject({ stored: 1, durable: true });
  await expect.poll(() => doubles.committed().map(({ product }) => product)).toEqual(['p1']);
  expect(doubles.starts()).toBe(2);
});

test('an error of the engine arrives typed, and does not end the worker', async () => {
  const { shop, doubles } = start({}, { fault: { at: 'erase', kind: 'throw', lives: [0] } });
  expect(await fails(shop.erase())).toMatchObject({ code: 'storage', message: 'Asked for by the test.' });
  expect(doubles.starts()).toBe(1);
});

test('a script that is not there is worker-failed, with the remedy', async () => {
  const shop = startRecommender(
    { workers: { engine: () => new Worker('/no/such/engine.worker.js') } },
    startDoubles().setup,
  );
  const error = await fails(shop.recommend());
  expect(error).toMatchObject({ code: 'worker-failed' });
  expect(error.remedy).not.toBe('');
  await shop.close();
});

test('a feed and a pack that cannot be had are problems; the shelf answers all the same', async () => {
  const { shop, problems } = start({ products: '/missing.json', pack: '/missing.safetensors' });
  await expect(shop.recommend()).resolves.toMatchObject({ items: [] });
  expect(problems.map(({ code }) => code).toSorted()).toEqual(['feed-unreachable', 'pack-unreachable']);
  expect(await fails(shop.setProducts('/missing.json'))).toMatchObject({ code: 'feed-unreachable' });
});

test('what fails is told in the console once a kind, with cause and remedy, and not at all where the shop turned that off', async () => {
  const told = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const missing = { products: '/missing.json', pack: '/missing.safetensors' };
  const { shop } = start(missing);
  await shop.recommend();
  await fails(shop.setProducts('/missing-too.json'));
  const lines = told.mock.calls.map(([line]) => String(line));
  expect(lines.toSorted()).toEqual([
    expect.stringMatching(/^vitrine \(feed-unreachable\): .+ .+/),
    expect.stringMatching(/^vitrine \(pack-unreachable\): .+ .+/),
  ]);
  told.mockClear();
  const quiet = start({ ...missing, warnings: false });
  await quiet.shop.recommend();
  expect(quiet.problems).toHaveLength(2);
  expect(told).not.toHaveBeenCalled();
  told.mockRestore();
});

test('an abort settles at once, before and after the call', async () => {
  const { shop } = start({}, { fault: { at: 'recommend', kind: 'die', lives: [0, 1] } });
  expect((await fails(shop.recommend({ signal: AbortSignal.abort() }))).code).toBe('aborted');
  const controller = new AbortController();
  const call = shop.recommend({ signal: controller.signal });
  controller.abort();
  expect((await fails(call)).code).toBe('aborted');
});

test('after close every call is refused, and closing twice is no error', async () => {
  const { shop } = start({ products: catalogue(3) });
  await shop.recommend();
  await shop.close();
  await shop.close();
  const closed = { code: 'closed', remedy: expect.stringContaining('createRecommender') };
  expect(await fails(shop.recommend())).toMatchObject(closed);
  expect(await fails(shop.track(view('p1')))).toMatchObject(closed);
  expect(await shop.status()).toMatchObject({ state: 'closed' });
});

test('after close the page has no listener of it left', async () => {
  const page = window as unknown as { dataLayer?: unknown[] };
  page.dataLayer = [];
  const targets = [window, document];
  const added = targets.map((target) => vi.spyOn(target, 'addEventListener'));
  const removed = targets.map((target) => vi.spyOn(target, 'removeEventListener'));
  /** Names of the events of the page that something still listens to. */
  const heard = (): string[] => {
    const of = (spies: typeof added | typeof removed) =>
      spies.flatMap(({ mock }) => mock.calls.map(([type]) => String(type)));
    const left = of(added);
    for (const type of of(removed)) if (left.includes(type)) left.splice(left.indexOf(type), 1);
    return left;
  };
  const { shop } = start({ products: catalogue(3) });
  await shop.connect('dataLayer');
  await shop.connect('shopify');
  await shop.watch(await shop.recommend(), document.createElement('div'));
  expect(heard()).toEqual(expect.arrayContaining(['pagehide', 'visibilitychange']));
  await shop.close();
  expect(heard()).toEqual([]);
  vi.restoreAllMocks();
  delete page.dataLayer;
});

test('a listener that throws disturbs nobody', async () => {
  const { shop, changes } = start();
  shop.on('change', () => {
    throw new Error('of the page');
  });
  const stop = shop.on('change', () => changes.push('second'));
  stop();
  await shop.track(view('p1'));
  expect(changes).toEqual(['interaction']);
});

test.each([
  ['a deadline of zero', { deadline: 0 }],
  ['a database without a name', { database: '' }],
  ['products that are a number', { products: 7 as never }],
  ['no object', null as never],
])('bad options are refused: %s', (_, options) => {
  const { setup, close } = startDoubles();
  close();
  expect(() => startRecommender(options, setup)).toThrow(
    expect.objectContaining({ code: 'bad-options', remedy: expect.stringMatching(/./) }),
  );
});

test.each([
  [{ product: [] }, 'product', 'products'],
  [{ packs: '/shop' }, 'packs', 'pack'],
  [{ neural: { backend: ['wasm'] } }, 'neural.backend', 'neural.backends'],
  [{ workers: { engin: undefined } }, 'workers.engin', 'workers.engine'],
  [{ toString: 1 }, 'toString', ''],
])('an option that is not known is refused with those that are: %o', (options, name, nearest) => {
  const { setup, close } = startDoubles();
  close();
  expect(() => startRecommender(options as never, setup)).toThrow(
    expect.objectContaining({
      code: 'bad-options',
      message: expect.stringContaining(`\`${name}\``),
      remedy: expect.stringContaining(`\`${nearest}`),
    }),
  );
});

test('where the bundle knows no addresses, the option `workers` is all that it needs', async () => {
  const { setup, close } = startDoubles();
  const { engine } = setup;
  const unknown = (): never => {
    throw new TypeError('Invalid URL');
  };
  const nowhere = {
    engine: unknown,
    neural: unknown,
    parts: partsAt(unknown),
    wasm: unknown,
  };
  const shop = startRecommender({ products: catalogue(3), workers: { engine } }, nowhere);
  expect((await shop.recommend()).items).toHaveLength(3);
  await shop.close();
  close();
  const lost = startRecommender({ products: catalogue(3), warnings: false }, nowhere);
  expect(await fails(lost.recommend())).toMatchObject({
    code: 'worker-failed',
    remedy: expect.stringContaining('`workers`'),
  });
  await lost.close();
});

test('a connected dataLayer is tracked by itself, with what was pushed before, until close', async () => {
  const page = window as unknown as { dataLayer?: unknown[] };
  page.dataLayer = [view('p1'), { event: 'gtm.js' }];
  const { shop, doubles, problems } = start();
  await shop.connect('dataLayer');
  page.dataLayer.push(view('p2'), { event: 'scroll_depth' });
  await expect.poll(() => doubles.committed().map(({ product }) => product), { timeout: 30_000 }).toEqual(['p1', 'p2']);
  expect(problems).toEqual([]);
  await shop.close();
  page.dataLayer.push(view('p3'));
  expect(page.dataLayer.push).toBe(Array.prototype.push);
  expect((await fails(shop.connect('pigeons' as never))).code).toBe('bad-options');
  delete page.dataLayer;
});

test('payloads of one turn go to the engine in one call', async () => {
  const { shop, changes } = start();
  await shop.track(view('first'));
  changes.length = 0;
  await Promise.all(Array.from({ length: 300 }, (_, i) => shop.track(view(`p${i}`))));
  expect(changes).toEqual(['interaction']);
});

test('what another tab did is a change here; what the engine says anew of itself is a status', async () => {
  const { shop, doubles, changes } = start();
  await shop.status();
  const states: string[] = [];
  shop.on('status', ({ state }) => states.push(state));
  for (const news of ['interaction', 'erase', 'training'] as const) doubles.tell(news);
  await expect.poll(() => changes, { timeout: 60_000 }).toEqual(['interaction', 'erase', 'training']);
  states.length = 0;
  doubles.tell('status');
  await expect.poll(() => states, { timeout: 60_000 }).toEqual(['ready']);
  // An erasure elsewhere takes what this page would send again.
  await shop.track(view('p1'));
  doubles.tell('erase');
  await expect.poll(() => changes.filter((reason) => reason === 'erase').length, { timeout: 60_000 }).toBe(2);
});

test('a page that goes keeps what is under way, before and after the part that reads events is there', async () => {
  const database = `leaving-${crypto.randomUUID()}`;
  const kept = () => JSON.parse(localStorage.getItem(`vitrine:${database}`) ?? '[]') as object[];
  const { shop } = start({ database });
  const tracked = shop.track(view('p1'));
  window.dispatchEvent(new Event('pagehide'));
  expect(kept()).toMatchObject([{ payload: view('p1') }]);
  await tracked;
  localStorage.removeItem(`vitrine:${database}`);
  window.dispatchEvent(new Event('pagehide'));
  expect(kept(), 'all of it is stored').toEqual([]);
  await shop.consent('denied');
  void shop.track(view('p2')).catch(() => undefined);
  window.dispatchEvent(new Event('pagehide'));
  expect(kept(), 'nothing may be').toEqual([]);
});

test('consent that is withdrawn by a banner erases what an earlier page stored', async () => {
  const page = window as unknown as { dataLayer?: unknown[] };
  page.dataLayer = [];
  const { shop, doubles, changes } = start({ consent: 'pending' });
  await shop.connect('dataLayer');
  const command = (state: string) => page.dataLayer!.push(['consent', 'update', { personalization_storage: state }]);
  command('granted');
  await shop.track(view('p1'));
  await expect.poll(() => doubles.committed(), { timeout: 60_000 }).toHaveLength(1);
  command('denied');
  await expect.poll(() => changes, { timeout: 60_000 }).toContain('erase');
  expect((await shop.status()).interactions).toBe(0);
  delete page.dataLayer;
});

test('a search by words goes to the engine as it is, and options of all other calls may be left out', async () => {
  const { shop, changes } = start({ products: [{ id: 'p1', title: 'A mug' }] });
  expect((await shop.search({ text: 'mug' })).items.map(({ id }) => id)).toEqual(['p1']);
  expect(await shop.browsing()).toEqual([]);
  expect(await shop.privacy.summary()).toMatchObject({ consent: 'granted' });
  const file = await shop.privacy.export();
  const passphrase = 'a long enough one';
  await shop.privacy.import(await shop.privacy.export({ passphrase }), { passphrase });
  changes.length = 0;
  await shop.privacy.import(file);
  await shop.remember([{ name: 'view_item', product: 'p1', at: 1_000 }]);
  expect(changes).toEqual(['interaction', 'interaction']);
  await shop.privacy.summary({});
  await shop.privacy.export({});
  await shop.privacy.import(file, {});
  await shop.remember([], {});
});

test('a status that is given up is told so; one that is only late is the last that was heard', async () => {
  const { shop } = start();
  await shop.status();
  expect((await fails(shop.status({ signal: AbortSignal.abort('left') }))).code).toBe('aborted');
  const late = start({}, { fault: { at: 'status', kind: 'throw', lives: [0] } });
  expect((await late.shop.status()).state).toMatch(/./);
});

test('the neural worker is prepared after the first list, once, where the shop says so', async () => {
  const { shop, doubles } = start({ neural: { start: 'idle' } });
  let started = 0;
  const { neural } = doubles.setup;
  doubles.setup.neural = () => {
    started++;
    return neural();
  };
  await shop.recommend();
  await shop.recommend();
  await shop.close();
  expect(started).toBeLessThanOrEqual(1);
});

test('a recommender that is closed while its neural part comes ends that part too', async () => {
  const { shop } = start();
  const describing = shop.describe('p1').catch((thrown) => thrown);
  await shop.close();
  expect(await describing).toMatchObject({ name: 'VitrineError' });
  expect((await fails(shop.describe('p1'))).code).toMatch(/./);
});

test('a list that was seen changes no list; what holds no element cannot be watched', async () => {
  const { shop, changes } = start({ products: [{ id: 'p1' }] });
  await shop.track({ name: 'view_item_list', items: [{ item_id: 'p1' }] });
  expect(changes).not.toContain('interaction');
  expect(await shop.report()).toEqual(await shop.report({}));
  const list = await shop.recommend({});
  const { code, remedy } = await fails(shop.watch(list, null as never));
  expect({ code, remedy }).toEqual({ code: 'bad-options', remedy: expect.stringContaining('data-product') });
});
