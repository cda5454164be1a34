// A stand-in for the engine, for tests of the page alone: it answers as the contract says, and fails on request.
import type { Engine, EngineStatus } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Interaction, StoredInteraction } from '../../contract/interaction.ts';
import { interestsOf } from '../../contract/interests.ts';
import type { ListReport } from '../../contract/list-report.ts';
import type { Neural } from '../../contract/neural.ts';
import type { Product } from '../../contract/product.ts';
import { remote, serve } from '../../contract/wire.ts';
import type { DoubleScript } from './double-script.ts';

const script: DoubleScript = JSON.parse(self.name);
const news = new BroadcastChannel(script.channel);
const committed: StoredInteraction[] = [...script.committed];
let products: Product[] = [];
let staged: Product[] = [];
let batches = 0;
let pack = false;
let neural: Neural | null = null;
let dropped = (): void => undefined;

const fails = (at: string): boolean => script.fault?.at === at && script.fault.lives.includes(script.life);

/** Answers, or fails where the test asked for it in this life of the worker. A worker that closes itself never answers. */
async function answer<TResult>(at: string, result: () => TResult | Promise<TResult>): Promise<TResult> {
  if (fails(at) && script.fault?.kind !== 'memory') {
    if (script.fault?.kind === 'throw') throw new VitrineError('storage', 'Asked for by the test.');
    news.postMessage({ failed: true });
    if (script.fault?.kind === 'hang') for (;;);
    self.close();
    return new Promise(() => undefined);
  }
  return result();
}

const status = (): EngineStatus => ({
  products: products.length,
  interactions: committed.length,
  sessions: 1,
  durable: true,
  pack: pack ? { bytes: 1, products: 0, sections: [], created: '2026-01-01', objective: 'click' } : null,
  weights: {},
  fineTuned: false,
  scoring: null,
  remote: null,
  neural: null,
  problems: [],
});

const NONE = { lists: 0, views: 0, clicks: 0, carts: 0, purchases: 0, value: 0, clickRate: 0, purchaseRate: 0 };
const NO_LISTS: ListReport = {
  ...{ from: '', to: '', events: 0, window: 7, shop: NONE, lists: NONE },
  ...{ placements: [], rules: [], variants: [], remarks: [] },
};

const engine: Engine = {
  products: (ids) => answer('products', () => ids.map((id) => products.find((product) => product.id === id) ?? null)),
  status: () => answer('status', status),
  open: (_, onNews) =>
    answer('open', () => {
      news.addEventListener('message', ({ data }) => data.tell && onNews?.(data.tell));
      return status();
    }),
  loadPack: (address) =>
    answer('loadPack', () => {
      if (String(address).includes('missing')) throw new VitrineError('pack-unreachable', 'No pack there.');
      pack = true;
      return status();
    }),
  loadProducts: (url) =>
    answer('loadProducts', () => {
      if (url.includes('endless')) return new Promise<never>(() => undefined);
      throw new VitrineError('feed-unreachable', `Nothing at ${url}.`);
    }),
  discardProducts: () =>
    answer('discardProducts', () => {
      news.postMessage({ discarded: true });
      staged = [];
      batches = 0;
    }),
  stageProducts: (rows) =>
    answer('stageProducts', () => {
      batches += 1;
      staged.push(...(rows as Product[]));
    }),
  commitProducts: () =>
    answer('commitProducts', () => {
      const taken = staged.filter((row) => typeof row?.id === 'string');
      const refused = staged.length - taken.length;
      products = taken;
      staged = [];
      news.postMessage({ batches });
      return { taken: taken.length, refused, refusals: [], omitted: 0, omissions: [] };
    }),
  record: async (events) => {
    if (fails('record') && script.fault?.kind === 'memory')
      return { stored: events.length, refused: [], durable: false };
    const known = new Set(committed.map(({ id }) => id));
    const fresh = events.filter((event): event is Interaction => 'product' in event && !known.has(event.id));
    const stored = fresh.map((interaction, index) => ({
      ...interaction,
      seq: committed.length + index + 1,
      session: 1,
    }));
    await answer('record', () => committed.push(...stored));
    news.postMessage({ committed });
    return answer('record-committed', () => ({ stored: events.length, refused: [], durable: true }));
  },
  browsing: () => answer('browsing', () => []),
  interests: (limit) =>
    answer('interests', () =>
      [...new Set(interestsOf(committed).map(({ product }) => product))].reverse().slice(0, limit),
    ),
  consent: () => answer('consent', () => undefined),
  history: (limit) => answer('history', () => committed.slice(-limit).reverse()),
  // Its limit is the engine's to hold: here comes all that was asked for.
  search: ({ text, alike }) =>
    answer('search', () => ({
      id: 'found',
      placement: 'search',
      text,
      items: (alike ?? products.filter(({ title }) => title?.includes(text)).map(({ id }) => ({ id, likeness: 1 })))
        .map(({ id, likeness }) => ({ product: products.find((one) => one.id === id), likeness }))
        .flatMap(({ product, likeness: score }) =>
          product ? { id: product.id, product, score, reasons: [], shares: {}, highlights: [] } : [],
        ),
      found: products.length,
      alternatives: [],
      dropped: [],
      understood: [],
      facets: {},
      personal: false,
      took: 0,
    })),
  suggest: () => answer('suggest', () => ({ queries: [], categories: [], products: [] })),
  profile: () => answer('profile', () => ({ interests: [], interactions: 0 })),
  report: () => answer('report', () => NO_LISTS),
  reportEvents: () => answer('reportEvents', () => []),
  declare: () => answer('declare', () => undefined),
  recommendPage: (queries = [{}]) => Promise.all(queries.map((query) => engine.recommend(query))),
  recommend: (query) =>
    answer('recommend', () => ({
      id: 'list-1',
      placement: query.placement ?? 'home',
      ...(query.among && {
        leftOut: { unknown: query.among.filter((id) => !products.some((product) => product.id === id)), repeated: [] },
      }),
      items: products.slice(0, query.limit ?? 12).map((product) => ({
        id: product.id,
        product,
        score: 1,
        reasons:
          committed.length > 0
            ? [{ kind: 'because', interaction: 'view_item', product: 'seen', title: 'Blue kettle', source: 'rules' }]
            : [{ kind: 'popular' }],
        shares: {},
      })),
      model: 'double',
      fallback: committed.length === 0,
      took: 0,
    })),
  train: async (call, options, onProgress) => {
    if (!neural) throw new VitrineError('internal', 'Not connected.');
    const { epochs = 1, learningRate = 0 } = options;
    const empty = { items: new Int32Array(), offsets: new Int32Array([0]) };
    const request = {
      call,
      model: 'double',
      options: {},
      weights: {},
      own: empty,
      replay: empty,
      epochs,
      learningRate,
      seed: 1,
    };
    const lost = new Promise<never>((_, reject) => {
      dropped = () => reject(new VitrineError('worker-failed', 'The neural worker is gone.'));
    });
    const { steps, before, after, adopted, backend } = await Promise.race([neural.fineTune(request, onProgress), lost]);
    return { steps, before, after, adopted, backend };
  },
  cancel: async (call) => {
    news.postMessage({ cancelled: call });
    await neural?.cancel(call);
  },
  connectNeural: async (port) => {
    neural = remote<Neural>(port) as unknown as Neural;
  },
  disconnectNeural: async () => {
    neural = null;
    dropped();
  },
  erase: () =>
    answer('erase', () => {
      committed.length = 0;
    }),
  close: async () => undefined,
};

serve(engine);
