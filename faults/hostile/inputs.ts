/** Every kind of input that comes from outside, made hostile, and what has to hold when it is met. */
import fc from 'fast-check';
import { feedPart } from '../../src/catalogue/feeds/feed-part.ts';
import type { VitrineError } from '../../src/contract/errors.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { openSearch } from '../../src/engine/search/product-search.ts';
import { readFurther } from '../../src/engine/sources/further/read-further.ts';
import { EventReader } from '../../src/page/events/event-reader.ts';
import { readProfile, writeProfile } from '../../src/page/privacy/profile.ts';
import { readTextLog } from '../../src/trainer/log/read-text-log.ts';
import { endlessFeeds, largePacks, largePayloads, largeTexts } from './bombs.ts';
import { spoiledBytes, spoiledText, spoiledValue } from './spoil.ts';

export interface Kind {
  readonly name: string;
  readonly inputs: fc.Arbitrary<unknown>;
  /** Does with it what a page does. @throws what a shop would get */
  meet(input: never): Promise<void>;
}

/** One input that is small where it lies and large where it is read, or has no end. */
export type Bomb = Pick<Kind, 'name'> & { meet(): Promise<void> };

/** A whole shop's files, from which hostile ones are made. */
export interface Shop {
  /** JSON list of products. */
  products: string;
  packs: readonly Uint8Array[];
  /** A log as CSV. */
  events: string;
}

const FEED_ADDRESS = 'https://shop.example/feed';

/** What the engine brings in as scripts of their own; and the one feed that is there. */
function provide(): { serve: (feed: BodyInit) => void } {
  let served: BodyInit = '';
  Object.assign(globalThis, {
    vitrineParts: { 'feed-forms': feedPart, 'further-sources': readFurther, search: openSearch },
    fetch: async () => new Response(served),
  });
  return {
    serve: (feed) => {
      served = feed;
    },
  };
}

const VISIT = ['tea-1', 'garden-2', 'tea-3', 'paper-1', 'kitchen-5'];

