import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Consent } from '../../contract/visitor-event.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Settings } from '../facade/options.ts';
import type { CallOptions, ExportOptions, ImportOptions, PastInteraction } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { exportProfile, importProfile, MOST_BYTES, remember, summarise } from './privacy-part.ts';
import { MOST_EVENTS } from './profile.ts';

let devices = 0;
const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

/** A browser with a history of its own. */
async function device(consent: Consent = 'granted', retention?: number) {
  const engine = createEngine();
  engines.push(engine);
  const database = `privacy-${devices++}`;
  await engine.open({ database, consent });
  const link = { life: async () => ({ call: (send: (service: Engine) => unknown) => send(engine) }) };
  const settings = { engine: { database, consent, retention }, slowDeadline: 600_000 } as Settings;
  const parts = [link as unknown as EngineLink, settings] as const;
  return {
    engine,
    summary: async (options: CallOptions = {}) => summarise(...parts, options),
    export: async (options: ExportOptions = {}) => exportProfile(...parts, options),
    import: async (file: Blob | string, options: ImportOptions = {}) => importProfile(...parts, file, options),
    remember: async (past: readonly PastInteraction[]) => remember(...parts, past, {}),
    products: async () => (await engine.history(1e6)).map(({ product }) => product).reverse(),
  };
}
type Device = Awaited<ReturnType<typeof device>>;

const START = Date.UTC(2026, 0, 1);
const minutes = (count: number): number => START + count * 60_000;
const view = (product: string, at: number) => ({
  name: 'view_item' as const,
  product,
  at: minutes(at),
  id: `v-${product}`,
});
/** A profile of these interactions. */
const profileOf = (interactions: readonly object[], browsing: readonly object[] = []): string =>
  JSON.stringify({ format: 'vitrine-profile', version: 1, interactions, browsing });
const seen = (product: string, at: number) => ({
  time: new Date(minutes(at)).toISOString(),
  name: 'view_item',
  product,
});

/** What an order says beside its products, and a list beside its own. */
const PAID = { price: 9, transaction: 'T-1', currency: 'EUR' };
const SEEN = {
  list: 'l1',
  placement: 'home',
  experiment: 'order',
  variant: 'new-first',
  rules: { a: 'sale' },
  teams: { b: 'diverse' },
};

let laptop: Device;
let phone: Device;
beforeEach(async () => {
  laptop = await device();
  phone = await device();
  await laptop.engine.stageProducts([{ id: 'a', title: 'Teapot, blue' }]);
  await laptop.engine.commitProducts();
  await laptop.engine.record([
    view('a', 0),
    { name: 'purchase', product: 'b', at: minutes(3), quantity: 2, list: 'l1', id: 'p', ...PAID },
    { name: 'search', words: 'teapot', at: minutes(1), id: 's' },
    { name: 'view_item_list', products: ['a', 'b'], at: minutes(2), id: 'l', ...SEEN },
  ]);
});

test('an export has all that is stored, in words, with the titles that the catalogue knows', async () => {
  const { meaning, ...profile } = JSON.parse(await (await laptop.export()).text());
  expect(profile).toMatchObject({
    format: 'vitrine-profile',
    version: 1,
    consent: 'granted',
    learned: false,
    updates: null,
    interactions: [
      {
        time: '2026-01-01T00:00:00.000Z',
        name: 'view_item',
        product: 'a',
        title: 'Teapot, blue',
        session: 1,
        id: 'v-a',
      },
      { name: 'purchase', product: 'b', quantity: 2, list: 'l1', ...PAID },
    ],
    browsing: [
      { name: 'search', words: 'teapot' },
      { name: 'view_item_list', products: ['a', 'b'], ...SEEN },
    ],
  });
  const fields = [profile, ...profile.interactions, profile.browsing[1]].flatMap(Object.keys);
  const told = new Set(['format', 'version', 'exported', 'name', ...Object.keys(meaning)]);
  expect(fields.filter((field) => !told.has(field))).toEqual([]);
});

