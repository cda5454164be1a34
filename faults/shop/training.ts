/** Trainings in the page, on a pack that has an attention model. */
import { createRecommender, type Recommender, type RecommenderOptions } from 'vitrine';
import { LATE_MS } from './visit.ts';

export interface TrainingReport {
  /** How it ended: `trained`, or the code of the error. */
  end: string;
  backend?: string;
  adopted?: boolean;
  /** Validation loss after it. */
  after?: number;
  /** The list that follows. */
  list: string[];
  /** Whether all scores of that list are finite. */
  finite: boolean;
}

/** Products that the visitor looks at before a training. */
const VISIT = ['tea', 'tea', 'garden', 'tea', 'kitchen', 'garden', 'light', 'tea', 'paper', 'kitchen'];

const open = (database: string, own?: Partial<RecommenderOptions>): Promise<Recommender> =>
  createRecommender({
    database,
    consent: 'granted',
    deadline: LATE_MS,
    products: '/golden/shop/products.json',
    pack: '/golden/v2/attention.safetensors',
    warnings: false,
    ...own,
  });

async function look(shop: Recommender): Promise<void> {
  for (const [i, kind] of VISIT.entries()) {
    await shop.track({ name: 'view_item', items: [{ item_id: `${kind}-${1 + (i % 7)}` }] });
  }
}

async function listOf(shop: Recommender): Promise<{ list: string[]; finite: boolean }> {
  const { items } = await shop.recommend({ limit: 8 });
  return { list: items.map(({ id }) => id), finite: items.every(({ score }) => Number.isFinite(score)) };
}

/** One visit with a training, which tells the window of its steps. */
export async function train(database: string): Promise<TrainingReport> {
  const shop = await open(database, {
    workers: { neural: () => new Worker('/vitrine/neural.worker.js?fault=gpu') },
  });
  try {
    await look(shop);
    const report: TrainingReport = { end: 'trained', list: [], finite: true };
    try {
      const training = shop.train({ epochs: 3 });
      let step = await training.next();
      while (!step.done) {
        window.dispatchEvent(new Event('training-step'));
        step = await training.next();
      }
      const { backend, adopted, after } = step.value;
      Object.assign(report, { backend, adopted, after });
    } catch (error) {
      const { name, code } = error as Error & { code?: string };
      report.end = name === 'VitrineError' ? (code ?? '') : `untyped: ${error}`;
    }
    return Object.assign(report, await listOf(shop));
  } finally {
    await shop.erase();
    await shop.close();
  }
}

/** Takes the graphics device away from the neural worker, once it has one. */
export function loseGpu(): void {
  const channel = new BroadcastChannel('gpu faults');
  channel.postMessage('destroy');
  channel.close();
}

/** One of several tabs that train on the same history. */
let tab: { shop: Recommender; steps: number; firstStep: number; end: string | undefined } | undefined;

/** Opens the tab's shop. @param first whether this tab is the one whose visitor looks at products */
export async function openTab(database: string, first: boolean): Promise<void> {
  const shop = await open(database, { neural: { backends: ['wasm'] } });
  if (first) await look(shop);
  await listOf(shop);
  tab = { shop, steps: 0, firstStep: 0, end: undefined };
}

/** Has it train, which it does when no other tab does. */
export function startTraining(): void {
  const own = tab!;
  const training = async (): Promise<string> => {
    for await (const _ of own.shop.train({ epochs: 10 })) {
      if (own.steps++ === 0) own.firstStep = Date.now();
    }
    return 'ended';
  };
  void training()
    .catch(({ name, code }: Error & { code?: string }) => (name === 'VitrineError' ? (code ?? '') : `untyped: ${name}`))
    .then((end) => {
      own.end = end;
    });
}

/** Steps that this tab computed, when the first of them was there, and how its training ended, once it has. */
export const trainingOf = (): { steps: number; firstStep: number; end: string | undefined } => ({
  steps: tab!.steps,
  firstStep: tab!.firstStep,
  end: tab!.end,
});

/** What the tab serves. */
export async function servedBy(): Promise<{ list: string[]; finite: boolean; fineTuned: boolean }> {
  const { shop } = tab!;
  return { ...(await listOf(shop)), fineTuned: (await shop.status()).fineTuned };
}

/** Weights that lie in the database, and whether what the pointer names is among them. */
export async function storedWeights(database: string): Promise<{ records: number; pointed: boolean }> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const opened = await answer(indexedDB.open(database));
  const stores = opened.transaction(['weights', 'pointers']);
  const keys = await answer(stores.objectStore('weights').getAllKeys());
  const pointer = await answer(stores.objectStore('pointers').get('weights'));
  opened.close();
  return { records: keys.length, pointed: pointer === undefined ? keys.length === 0 : keys.includes(pointer) };
}