/** All of them, each kind with an engine of its own where it needs one. */
export function hostileInputs({ products, packs, events }: Shop): { kinds: readonly Kind[]; bombs: readonly Bomb[] } {
  const { serve } = provide();
  let databases = 0;
  const openEngine = async () => {
    const engine = createEngine();
    await engine.open({ database: `hostile-${databases++}`, parts: { 'feed-forms': 'here', search: 'here' } });
    await engine.stageProducts(JSON.parse(products));
    await engine.commitProducts();
    await engine.record(VISIT.map((product, i) => ({ name: 'view_item' as const, product, at: i })));
    return engine;
  };
  type OpenEngine = Awaited<ReturnType<typeof openEngine>>;
  const own = (): (() => Promise<OpenEngine>) => {
    let opened: Promise<OpenEngine> | undefined;
    return () => {
      opened ??= openEngine();
      return opened;
    };
  };
  let recorded = 0;
  /** A history that grows without an end would only make the rest slow. */
  const forgetSometimes = async (engine: OpenEngine): Promise<void> => {
    if (++recorded % 200 === 0) await engine.erase();
  };
  const engines = { feeds: own(), rows: own(), packs: own(), queries: own(), searches: own(), events: own() };
  const problems: VitrineError[] = [];
  const reader = new EventReader([], (problem) => problems.push(problem));
  const list = JSON.parse(products) as Record<string, unknown>[];
  const few = list.slice(0, 4);

  const kinds: Kind[] = [
    {
      name: 'feeds',
      inputs: spoiledText(feedsOf(few)),
      async meet(text: string) {
        const engine = await engines.feeds();
        serve(text);
        await engine.loadProducts(FEED_ADDRESS);
        expectNumbers(await engine.recommend({}));
      },
    },
    {
      name: 'rows',
      inputs: fc.array(spoiledValue(few), { maxLength: 4 }),
      async meet(rows: unknown[]) {
        const engine = await engines.rows();
        await engine.stageProducts(rows);
        await engine.commitProducts();
        expectNumbers(await engine.recommend({ seen: 'include' }));
      },
    },
    {
      name: 'packs',
      inputs: spoiledBytes(packs),
      async meet(bytes: Uint8Array<ArrayBuffer>) {
        const engine = await engines.packs();
        await engine.loadPack(bytes.slice().buffer);
        expectNumbers(await engine.recommend({ seen: 'include' }));
      },
    },
    {
      name: 'queries',
      inputs: spoiledValue(QUERIES),
      async meet(query: never) {
        expectNumbers(await (await engines.queries()).recommend(query));
      },
    },
    {
      name: 'searches',
      inputs: fc.oneof(
        spoiledValue(SEARCHES),
        fc.string({ unit: 'binary', maxLength: 60 }).map((text) => ({ text })),
      ),
      async meet(query: never) {
        const engine = await engines.searches();
        expectNumbers(await engine.search(query));
        await engine.suggest({ text: String((query as { text?: unknown }).text) });
      },
    },
    {
      name: 'payloads',
      inputs: spoiledValue(PAYLOADS),
      async meet(payload: never) {
        const engine = await engines.events();
        const { events: read } = await reader.read(payload, 1_700_000_000_000);
        await engine.record(structuredClone(read));
        await forgetSometimes(engine);
      },
    },
    {
      name: 'events',
      inputs: fc.array(spoiledValue([{ name: 'view_item', product: 'tea-1', at: 1, id: 'x', quantity: 2 }]), {
        maxLength: 3,
      }),
      async meet(given: never[]) {
        const engine = await engines.events();
        await engine.record(given);
        await engine.history(5);
        await forgetSometimes(engine);
      },
    },
    {
      name: 'profiles',
      inputs: spoiledText([PROFILE]),
      async meet(text: string) {
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch {
          return;
        }
        if (typeof value !== 'object' || value === null) return;
        const { events: read } = readProfile(value, 1_700_000_000_000);
        const engine = await engines.events();
        await engine.record(read.slice(0, 100), true);
      },
    },
    {
      name: 'logs',
      inputs: spoiledText(logsOf(events)),
      async meet(text: string) {
        await readTextLog(() => [text]);
      },
    },
  ];
  const bombs: Bomb[] = [
    ...Object.entries(endlessFeeds()).map(([name, feed]) => ({
      name,
      async meet() {
        const engine = await engines.feeds();
        serve(await feed());
        await engine.loadProducts(FEED_ADDRESS);
      },
    })),
    ...Object.entries(largeTexts()).map(([name, text]) => ({
      name,
      async meet() {
        const engine = await engines.feeds();
        serve(text());
        await engine.loadProducts(FEED_ADDRESS);
        await readTextLog(() => [text()]);
      },
    })),
    ...Object.entries(largePacks()).map(([name, pack]) => ({
      name,
      meet: async () => void (await (await engines.packs()).loadPack(pack())),
    })),
    ...Object.entries(largePayloads()).map(([name, payload]) => ({
      name,
      async meet() {
        const { events: read } = await reader.read(payload(), 1);
        await (await engines.events()).record(structuredClone(read));
      },
    })),
  ];
  return { kinds, bombs };
}

/** What a list or a search gives: every number finite. */
function expectNumbers({ items }: { items: readonly { score: number; shares?: object }[] }): void {
  for (const { score, shares = {} } of items) {
    if (![score, ...Object.values(shares)].every(Number.isFinite)) throw new Error(`a score is ${score}`);
  }
}

/**
 * Meets one input.
 * @returns what went wrong: anything but an answer or a typed error with a cause that the shop can mend
 */