test('the summary counts what is stored, since when, and says what it does not know', async () => {
  expect(await laptop.summary()).toEqual({
    consent: 'granted',
    durable: true,
    since: START,
    sessions: 1,
    interactions: 2,
    products: 2,
    searches: 1,
    pages: 1,
    fineTuned: false,
    updates: null, // no localStorage here
    shared: 'nothing',
  });
  await laptop.engine.record([view('c', 45)]);
  expect(await laptop.summary()).toMatchObject({ sessions: 2, interactions: 3, products: 3 });
  await laptop.engine.erase();
  expect(await laptop.summary()).not.toHaveProperty('since');
});

test.each([
  ['granted', 'recent'],
  ['pending', 'nothing'],
  ['denied', 'nothing'],
] as const)('with consent that is %s an endpoint that is told `recent` is told %s', async (consent, shared) => {
  const { engine, summary } = await device(consent);
  const told = { url: '/', share: 'recent', requests: 1, answers: 1, bytesSent: 1, lastSent: '' } as const;
  const status = await engine.status();
  vi.spyOn(engine, 'status').mockResolvedValue({ ...status, remote: told });
  expect(await summary()).toMatchObject({ shared });
});

test('the summary has the consent and the retention of the page, and adds up the updates of the ledger', async () => {
  const held = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => held.get(key) ?? null });
  try {
    const tablet = await device('pending', 90);
    const { engine, ...asked } = tablet;
    expect(await asked.summary()).toMatchObject({ consent: 'pending', durable: false, retention: 90, updates: 0 });
    const entries = [
      { noiseMultiplier: 4, updates: 2 },
      { noiseMultiplier: 8, updates: 1 },
    ];
    held.set(`vitrine:privacy-${devices - 1}:ledger`, JSON.stringify({ version: 1, entries }));
    expect(await asked.summary()).toMatchObject({ updates: 3 });
    await engine.record([view('a', 0)]);
    expect(await asked.summary()).toMatchObject({ since: START, durable: false });
  } finally {
    vi.unstubAllGlobals();
  }
});

test('another device has the same history after an import, and not twice after a second', async () => {
  const file = await laptop.export();
  expect(await phone.import(file)).toEqual({ stored: 4, known: 0, leftOut: 0, refused: 0, durable: true });
  expect(await phone.import(await file.text())).toMatchObject({ stored: 0, known: 4 });
  const [there, here] = await Promise.all([phone.export(), laptop.export()]);
  const eventsOf = async (profile: Blob) => {
    const { interactions, browsing } = JSON.parse(await profile.text());
    return [interactions.map(({ title: _, ...event }: { title?: string }) => event), browsing];
  };
  expect(await eventsOf(there)).toEqual(await eventsOf(here));
  expect(await laptop.import(there)).toMatchObject({ stored: 0, known: 4 });
});

test('events take their place in time among those of this device, and new ones follow', async () => {
  await phone.engine.record([view('x', 1), view('y', 2), view('z', 90)]);
  await phone.import(await laptop.export());
  expect(await phone.products()).toEqual(['a', 'x', 'y', 'b', 'z']);
  await phone.engine.record([view('new', 91)]);
  const history = (await phone.engine.history(9)).reverse();
  expect(history.map(({ product, session }) => [product, session])).toEqual([
    ['a', 1],
    ['x', 1],
    ['y', 1],
    ['b', 1],
    ['z', 2],
    ['new', 2],
  ]);
  expect(history.every(({ seq }, i) => i === 0 || seq > history[i - 1].seq)).toBe(true);
});

test('another tab has what was imported, in the same order', async () => {
  const tab = createEngine();
  engines.push(tab);
  await phone.engine.record([view('z', 90)]);
  await tab.open({ database: `privacy-${devices - 1}` });
  await phone.import(await laptop.export());
  await expect
    .poll(async () => (await tab.history(9)).map(({ product }) => product), { timeout: 30_000 })
    .toEqual(['z', 'b', 'a']);
});

test('before an answer an import is kept in memory; where it is denied, there is none and nothing to export', async () => {
  const file = await laptop.export();
  const pending = await device('pending');
  expect(await pending.import(file)).toMatchObject({ stored: 4, durable: false });
  await pending.engine.consent('granted');
  expect(await pending.products()).toEqual(['a', 'b']);
  const denied = await device('denied');
  await expect(denied.import(file)).rejects.toMatchObject({
    code: 'no-consent',
    message: 'The visitor does not allow it: `consent` is `denied`.',
  });
  expect(JSON.parse(await (await denied.export()).text())).toMatchObject({
    consent: 'denied',
    interactions: [],
    browsing: [],
  });
});

