// One step of training: ours beside the same model written plainly in the same tensor library, step by step in turn.
import { openPage } from '../harness/browser.mjs';
import { rounded, timingOf } from '../harness/order-statistics.mjs';

export const peers = ['@tensorflow/tfjs-backend-wasm'];

const MODEL = { width: 64, blocks: 1, heads: 1, expansion: 4, longest: 50, items: 12_101, learningRate: 1e-3 };
/** The same 2,000 positions as short windows and as long ones; with many negatives, and with few. */
const SHAPES = {
  'windows of 8, 2,048 negatives': { rows: 256, length: 8, negatives: 2048 },
  'windows of 50, 2,048 negatives': { rows: 40, length: 50, negatives: 2048 },
  'windows of 8, 256 negatives': { rows: 256, length: 8, negatives: 256 },
};
const CONTENDERS = ['vitrine', 'plain tfjs'];
const ROUNDS = { warmUp: 3, counted: 25 };
/** Steps without dropout after which both must have the same loss. */
const SAME = 5;

export async function measure({ browser, origin }) {
  const steps = {};
  let difference = 0;
  for (const [name, shape] of Object.entries(SHAPES)) {
    const exact = await inTurn({ ...MODEL, ...shape, dropout: 0 }, SAME);
    for (const [ours, plain] of exact) {
      difference = Math.max(difference, Math.abs(ours.loss - plain.loss) / plain.loss);
    }
    if (!(difference < 1e-3)) throw new Error(`the losses differ by ${difference}: the models are not the same`);
    const rounds = await inTurn({ ...MODEL, ...shape, dropout: 0.4 }, ROUNDS.warmUp + ROUNDS.counted);
    const counted = rounds.slice(ROUNDS.warmUp);
    steps[name] = Object.fromEntries(
      CONTENDERS.map((contender, i) => [contender, timingOf(counted.map((round) => round[i].took))]),
    );
  }
  return {
    seed: 1,
    data: 'random weights, windows of items drawn alike',
    protocol:
      'forward, backward and Adam on one batch; one thread; contenders in turn, step after step, each in a page of its own',
    model: MODEL,
    difference: rounded(difference),
    steps,
  };

  async function inTurn(shape, count) {
    const pages = [];
    for (const contender of CONTENDERS) {
      const page = await openPage(browser, origin);
      await page.evaluate(
        ([contender, shape]) => import('/build/training-step.js').then(({ open }) => open(contender, shape)),
        [contender, shape],
      );
      pages.push(page);
    }
    const rounds = [];
    for (let i = 0; i < count; i++) {
      const round = [];
      for (const page of pages)
        round.push(await page.evaluate(() => import('/build/training-step.js').then(({ run }) => run())));
      rounds.push(round);
    }
    for (const page of pages) await page.context().close();
    return rounds;
  }
}
