import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientMessage, FederatedTask, ServerMessage, UpdateRequest } from '../../contract/federated.ts';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { Consent } from '../../contract/visitor-event.ts';
import { Aggregator } from '../../learning/federated/aggregator.ts';
import { prepareUpdate, type Update } from '../../learning/federated/prepare-update.ts';
import { secureAggregation } from '../../learning/federated/secure-aggregation.ts';
import { taskOf } from '../../learning/federated/testing/run-round.ts';
import { writePack } from '../../pack/pack-file.ts';
import { Journal } from '../events/journal.ts';
import type { Settings } from '../facade/options.ts';
import type { UpdateOptions } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import type { NeuralLink } from '../workers/neural-link.ts';
import { takePart } from './federated-part.ts';
import { exportProfile } from './privacy-part.ts';

const DATABASE = 'shop';
const LEDGER = 'vitrine:shop:ledger';
const WEIGHTS = 6;

const stored = new Map<string, string>();
/** Names of the locks that are held. */
const held = new Set<string>();
/** What was asked of them. */
const locked: object[] = [];
beforeEach(() => {
  stored.clear();
  locked.length = 0;
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
  vi.stubGlobal('navigator', {
    locks: {
      request: async (name: string, options: LockOptions, work: (lock: object | null) => unknown) => {
        locked.push({ name, ...options });
        if (held.has(name)) return work(null);
        held.add(name);
        try {
          return await work({ name });
        } finally {
          held.delete(name);
        }
      },
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const pack = writePack({
  manifest: { created: '2026-01-01T00:00:00Z', unit: 'visitor', minShoppers: 1, weights: {}, metrics: {} },
  productIds: ['a', 'b', 'c'],
  sections: { attention: { options: {}, tensors: { items: { shape: [1], data: Int8Array.of(0) } } } },
});
const packDigest = crypto.subtle
  .digest('SHA-256', pack)
  .then((digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''));

/** A page whose visitor saw eight products, and a server with two more shoppers. */
async function shop(changes: Partial<FederatedTask> = {}, consent: Consent = 'granted') {
  const task = taskOf({ pack: await packDigest, noiseMultiplier: 4, survivors: 3, cohort: 3, ...changes });
  const requests: UpdateRequest[] = [];
  const cancelled: string[] = [];
  const updates = new Map<string, Update>();
  const neural = {
    startUpdate: async (request: UpdateRequest) => {
      requests.push(request);
      const update = await prepareUpdate(request, { backend: 'cpu', train: async () => new Float32Array(WEIGHTS) });
      updates.set(request.call, update);
      return update.prepared;
    },
    continueUpdate: async (call: string, answer: unknown) => (await updates.get(call)!.steps.next(answer)).value,
    cancel: async (call: string) => void cancelled.push(call),
  };
  const history = Array.from({ length: 8 }, (_, i): StoredInteraction => {
    return { name: 'view_item', product: 'abc'[i % 3], session: 1, seq: i, at: i, id: `${i}` };
  }).reverse();
  const settings = { engine: { database: DATABASE, consent }, slowDeadline: 600_000, pack: pack.buffer } as Settings;
  const link = {
    ask: async (_: unknown, send: (service: object) => unknown) => send({ history: async () => history }),
  };
  const life = { call: (send: (service: typeof neural) => unknown) => send(neural) };
  const parts = [
    link as unknown as EngineLink,
    { ready: async () => life } as unknown as NeuralLink,
    settings,
  ] as const;

  const aggregator = new Aggregator(task, WEIGHTS);
  const others = [1, 2].map(() => ({
    steps: secureAggregation(new Int32Array(WEIGHTS), task),
    answer: undefined as unknown,
  }));
  const told: ClientMessage[] = [];
  const exchange = async (message: ClientMessage): Promise<ServerMessage> => {
    told.push(message);
    await aggregator.receive(message);
    const names = await Promise.all(
      others.map(async (other) => {
        const { value } = await other.steps.next(other.answer);
        await aggregator.receive(value);
        return (value as ClientMessage).client;
      }),
    );
    const answers = aggregator.next();
    for (const [i, name] of names.entries()) others[i].answer = answers.get(name);
    return answers.get(message.client)!;
  };
  return {
    task,
    told,
    requests,
    cancelled,
    settings,
    aggregator,
    exchange,
    update: (options: Partial<UpdateOptions> = {}) => takePart(...parts, { task, exchange, ...options }),
  };
}

const ledger = () => JSON.parse(stored.get(LEDGER) ?? 'null');

test('a round of four messages: the server learns the sum, and the ledger what it told', async () => {
  const { update, told, requests, aggregator } = await shop();
  const report = await update();
  expect(report).toMatchObject({ round: 'round 1', delta: 1e-5, backend: 'cpu' });
  expect(report.epsilon).toBeGreaterThan(0.5);
  expect(report.epsilon).toBeLessThan(2);
  expect(told.map(({ kind }) => kind)).toEqual(['keys', 'shares', 'masked-input', 'unmasking']);
  expect((await aggregator.sum()).survivors).toHaveLength(3);
  expect(ledger()).toEqual({ version: 1, entries: [{ noiseMultiplier: 4, updates: 1 }] });
  expect(requests[0].history.map(({ product }) => product)).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b']);
});

test('the worker is given no more than it needs: of an interaction what it was, of what product, in which visit', async () => {
  const { update, requests, settings, task } = await shop();
  await update({ task: { ...task, note: () => 'no worker takes a function' } as FederatedTask });
  const [{ call, script, history, ...request }] = requests;
  expect(call).toMatch(/^update-\d+$/);
  expect(script).toMatch(/federated-update\.js$/);
  expect(history[0]).toEqual({ name: 'view_item', product: 'a', session: 1 });
  expect(request).toEqual({ pack: settings.pack, task, budget: { epsilon: 8, delta: 1e-5 }, ledger: [] });
  const next = await shop();
  await next.update();
  expect(next.requests[0].call).not.toBe(call);
  expect(next.requests[0].ledger).toEqual([{ noiseMultiplier: 4, updates: 1 }]);
});

test('updates add up in the ledger until the budget is reached; then nothing is told', async () => {
  const budget = { epsilon: 2, delta: 1e-5 };
  const spent: number[] = [];
  for (;;) {
    const next = await shop();
    const outcome = await next.update({ budget }).catch((thrown) => thrown);
    if (outcome.code === undefined) {
      spent.push(outcome.epsilon);
      continue;
    }
    expect(outcome).toMatchObject({ code: 'privacy-budget', remedy: expect.stringMatching(/./) });
    expect(next.told).toEqual([]);
    break;
  }
  expect(spent.length).toBeGreaterThan(1);
  expect(ledger().entries).toEqual([{ noiseMultiplier: 4, updates: spent.length }]);
  // Rounds with more noise tell less, and may still fit.
  const quieter = await shop({ noiseMultiplier: 12 });
  await expect(quieter.update({ budget })).resolves.toMatchObject({ round: 'round 1' });
  expect(ledger().entries).toHaveLength(2);
}, 60_000);

test.each<Consent>(['pending', 'denied'])(
  'where consent is %s nothing is computed, told or stored',
  async (consent) => {
    const { update, told, requests } = await shop({}, consent);
    await expect(update()).rejects.toMatchObject({
      code: 'no-consent',
      message: `Nothing may be told of the visitor: \`consent\` is \`${consent}\`.`,
    });
    expect([told, requests, stored.size]).toEqual([[], [], 0]);
  },
);

test('consent that is withdrawn in the middle ends it before anything of the history is told', async () => {
  const { update, told, settings, exchange, cancelled } = await shop();
  const withdrawing = (message: ClientMessage) => {
    if (message.kind === 'shares') settings.engine.consent = 'denied';
    return exchange(message);
  };
  await expect(update({ exchange: withdrawing })).rejects.toMatchObject({ code: 'no-consent' });
  expect(told.map(({ kind }) => kind)).toEqual(['keys', 'shares']);
  expect(cancelled).toHaveLength(1);
});

test('a history that is erased in the middle, in any tab, is not told of; its ledger is gone', async () => {
  const { update, told, exchange } = await shop();
  const erasing = (message: ClientMessage) => {
    if (message.kind === 'shares') new Journal(DATABASE).clear();
    return exchange(message);
  };
  await expect(update({ exchange: erasing })).rejects.toMatchObject({
    code: 'aborted',
    message: 'The history that the update was made from was erased.',
  });
  expect(told.map(({ kind }) => kind)).toEqual(['keys', 'shares']);
  expect(stored.size).toBe(0);
});

test('what was told is in the visitor’s export, with what it means', async () => {
  const { update, settings } = await shop();
  await update();
  const engine = {
    history: async () => [],
    browsing: async () => [],
    products: async () => [],
    status: async () => ({ fineTuned: false }),
  };
  const link = { life: async () => ({ call: (send: (service: typeof engine) => unknown) => send(engine) }) };
  const profile = async () =>
    JSON.parse(await (await exportProfile(link as unknown as EngineLink, settings, {})).text());
  expect(await profile()).toMatchObject({
    updates: [{ noiseMultiplier: 4, updates: 1 }],
    meaning: { updates: expect.stringContaining('noise') },
  });
  stored.set(LEDGER, '{');
  expect((await profile()).updates).toBeNull();
});

test('events of an earlier page that are taken from the journal leave the ledger', async () => {
  await (await shop()).update();
  const journal = new Journal(DATABASE);
  journal.add([{ payload: {}, at: 1 }]);
  expect(journal.take()).toHaveLength(1);
  expect(ledger().entries).toHaveLength(1);
});

const entriesOf = (entry: object, count = 1): string =>
  JSON.stringify({ version: 1, entries: Array.from({ length: count }, () => entry) });
test.each([
  ['{', 'it is not JSON'],
  ['[]', 'an object'],
  ['{"version":2,"entries":[]}', 'version'],
  [entriesOf({ noiseMultiplier: -1, updates: 1 }), 'noiseMultiplier'],
  [entriesOf({ noiseMultiplier: 4, updates: 0 }), 'updates'],
  [entriesOf({ noiseMultiplier: 4, updates: 1 }, 10_001), 'entries'],
])('a ledger that cannot be read (%#) ends it: what was told is not known', async (text, why) => {
  stored.set(LEDGER, text);
  const { update, told } = await shop();
  await expect(update()).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringMatching(new RegExp(`^The ledger of updates cannot be read: .*${why}`)),
    remedy: 'What was told is not known any more, so nothing more can be: `privacy.erase()` begins anew.',
  });
  expect(told).toEqual([]);
  expect(stored.get(LEDGER)).toBe(text);
});

test('where nothing can be stored nothing is told', async () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  const { update, told } = await shop();
  await expect(update()).rejects.toMatchObject({
    code: 'storage',
    message: 'The ledger of updates cannot be stored here.',
    remedy: 'Take part from a browser that stores data for this shop.',
    cause: expect.objectContaining({ name: 'QuotaExceededError' }),
  });
  expect(told).toEqual([]);
});

test('one update at a time', async () => {
  const one = await shop();
  const running = one.update();
  const other = await shop();
  await expect(other.update()).rejects.toMatchObject({
    code: 'bad-options',
    message: 'An update is under way, here or in another tab.',
    remedy: 'Wait for its end.',
  });
  await expect(running).resolves.toBeDefined();
  // The lock is asked for once and not waited for.
  expect(locked).toEqual(Array(2).fill({ name: LEDGER, ifAvailable: true }));
});

test('an abort, a server that cannot be reached, and answers that are none end it with a typed error', async () => {
  const controller = new AbortController();
  const { update, exchange, cancelled } = await shop();
  const aborting = (message: ClientMessage) => {
    controller.abort();
    return exchange(message);
  };
  await expect(update({ exchange: aborting, signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
  expect(cancelled).toHaveLength(1);
  const offline = async (): Promise<never> => Promise.reject(new TypeError('offline'));
  await expect((await shop()).update({ exchange: offline })).rejects.toMatchObject({ code: 'federated-refused' });
  for (const answer of [undefined, null, 'ok', {}, { kind: 'cohort' }, 7n]) {
    const silly = (async () => answer) as unknown as UpdateOptions['exchange'];
    await expect((await shop()).update({ exchange: silly })).rejects.toMatchObject({ code: 'federated-refused' });
  }
  const silent = () => new Promise<never>(() => undefined);
  await expect((await shop()).update({ exchange: silent, answerDeadline: 1 })).rejects.toMatchObject({
    code: 'deadline',
  });
});

test.each<[string, object]>([
  ['no exchange', { exchange: undefined }],
  ['a budget without δ', { budget: { epsilon: 1 } }],
  ['a budget of no ε', { budget: { epsilon: 0, delta: 1e-5 } }],
  ['a δ of 1', { budget: { epsilon: 1, delta: 1 } }],
  ['an option that is not known', { budgets: {} }],
])('%s is refused', async (_, options) => {
  const { update } = await shop();
  expect(() => update(options)).toThrow(
    expect.objectContaining({ code: 'bad-options', remedy: expect.stringMatching(/./) }),
  );
});

test('a shop without a pack is told so', async () => {
  const { update, settings } = await shop();
  delete settings.pack;
  await expect(update()).rejects.toMatchObject({
    code: 'nothing-to-train',
    message: 'The shop has no pack.',
    remedy: 'Give the option `pack`.',
  });
});

test('where a browser has no locks, updates are made all the same', async () => {
  vi.stubGlobal('navigator', {});
  await expect((await shop()).update()).resolves.toBeDefined();
});

test('a call that is given up before it begins tells nothing', async () => {
  const { update, told } = await shop();
  await expect(update({ signal: AbortSignal.abort('left') })).rejects.toMatchObject({ code: 'aborted', cause: 'left' });
  expect(told).toEqual([]);
});