test.each<[unknown, string, string]>([
  [7, 'bad-options', 'A profile is a file (`Blob`) or a text.'],
  ['tea', 'profile-unreadable', 'The profile cannot be read. It is not JSON.'],
  ['null', 'profile-unreadable', 'The profile cannot be read. It is not an object.'],
  ['"tea"', 'profile-unreadable', 'The profile cannot be read. It is not an object.'],
  [' '.repeat(MOST_BYTES + 1), 'profile-unreadable', 'The profile cannot be read. It is larger than 64 MiB.'],
  [' '.repeat(MOST_BYTES), 'profile-unreadable', 'The profile cannot be read. It is not JSON.'],
])('what is no profile is refused with what it is', async (file, code, message) => {
  await expect(phone.import(file as string)).rejects.toMatchObject({ code, message });
});

test('a profile is told by its type; a title that the catalogue lacks is left out', async () => {
  const file = await laptop.export();
  expect(file.type).toBe('application/json');
  const [teapot, other] = JSON.parse(await file.text()).interactions;
  expect(teapot.title).toBe('Teapot, blue');
  expect(other).not.toHaveProperty('title');
});

test('a large history is stored in parts, every event of it once, and what is refused is told by its own place', async () => {
  const record = vi.spyOn(phone.engine, 'record');
  const past = Array.from({ length: 2_500 }, (_, i) => ({
    name: 'view_item' as const,
    product: i === 1_500 ? 'undefined' : `p${i}`,
    at: minutes(i),
  }));
  const report = await phone.remember(past);
  expect(report).toMatchObject({ stored: 2_499, known: 0, durable: true, reordered: false });
  expect(report.refused.map(({ index }) => index)).toEqual([1_500]);
  expect(record.mock.calls.map(([events]) => events.length)).toEqual([1_000, 1_000, 500]);
  expect(record.mock.calls.every(([, merged]) => merged === true)).toBe(true);
  expect(await phone.products()).toHaveLength(2_499);
});

test('each call is called by its name where it is given up, and what is already given up stores nothing', async () => {
  const signal = AbortSignal.abort('left');
  const given = [laptop.summary({ signal }), laptop.export({ signal }), phone.import('{}', { signal })] as const;
  const names = ['privacy.summary()', 'privacy.export()', 'privacy.import()'];
  for (const [i, call] of given.entries()) {
    await expect(call).rejects.toMatchObject({ code: 'aborted', message: expect.stringContaining(names[i]) });
  }
  expect(await phone.products()).toEqual([]);
});

test('a time in the future becomes now; what the engine cannot use is told', async () => {
  const report = await phone.import(profileOf([{ ...seen('a', 0), time: '2999-01-01' }, seen('undefined', 0)]));
  expect(report).toMatchObject({ stored: 1, refused: 1 });
  const [event] = await phone.engine.history(1);
  expect(event.at).toBeLessThanOrEqual(Date.now());
});

test('entries without an id are stored once, too', async () => {
  const file = profileOf([seen('a', 0), seen('a', 1)], [{ ...seen('', 2), name: 'search', words: 'mug' }]);
  expect(await phone.import(file)).toMatchObject({ stored: 3, known: 0 });
  expect(await phone.import(file)).toMatchObject({ stored: 0, known: 3 });
  expect(await phone.products()).toEqual(['a', 'a']);
});

test('what names no product and has no id is known again by what it says', async () => {
  const at = (minute: number) => ({ time: new Date(minutes(minute)).toISOString() });
  const file = profileOf(
    [],
    [
      { ...at(1), name: 'view_category', category: 'pots' },
      { ...at(1), name: 'view_category', category: 'cups' },
      { ...at(2), name: 'page_view', page: 'https://shop.test/a' },
      { ...at(3), name: 'view_item_list', products: ['a', 'b'] },
    ],
  );
  expect(await phone.import(file)).toMatchObject({ stored: 4, known: 0 });
  expect(await phone.import(file)).toMatchObject({ stored: 0, known: 4 });
});

