import type { RecommendationList } from '../../src/contract/recommendation.ts';
import type { Recommender } from '../../src/index.ts';
import { inTurn } from '../harness/measure.ts';
import { rounded, type Timing } from '../harness/order-statistics.mjs';
import { openShop } from '../shop/open-shop.ts';
import BareWorker from './bare.worker.ts?worker';

export interface ClickOptions {
  /** Products of a shop that was made before. */
  products: number;
  /** Places in the feed of the products to click on, in order. */
  visit: readonly number[];
  rounds: { warmUp: number; counted: number };
  /** Clicks are also measured while the model is fine-tuned. */
  training: boolean;
}

export interface ClickResult {
  products: number;
  /** Message → IndexedDB commit → message, by a worker that does nothing else. */
  bare: Timing;
  click: Timing;
  /** Median of the click as a multiple of the bare one. */
  timesBare: number;
  /** Milliseconds inside the engine that one list took. */
  engine: { median: number };
  /** Share of the lists that give the click just made as a reason. */
  answered: number;
  /** The same while the model is fine-tuned; `progress` counts the events of training that came meanwhile. */
  training?: { bare: Timing; click: Timing; timesIdle: number; progress: number };
}

const LIMIT = 12;

export async function run({ products, visit, rounds, training }: ClickOptions): Promise<ClickResult> {
  const shop = await openShop(products);
  const shelf = document.createElement('ul');
  document.body.append(shelf);
  const bare = openBare();
  const taken: number[] = [];
  let answered = 0;
  let next = 0;

  /** From the click to the shelf in the document. */
  const click = async (): Promise<void> => {
    const id = `sku-${visit[next++ % visit.length]}`;
    const report = await shop.track({ name: 'view_item', items: [{ item_id: id }] });
    const list = await shop.recommend({ limit: LIMIT });
    render(shelf, list);
    if (report.stored !== 1 || !report.durable) throw new Error('a click was not stored');
    if (list.items.length !== LIMIT) throw new Error(`a list of ${list.items.length}`);
    if (list.items.some((item) => item.id === id)) throw new Error('the list does not know of the click');
    if (list.items.some(({ reasons }) => reasons.some((reason) => 'product' in reason && reason.product === id)))
      answered++;
    taken.push(list.took);
  };

  const idle = await inTurn({ bare, click }, rounds);
  const result: ClickResult = {
    products,
    bare: idle.bare,
    click: idle.click,
    timesBare: rounded(idle.click.median / idle.bare.median),
    engine: { median: rounded(taken.sort((a, b) => a - b)[taken.length >> 1]) },
    answered: rounded(answered / taken.length),
  };
  if (training) {
    const fineTuning = await startTraining(shop);
    const before = fineTuning.progress();
    const busy = await inTurn({ bare, click }, rounds);
    const progress = fineTuning.progress() - before;
    if (progress === 0) throw new Error('training stood still while clicks were measured');
    fineTuning.stop();
    result.training = {
      bare: busy.bare,
      click: busy.click,
      timesIdle: rounded(busy.click.median / idle.click.median),
      progress,
    };
  }
  await shop.close();
  return result;
}

function render(shelf: HTMLElement, list: RecommendationList): void {
  shelf.replaceChildren(
    ...list.items.map(({ product }) => {
      const item = document.createElement('li');
      item.textContent = `${product.title} ${product.price}`;
      return item;
    }),
  );
}

function openBare(): () => Promise<void> {
  const worker = new BareWorker();
  return () =>
    new Promise((resolve) => {
      worker.onmessage = () => resolve();
      worker.postMessage({ name: 'view_item', product: 'sku-1', at: Date.now() });
    });
}

/** Fine-tunes over and over until stopped; resolves when it is under way. */
async function startTraining(shop: Recommender): Promise<{ progress(): number; stop(): void }> {
  const abort = new AbortController();
  let progress = 0;
  await new Promise<void>((resolve, reject) => {
    const train = async (): Promise<void> => {
      while (!abort.signal.aborted) {
        for await (const _ of shop.train({ epochs: 100, signal: abort.signal })) {
          progress++;
          resolve();
        }
      }
    };
    train().catch((error) => (abort.signal.aborted ? undefined : reject(error)));
  });
  return { progress: () => progress, stop: () => abort.abort() };
}
