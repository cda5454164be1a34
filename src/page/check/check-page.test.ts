import { afterEach, expect, test, vi } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import { EventReader } from '../events/event-reader.ts';
import type { RecommenderStatus } from '../facade/recommender.ts';
import { checkPage } from './check-page.ts';
import { words as english } from './words/en.ts';
import { words as chinese } from './words/zh.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const OWN = ['p1', 'p2', 'p3', 'p4'];
const ALL_WELL = {
  state: 'ready',
  products: 4,
  interactions: 3,
  sessions: 1,
  durable: true,
  problems: [],
  restarts: 0,
  pack: { products: 4, created: '2026-01-01T00:00:00.000Z', sections: ['rules'], objective: 'click' },
} as unknown as RecommenderStatus;
const view = (id: unknown) => ({ event: 'view_item', ecommerce: { items: [{ item_id: id }] } });

interface Found {
  status?: Partial<RecommenderStatus>;
  /** Entries of the page's data layer; undefined: it has none. */
  dataLayer?: unknown[];
  /** Products of the page, as JSON-LD. */
  described?: object[];
  shelves?: number;
  defined?: boolean;
  catalogue?: object;
  history?: string[];
  items?: string[];
  /** Of the products of a list, in turn. */
  currencies?: string[];
  fallback?: boolean;
  fails?: VitrineError;
  consent?: 'pending' | 'granted' | 'denied';
  pack?: string;
  language?: string;
}

/** What `check()` says of a page, as Node has none: with what the engine and the page are told to have. */
async function check(found: Found) {
  const own = new Set(OWN);
  const { items = OWN, fallback = false, history = [], currencies = [] } = found;
  const service = {
    recommend: async ({ among }: { among?: string[] }) => ({
      items: items.map((id, i) => ({ id, product: { id, currency: currencies[i % currencies.length] } })),
      fallback,
      model: 'content',
      leftOut: { unknown: among?.filter((id) => !own.has(id)) },
    }),
    history: async () => history.map((product) => ({ product })),
  };
  const engine = {
    catalogue: found.catalogue,
    status: async () => undefined,
    ask: async (_limits: unknown, work: (engine: typeof service) => Promise<unknown>) => {
      if (found.fails) throw found.fails;
      return work(service);
    },
  };
  const document =
    found.shelves === undefined && !found.described
      ? undefined
      : {
          documentElement: { lang: '' },
          querySelectorAll: (selector: string) =>
            selector.startsWith('script')
              ? (found.described ?? []).map((product) => ({ text: JSON.stringify(product) }))
              : Array.from({ length: found.shelves ?? 0 }),
        };
  const page = {
    ...(found.dataLayer && { dataLayer: found.dataLayer }),
    document: document as unknown as Document | undefined,
    customElements: { get: () => found.defined } as unknown as CustomElementRegistry,
  };
  return checkPage(
    engine as unknown as Parameters<typeof checkPage>[0],
    { engine: { consent: found.consent }, pack: found.pack, slowDeadline: 60_000 } as unknown as Parameters<
      typeof checkPage
    >[1],
    { ...(found.language && { language: found.language }) },
    () => ({ ...ALL_WELL, ...found.status }),
    () => new EventReader([], () => undefined),
    page,
  );
}
const WELL: Found = {
  dataLayer: [view('p1')],
  shelves: 1,
  defined: true,
  described: [{ '@type': 'Product', sku: 'p1' }],
};
const said = async (found: Found, about: string) =>
  (await check(found)).findings
    .filter((finding) => finding.about === about)
    .map(({ state, message }) => `${state}: ${message}`);