test('events beyond the bound are told, and the newest are read', async () => {
  const many = Array.from({ length: MOST_EVENTS + 2 }, () => seen('same', 5));
  const file = profileOf([...many, seen('newest', 6), seen('oldest', 0)]);
  expect(await phone.import(file)).toMatchObject({ stored: 2, leftOut: 4, known: MOST_EVENTS - 2 });
  expect(await phone.products()).toEqual(['same', 'newest']);
});

describe('encrypted', () => {
  test('it opens with its passphrase, also written in another form of the same letters, and shows nothing', async () => {
    const file = await laptop.export({ passphrase: 'caf\u00e9 \u6c34' });
    const text = await file.text();
    expect(text).not.toMatch(/teapot|interactions|view_item/i);
    expect(JSON.parse(text)).toMatchObject({
      format: 'vitrine-profile-encrypted',
      version: 1,
      key: { kdf: 'PBKDF2-SHA-256', iterations: 600_000 },
      cipher: 'AES-256-GCM',
    });
    expect(await phone.import(file, { passphrase: 'cafe\u0301 \u6c34' })).toMatchObject({ stored: 4 });
  });

  test('salt and nonce are new in each file', async () => {
    const files = await Promise.all([0, 1].map(async () => (await laptop.export({ passphrase: 'p' })).text()));
    const [one, other] = files.map((text) => JSON.parse(text));
    expect(one.key.salt).not.toBe(other.key.salt);
    expect(one.nonce).not.toBe(other.nonce);
  });

  test('another passphrase, none, or a file that was changed anywhere is refused, and nothing is stored', async () => {
    const text = await (await laptop.export({ passphrase: 'right' })).text();
    const fails = (file: string, passphrase?: string) =>
      phone.import(file, passphrase === undefined ? {} : { passphrase }).then(
        () => 'imported',
        (error: unknown) => (error as VitrineError).code,
      );
    expect(await fails(text, 'wrong')).toBe('wrong-passphrase');
    expect(await fails(text)).toBe('wrong-passphrase');
    const envelope = JSON.parse(text);
    const flipped = (base64: string) => (base64[0] === 'A' ? 'B' : 'A') + base64.slice(1);
    expect(await fails(JSON.stringify({ ...envelope, sealed: flipped(envelope.sealed) }), 'right')).toBe(
      'wrong-passphrase',
    );
    expect(await fails(JSON.stringify({ ...envelope, nonce: flipped(envelope.nonce) }), 'right')).toBe(
      'wrong-passphrase',
    );
    expect(await fails(JSON.stringify({ ...envelope, nonce: 'AAAA' }), 'right')).toBe('profile-unreadable');
    expect(await fails(JSON.stringify({ ...envelope, version: 2 }), 'right')).toBe('profile-version');
    for (const iterations of [1, 1e12, '600000', null]) {
      const key = { ...envelope.key, iterations };
      expect(await fails(JSON.stringify({ ...envelope, key }), 'right')).toBe('profile-unreadable');
    }
    expect(await phone.products()).toEqual([]);
  });

  test('where a page was not loaded over HTTPS, it says what is missing', async () => {
    const file = await laptop.export({ passphrase: 'p' });
    const { getRandomValues } = crypto;
    vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) });
    try {
      const missing = { code: 'no-encryption', remedy: expect.stringContaining('HTTPS') };
      await expect(laptop.export({ passphrase: 'p' })).rejects.toMatchObject(missing);
      await expect(phone.import(file, { passphrase: 'p' })).rejects.toMatchObject(missing);
      expect(await phone.products()).toEqual([]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test.each(['', 7, {}])('the passphrase %j is refused', async (passphrase) => {
    const options = { passphrase } as { passphrase: string };
    const refusal = {
      code: 'bad-options',
      message: 'The option `passphrase` is not a text of at least one character.',
    };
    await expect(laptop.export(options)).rejects.toMatchObject(refusal);
    await expect(phone.import('{}', options)).rejects.toMatchObject(refusal);
  });
});

describe('hostile', () => {
  const CODES = ['profile-unreadable', 'profile-version', 'wrong-passphrase', 'bad-options'];

  /** Refused with its own code and nothing stored, or every event of it is one that can be used. */
  async function holds(file: unknown): Promise<void> {
    const before = await phone.products();
    const outcome = await phone.import(file as string, { passphrase: 'p' }).then(
      (report) => report,
      (error: unknown) => error,
    );
    if (outcome instanceof VitrineError) {
      expect(CODES).toContain(outcome.code);
      expect(outcome.message).not.toBe('');
      expect(await phone.products()).toEqual(before);
    } else expect(outcome).toMatchObject({ leftOut: 0, durable: true });
    const history = await phone.engine.history(1e6);
    const now = Date.now();
    expect(history.every(({ at, product }) => at >= 0 && at <= now && product.length <= 512)).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }

  test('any text', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.string(), fc.json()), holds), { numRuns: 300 });
  });

  test('any value in the place of any part of a profile', async () => {
    const any = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(-1, 1e308, '9999-99-99', '__proto__', 'x'.repeat(600), [], {}, null),
    );
    const entry = fc.record(
      {
        time: fc.oneof(
          any,
          fc.date({ noInvalidDate: true }).map((date) => date.toJSON()),
        ),
        name: fc.oneof(any, fc.constantFrom('view_item', 'purchase', 'search', 'view_item_list', 'constructor')),
        product: fc.oneof(any, fc.string()),
        words: any,
        products: fc.oneof(any, fc.array(fc.string())),
        quantity: any,
        list: any,
        id: fc.oneof(any, fc.string()),
        seq: any,
        session: any,
      },
      { requiredKeys: ['time', 'name', 'product'] },
    );
    const profile = fc.record({
      format: fc.oneof({ weight: 9, arbitrary: fc.constant('vitrine-profile') }, { weight: 1, arbitrary: any }),
      version: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: any }),
      interactions: fc.oneof(any, fc.array(entry, { maxLength: 4 })),
      browsing: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(entry) }),
    });
    await fc.assert(
      fc.asyncProperty(profile, (value) => holds(JSON.stringify(value))),
      { numRuns: 500 },
    );
  });

  test('any change of a true profile', async () => {
    const text = await (await laptop.export()).text();
    const change = fc.tuple(fc.nat(text.length), fc.nat(20), fc.string({ maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(change, ([at, cut, put]) => holds(text.slice(0, at) + put + text.slice(at + cut))),
      { numRuns: 300 },
    );
  });

  test.each([
    ['names of the language', '{"__proto__":{"polluted":1},"format":"vitrine-profile","version":1,"interactions":[]}'],
    ['nested deeply', '['.repeat(1e6)],
    ['nested deeply, and closed', `{"format":${'['.repeat(1e5)}${']'.repeat(1e5)}}`],
    ['no object', 'null'],
    ['a number', 5],
    ['nothing', undefined],
  ])('%s', async (_, file) => {
    await expect(phone.import(file as string)).rejects.toBeInstanceOf(VitrineError);
    await holds(file);
  });

  test('a file over the budget is refused before it is read', async () => {
    let read = false;
    class Large extends Blob {
      override get size(): number {
        return MOST_BYTES + 1;
      }
      override async text(): Promise<string> {
        read = true;
        return '';
      }
    }
    await expect(phone.import(new Large())).rejects.toMatchObject({ code: 'profile-unreadable' });
    expect(read).toBe(false);
  });
});

test('what an account knows is merged by its times, once, and what cannot be used is told by its index', async () => {
  await phone.engine.record([view('x', 1), view('z', 90)]);
  const past = [
    { name: 'purchase' as const, product: 'late', at: new Date(minutes(30)) },
    { name: 'view_item' as const, product: 'first', at: minutes(0) },
    { name: 'purchase' as const, product: 'undefined', at: minutes(2) },
    { name: 'view_item' as const, product: 'never', at: '2999-01-01' },
    { name: 'view_item' as const, product: 'first', at: minutes(0) },
  ];
  const report = await phone.remember(past);
  expect(report).toMatchObject({ stored: 2, known: 1, leftOut: 0, reordered: true, durable: true });
  expect(report.refused.map(({ index }) => index)).toEqual([2, 3]);
  expect(await phone.products()).toEqual(['first', 'x', 'late', 'z']);
  expect(await phone.remember(past)).toMatchObject({ stored: 0, known: 3 });
  const denied = await device('denied');
  await expect(denied.remember(past)).rejects.toMatchObject({ code: 'no-consent' });
});
