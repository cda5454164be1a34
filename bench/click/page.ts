import type { Experiment } from '../../src/experiments/experiment.ts';
import type { Recommender, Rule } from '../../src/index.ts';
import { inTurn } from '../harness/measure.ts';
import { rounded, type Timing, timingOf } from '../harness/order-statistics.mjs';
import { openShop } from '../shop/open-shop.ts';
import { importExperiments } from '../shop/package.ts';
import BareWorker from './bare.worker.ts?worker';
import { openClicker } from './clicker.ts';

export interface ClickOptions {
  /** Products of a shop that was made before. */
  products: number;
  /** Places in the feed of the products to click on, in order. */
  visit: readonly number[];
  rounds: { warmUp: number; counted: number };
  /** Whether another build is clicked through in the same run, in turn with this one. */
  against: boolean;
}

export interface ClickResult {
  products: number;
  /** Message → IndexedDB commit → message, by a worker that does nothing else. */
  bare: Timing;
  click: Timing;
  /** Median of the click as a multiple of the bare one. */
  timesBare: number;
  /** The same click with the other build, and this one's times as a multiple of its. */
  against?: Timing & { times: { median: number; p95: number } };
  /**
   * The same click in a shop that has a say, the next list of the placement `related`, with five rules and a variant of an
   * experiment; beside it what it is as a multiple of the plain click.
   */
  shopsSay: Timing & { times: { median: number; p95: number } };
  /** Milliseconds inside the engine that one list took. */
  engine: { median: number };
  /** Share of the lists that give the click just made as a reason. */
  answered: number;
  /** The same while the model is fine-tuned; `progress` counts the events of training from its beginning on to the next after its end. */
  training: { bare: Timing; click: Timing; timesIdle: number; progress: number };
}

export async function run({ products, visit, rounds, against }: ClickOptions): Promise<ClickResult> {
  const shop = await openShop(products);
  const { click, taken, answered } = openClicker(shop, visit);
  const bare = openBare();

  const other = against ? await openShop(products, {}, 'against') : undefined;

  const { createExperiments } = await importExperiments();
  const experiments = createExperiments({ visitor: 'bench', experiments: EXPERIMENTS });
  const shopsSay = openClicker(shop, visit, (product) => ({
    placement: 'related',
    like: [product],
    ...experiments.assign('order').query,
  })).click;

  const contenders = { bare, click, shopsSay, ...(other && { against: openClicker(other, visit).click }) };
  const idle = await inTurn(contenders, rounds);
  await other?.close();
  const engine = { median: timingOf(taken).median };
  const reasoned = rounded(answered() / taken.length);

  const fineTuning = await startTraining(shop);
  const before = fineTuning.progress();
  const busy = await inTurn({ bare, click }, rounds);
  // Events of training are rare: the next one shows that it was under way all the time.
  await fineTuning.next();
  const progress = fineTuning.progress() - before;
  fineTuning.stop();
  await shop.close();

  return {
    products,
    bare: idle.bare,
    click: idle.click,
    timesBare: rounded(idle.click.median / idle.bare.median),
    shopsSay: besides(idle.shopsSay, idle.click, idle.shopsSay),
    ...(other && { against: besides(idle.click, idle.against) }),
    engine,
    answered: reasoned,
    training: {
      bare: busy.bare,
      click: busy.click,
      timesIdle: rounded(busy.click.median / idle.click.median),
      progress,
    },
  };
}

/** @param told the timing that is told beside it. Default: the other's */
function besides(own: Timing, other: Timing, told = other): Timing & { times: { median: number; p95: number } } {
  return {
    ...told,
    times: { median: rounded(own.median / other.median), p95: rounded(own.p95 / other.p95) },
  };
}

/** Rules of each kind that a shop has every day, about all products, by price and by brand. */
const RULES: readonly Rule[] = [
  { kind: 'boost', id: 'cheap', where: { price: { max: 50 } }, factor: 1.2 },
  { kind: 'bury', id: 'dear', where: { price: { min: 500 } } },
  { kind: 'cap', id: 'of-a-kind', most: 4, each: 'category' },
  { kind: 'exclude', id: 'not-here', where: { products: ['sku-1'] } },
  { kind: 'boost', id: 'campaign', where: {}, factor: 1.1, when: { from: '2026-01-01', until: '2099-12-31' } },
];
const EXPERIMENTS: Experiment[] = [
  { name: 'order', variants: ['control', 'same'].map((name) => ({ name, query: { rules: RULES } })) },
];

function openBare(): () => Promise<void> {
  const worker = new BareWorker();
  return () =>
    new Promise((resolve) => {
      worker.onmessage = () => resolve();
      worker.postMessage({ name: 'view_item', product: 'sku-1', at: Date.now() });
    });
}

interface FineTuning {
  /** Events so far. */
  progress(): number;
  /** Resolves with the next event. */
  next(): Promise<void>;
  stop(): void;
}

/** Fine-tunes over and over until stopped; resolves when it is under way. */
async function startTraining(shop: Recommender): Promise<FineTuning> {
  const abort = new AbortController();
  const events = new EventTarget();
  let progress = 0;
  const train = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      for await (const _ of shop.train({ epochs: 100, signal: abort.signal })) {
        progress++;
        events.dispatchEvent(new Event('progress'));
      }
    }
  };
  const ended = train().catch((error) => {
    if (!abort.signal.aborted) throw error;
  });
  const next = (): Promise<void> =>
    Promise.race([
      new Promise<void>((resolve) => events.addEventListener('progress', () => resolve(), { once: true })),
      ended,
    ]);
  await next();
  return { progress: () => progress, next, stop: () => abort.abort() };
}