test.each<[string, string, Found, string | RegExp]>([
  [
    'rows that were refused',
    'products',
    { catalogue: { refusals: [{ row: 7, message: 'no id' }], refused: 1, omissions: [], omitted: 0 } },
    'note: 1 row of the feed was refused, such as row 7: no id',
  ],
  [
    'several rows',
    'products',
    { catalogue: { refusals: [{ row: 7, message: 'no id' }], refused: 9, omissions: [], omitted: 0 } },
    'note: 9 rows of the feed were refused, such as row 7: no id',
  ],
  [
    'a shop in three currencies',
    'products',
    { currencies: ['USD', 'EUR', 'JPY'] },
    'note: Products have prices in several currencies: EUR, JPY, USD.',
  ],
  [
    'fields that could not be read',
    'products',
    {
      catalogue: {
        refusals: [],
        refused: 0,
        omissions: [{ row: 2, field: 'price', message: 'no number' }],
        omitted: 1,
      },
    },
    'note: 1 field of the feed could not be read, such as `price` in row 2: no number',
  ],
  [
    'a stream without anything about products',
    'events',
    { dataLayer: [{ event: 'gtm.js' }] },
    /^note: `dataLayer` has 1 entry, and none/,
  ],
  [
    'entries that nobody reads',
    'events',
    { dataLayer: [view('p1'), ['event', 'basket_opened']] },
    /^note: These entries look like events.*`basket_opened`/,
  ],
  [
    'no stream at all',
    'events',
    { status: { interactions: 0 }, dataLayer: undefined },
    /^wrong: The page sends its events to no stream/,
  ],
  [
    'a stream that is not connected, and nothing tracked',
    'events',
    { status: { interactions: 0 } },
    /not connected, and nothing was tracked/,
  ],
  [
    'some ids that are unknown',
    'ids',
    { dataLayer: [view('p1'), ...Array.from({ length: 7 }, (_, i) => view(`x${i}`))] },
    /^note: 7 of the 8 products.*, … *\.?/,
  ],
  [
    'one id, which is unknown',
    'ids',
    { dataLayer: [view('stranger')] },
    /^wrong: None of the 1 product that events name is in the catalogue: `stranger`.*`p1`, `p2`, `p3`/,
  ],
  [
    'several unknown ids',
    'ids',
    { dataLayer: [view('stranger'), view('other')] },
    /^wrong: None of the 2 products that events name are in/,
  ],
  [
    'a product of the page that the catalogue lacks',
    'page',
    { described: [{ '@type': 'Product', sku: 'gone' }] },
    /^note: The page describes.*`gone`.*`p1`/,
  ],
  ['a list that is empty', 'list', { items: [] }, /^note: A list of this page is empty/],
  ['a list for everyone', 'list', { fallback: true }, /the same for every new visitor/],
  [
    'shelves that are not defined',
    'shelf',
    { defined: false, shelves: 2 },
    /^wrong: The page has 2 shelves, and `<vitrine-shelf>` is not defined/,
  ],
  ['an engine that does not run', 'engine', { status: { state: 'failed' } }, /^wrong: The engine is `failed`/],
  ['no answer of the visitor', 'history', { consent: 'pending' }, /^note: The visitor has not answered yet/],
  ['a refusal of the visitor', 'history', { consent: 'denied' }, /^note: The visitor does not allow a history/],
  ['a browser that stores nothing', 'history', { status: { durable: false } }, /^note: The browser stores nothing/],
  ['no pack', 'pack', { status: { pack: undefined as never } }, /^note: There is no pack/],
])('%s', async (_, about, found, expected) => {
  const lines = await said({ ...WELL, ...found }, about);
  expect(
    lines.some((line) => (typeof expected === 'string' ? line === expected : expected.test(line))),
    lines.join('\n'),
  ).toBe(true);
});

test('a page that is as it should be needs nothing', async () => {
  const { connectStream } = await import('../events/connect.ts');
  const end = connectStream('dataLayer', () => undefined, { now: () => 'granted', become: () => undefined } as never);
  try {
    expect((await check({ ...WELL, language: 'en' })).text).toMatch(/^All is as it should be\./);
    expect((await check({ ...WELL, language: 'zh' })).text).toMatch(/^一切正常。/);
  } finally {
    end();
  }
});

