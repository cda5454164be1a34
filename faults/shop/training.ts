/** Trainings in the page, on a pack that has an attention model. */
import { createRecommender, type Recommender } from 'vitrine';
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

const open = (database: string): Promise<Recommender> =>
  createRecommender({
    database,
    consent: 'granted',
    deadline: LATE_MS,
    products: '/golden/shop/products.json',
    pack: '/golden/v2/attention.safetensors',
    warnings: false,
    workers: { neural: () => new Worker('/vitrine/neural.worker.js?fault=gpu') },
  });

/** One visit with a training, which tells the window of its steps. */
export async function train(database: string): Promise<TrainingReport> {
  const shop = await open(database);
  try {
    for (const [i, kind] of VISIT.entries()) {
      await shop.track({ name: 'view_item', items: [{ item_id: `${kind}-${1 + (i % 7)}` }] });
    }
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
    const { items } = await shop.recommend({ limit: 8 });
    report.list = items.map(({ id }) => id);
    report.finite = items.every(({ score }) => Number.isFinite(score));
    return report;
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