export async function brokenBy({ name, meet }: Kind | Bomb, input?: unknown): Promise<string | undefined> {
  try {
    await meet(input as never);
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== 'VitrineError') return `${name}: ${String(thrown)}`;
    const { code, message, cause } = thrown as VitrineError;
    if (code === 'internal') return `${name}: ${message} (${String(cause)})`;
  }
  if (Object.keys(Object.prototype).length > 0 || 'polluted' in {}) {
    Reflect.deleteProperty(Object.prototype, 'polluted');
    return `${name}: the prototype of all objects is polluted`;
  }
  return undefined;
}

/** The same products in each form that feeds have. */
function feedsOf(products: readonly Record<string, unknown>[]): string[] {
  const columns = ['id', 'title', 'brand', 'price'];
  const table = (separator: string): string =>
    [columns, ...products.map((product) => columns.map((column) => String(product[column])))]
      .map((cells) => cells.join(separator))
      .join('\n');
  const xml = products.map(
    ({ id, title, price }) => `<item><g:id>${id}</g:id><title>${title}</title><g:price>${price} EUR</g:price></item>`,
  );
  return [
    JSON.stringify(products),
    JSON.stringify({ products }),
    JSON.stringify({
      products: products.map(({ id, title, price }) => ({
        id,
        title,
        variants: [{ id, price }],
        body_html: '<p>a</p>',
      })),
    }),
    products.map((product) => JSON.stringify(product)).join('\n'),
    table(','),
    table('\t'),
    table(';'),
    `<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel>${xml.join('')}</channel></rss>`,
  ];
}

function logsOf(events: string): string[] {
  const lines = events.split('\n').slice(0, 40);
  const rows = lines.slice(1).map((line) => line.split(','));
  return [
    lines.join('\n'),
    lines.map((line) => line.replaceAll(',', '\t')).join('\n'),
    rows.map(([user, item, event, ts]) => JSON.stringify({ user, item, event, ts })).join('\n'),
    JSON.stringify(rows.map(([user, item, , time]) => ({ user_id: user, product_id: item, timestamp: time }))),
    rows.map(([user, item]) => `${user} ${item}`).join('\n'),
    rows.map(([, item]) => `1 ${item} ${item}`).join('\n'),
  ];
}

const QUERIES = [
  {
    limit: 6,
    like: ['tea-1'],
    seen: 'include',
    diversity: 0.5,
    filter: { categories: ['tea'], price: { min: 1, max: 50 }, exclude: ['tea-2'] },
  },
  { among: ['tea-1', 'tea-2'], friends: [['paper-1']], placement: 'home', explain: true, sourceDeadline: 10 },
];
const SEARCHES = [
  { text: 'green tea under 20', limit: 5, facets: ['categories', 'price'], sort: 'price-ascending' },
  { text: 'blau', prefix: true, personal: true, alike: [{ id: 'tea-1', likeness: 0.9 }] },
];
const PAYLOADS = [
  {
    event: 'view_item',
    ecommerce: { items: [{ item_id: 'tea-1', quantity: 2, price: 3 }], value: 6, currency: 'EUR' },
  },
  { name: 'purchase', params: { transaction_id: 'T', items: [{ item_id: 'tea-1' }, { item_id: 'tea-2' }] } },
  { type: 'track', event: 'Product Viewed', messageId: 'm', properties: { product_id: 'tea-1' } },
  ['trackEcommerceOrder', 'T-1', 6],
  ['event', 'add_to_cart', { items: [{ id: 'tea-1' }] }],
  { eventType: 'detail-page-view', productDetails: [{ product: { id: 'tea-1' } }] },
  { name: 'product_viewed', data: { productVariant: { product: { id: 'tea-1' } } } },
];
const PROFILE = writeProfile(
  {
    consent: 'granted',
    fineTuned: false,
    updates: [],
    interactions: VISIT.map((product, i) => ({
      name: 'view_item',
      product,
      at: 1_600_000_000_000 + i,
      seq: i,
      session: 1,
      id: `i${i}`,
    })),
    browsing: [{ name: 'search', words: 'tea', at: 1_600_000_000_009, id: 'b' }],
    titles: new Map(),
  },
  1_700_000_000_000,
);