test('where the engine fails in the middle, that is a finding, and what does not need it is said all the same', async () => {
  const { ok, findings } = await check({
    ...WELL,
    fails: new VitrineError('deadline', 'No answer.', { remedy: 'Wait.' }),
  });
  expect(ok).toBe(false);
  expect(findings[0]).toMatchObject({ about: 'engine', message: 'deadline: No answer.', remedy: 'Wait.' });
  expect(findings.map(({ about }) => about)).toEqual(['engine', 'engine', 'pack', 'history']);
  // An engine that is restarting says nothing of durability.
  const restarting = await check({ ...WELL, status: { state: 'restarting', durable: false } });
  expect(restarting.findings.some(({ about }) => about === 'history')).toBe(false);
});

test('a pack that was asked for and is not there is its own problem, and no advice to make one', async () => {
  const found = { ...WELL, pack: '/shop.safetensors', status: { pack: undefined as never } };
  expect(await said(found, 'pack')).toEqual([]);
});

test('of a page without a document, events and lists are checked all the same; blank ids are none', async () => {
  const { findings } = await check({ dataLayer: [view(' ')] });
  expect(findings.some(({ about }) => about === 'ids' || about === 'page')).toBe(false);
  expect(findings.find(({ about }) => about === 'shelf')).toMatchObject({ state: 'note' });
  // A product that is described without an id is none that could be looked up.
  expect(await said({ ...WELL, described: [{ '@type': 'Product', name: 'Pot' }] }, 'page')).toEqual([]);
});

test('the language is the one that is asked for, else the page’s, else the browser’s', async () => {
  vi.stubGlobal('navigator', { language: 'zh-CN' });
  expect((await check({ ...WELL })).text).toContain('商品目录中有 4 件商品。');
  expect((await check({ ...WELL, language: 'en-GB' })).text).toContain('The catalogue has 4 products.');
  vi.stubGlobal('navigator', undefined);
  expect((await check({ ...WELL })).text).toContain('The catalogue has 4 products.');
});

test('Chinese says of every state what English says, with the same names and numbers in it', () => {
  type Asked = { [TName in keyof typeof english]: Parameters<(typeof english)[TName]>[] };
  const asked: Asked = {
    heading: [
      [2, 0],
      [0, 3],
      [0, 0],
    ],
    engineReady: [[]],
    engineNot: [['failed']],
    products: [[4]],
    noProducts: [[]],
    refused: [[9, 7, 'no id']],
    omitted: [[9, 7, 'price', 'no number']],
    currencies: [['EUR, JPY']],
    noStream: [[]],
    stream: [
      ['_paq', null, '', 0],
      ['dataLayer', 12, '2 × view_item', 3],
    ],
    nothingUnderstood: [['dataLayer', 12]],
    notConnected: [
      ['dataLayer', 0],
      ['matomo', 5],
    ],
    unread: [['`basket`']],
    idsKnown: [
      [3, 3],
      [1, 1],
    ],
    idsSomeUnknown: [[2, 5, '`x`']],
    idsUnknown: [[5, '`x`', '`p1`']],
    idsPart: [['de_12', '12']],
    pageProduct: [['p1']],
    pageProductUnknown: [['`x`', '`p1`']],
    noView: [['p1']],
    list: [
      [8, true, 'rules'],
      [8, false, 'rules'],
    ],
    emptyList: [[]],
    shelves: [[2]],
    shelvesUndefined: [[2]],
    noShelf: [[]],
    pack: [[4, '2026-01-01T00:00:00.000Z', 'rules']],
    noPack: [[]],
    history: [[7, 2]],
    notDurable: [[]],
    consent: [['pending'], ['denied']],
  };
  const told = (name: keyof typeof english, given: unknown[], of: typeof english) =>
    [(of[name] as (...given: unknown[]) => string | readonly string[])(...given)].flat();
  for (const [name, calls] of Object.entries(asked) as [keyof typeof english, unknown[][]][]) {
    for (const given of calls) {
      const [ours, theirs] = [told(name, given, english), told(name, given, chinese)];
      expect(theirs, name).toHaveLength(ours.length);
      const [all, same] = [ours.join(' '), theirs.join(' ')];
      expect(same).not.toBe(all);
      for (const value of given) {
        const text = String(value).slice(0, 10);
        // A single product and a state are said in words.
        if (all.includes(text) && value !== 1 && name !== 'consent') expect(same, `${name}: ${text}`).toContain(text);
      }
    }
  }
});
