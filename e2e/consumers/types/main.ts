// What must compile in a shop, and what must not: checked against the built package by `types.spec.ts`.
import {
  createRecommender,
  type ErrorCode,
  type Imagination,
  type Product,
  type Reason,
  type RecommendationList,
  type Recommender,
  type RecommenderStatus,
  type RecommendQuery,
  type TrackReport,
  type TrainReport,
  VitrineError,
} from 'vitrine';
import {
  compareVariants,
  createExperiments,
  type Experiment,
  interleave,
  listEvent,
  noTotals,
  verdictInWords,
} from 'vitrine/experiments';
import type { VitrineGlobal } from 'vitrine/script';
import { defineShelf, type ShelfSelectEvent, VitrineShelf } from 'vitrine/shelf';

interface Tea extends Product {
  leaf: 'green' | 'black';
}
declare const teas: readonly Tea[];
declare function arriving(): AsyncGenerator<Tea>;

export async function shop(): Promise<void> {
  const shop: Recommender<Tea> = await createRecommender({ products: teas });
  await createRecommender();
  await createRecommender({ products: '/feed.json', pack: new URL('https://shop.example/pack'), deadline: 1000 });
  await createRecommender<Tea>({ products: arriving(), neural: { backends: ['wasm'], start: 'idle' } });
  await createRecommender({ workers: { engine: () => new Worker('/engine.worker.js') }, weights: { rules: 1 } });
  // @ts-expect-error: a misspelt option
  await createRecommender({ product: teas });
  // @ts-expect-error: a product has an id
  await createRecommender({ products: [{ title: 'Sencha' }] });
  // @ts-expect-error: milliseconds are a number
  await createRecommender({ deadline: '5s' });
  // @ts-expect-error: no such backend
  await createRecommender({ neural: { backends: ['cuda'] } });

  const list: RecommendationList<Tea> = await shop.recommend({ placement: 'home', signal: AbortSignal.timeout(10) });
  const leaf: 'green' | 'black' | undefined = list.items[0]?.product.leaf;
  const query: RecommendQuery = { like: ['sencha'], filter: { price: { max: 20 }, brands: ['Iwa'] }, seen: 'include' };
  await shop.recommend(query);
  // @ts-expect-error: a list is read, and not written
  list.items.push(list.items[0]);
  // @ts-expect-error: seeds are ids, and not products
  await shop.recommend({ like: teas });
  // @ts-expect-error: no such way with products of the history
  await shop.recommend({ seen: 'maybe' });
  // @ts-expect-error: these are teas
  const others: RecommendationList<{ id: string; watts: number }> = list;

  const report: TrackReport = await shop.track({ name: 'view_item', items: [{ item_id: 'sencha' }] });
  shop.on('problem', (problem) => problem instanceof VitrineError && (problem.code satisfies ErrorCode));
  const stop: () => void = shop.on('change', ({ reason }) => reason satisfies string);
  // @ts-expect-error: not in the list of events
  shop.on('changed', () => leaf);
  // @ts-expect-error: no such reason
  shop.on('change', ({ reason }) => reason === 'weather');

  const training = shop.train({ epochs: 1 });
  for await (const progress of training) progress.loss satisfies number;
  const { value } = await training.next();
  const trained = value as TrainReport;
  const made: Imagination<Tea> = await shop.imagine({ count: 4 });
  const neighbour: Tea | undefined = made.pictures[0]?.neighbours[0];
  // @ts-expect-error: what is made up has no id: it cannot be bought
  made.pictures[0]?.id satisfies string;
  const status: RecommenderStatus = await shop.status();
  void [leaf, others, report, stop, trained.adopted, neighbour?.leaf, status.state === 'ready'];

  defineShelf(shop);
  new VitrineShelf().recommender = null;
  document.addEventListener('vitrine-select', (event: ShelfSelectEvent) => event.detail.product.id satisfies string);
  document.querySelector('vitrine-shelf')?.recommender satisfies Recommender | null | undefined;
  const { vitrine } = window as { vitrine?: VitrineGlobal | unknown[] };
  if (!Array.isArray(vitrine)) await vitrine?.push({ event: 'view_item' });
}

/** A shop words reasons in its own language: the compiler knows what each kind has. */
export function wordsOf(reason: Reason): string {
  switch (reason.kind) {
    case 'because':
      return `${reason.interaction} ${reason.title ?? reason.product}`;
    case 'seed':
      return `with ${reason.product}`;
    case 'similar':
      return reason.shares.join();
    case 'again':
      return String(reason.bought);
    case 'popular':
    case 'trending':
    case 'new':
    case 'spread':
      // @ts-expect-error: these have no product
      return reason.product;
  }
}

export async function experiment(shop: Recommender<Tea>): Promise<void> {
  const planned: Experiment[] = [{ name: 'home', variants: [{ name: 'control' }, { name: 'b', query: { limit: 8 } }] }];
  // @ts-expect-error: a variant has a name
  planned.push({ name: 'cart', variants: [{ weight: 0.5 }] });
  const experiments = createExperiments({ visitor: 'v-1', experiments: planned, mode: 'preview' });
  // @ts-expect-error: whom for must be said
  createExperiments({ experiments: planned });
  const list = await shop.recommend({ placement: 'home', ...experiments.assign('home').query });
  const other = await shop.recommend({ diversity: 0.4 });
  const both = interleave({ ours: list, theirs: other }, { experiment: 'home', limit: 8 });
  const leaf: 'green' | 'black' | undefined = both.items[0]?.product.leaf;
  await shop.track(listEvent('select_item', both, leaf === undefined ? [] : [both.items[0].id]));
  const words: string = verdictInWords(compareVariants(noTotals(), noTotals()), {
    control: 'a',
    variant: 'b',
    what: 'conversion',
  });
  console.log(words);
}
