import { beforeAll, expect, test } from 'vitest';
import { openCompute } from '../compute/testing/open-compute.ts';
import { LightGcn } from './lightgcn.ts';
import { ITEMS } from './named-weights.ts';

const WIDTH = 6;
/** Everyone met item 1; items 2 and 3 go together, and so do 4 and 5. */
const VISITS = Array.from({ length: 24 }, (_, visitor) => (visitor % 2 === 0 ? [1, 2, 3] : [1, 4, 5]));
const sequences = {
  items: Int32Array.from(VISITS.flat()),
  offsets: Int32Array.from({ length: VISITS.length + 1 }, (_, i) => 3 * i),
};
const model = new LightGcn({ width: WIDTH, negatives: 5, batchTokens: 24 });

beforeAll(async () => {
  const compute = await openCompute('cpu');
  for await (const _ of model.fit({ items: 5, sequences }, { epochs: 10, seed: 1, patience: 10 }));
  compute.close();
});

test('the last number of an item is how often it is met at all, and that of a visitor the length of the others', async () => {
  const { data } = model.weights()[ITEMS];
  const biases = [1, 2, 3, 4, 5].map((item) => data[item * WIDTH + WIDTH - 1]);
  expect(Math.max(...biases)).toBe(biases[0]);
  const state = await model.states({ items: Int32Array.of(2, 4), offsets: Int32Array.of(0, 2) });
  expect(state[WIDTH - 1]).toBeCloseTo(Math.hypot(...state.subarray(0, WIDTH - 1)), 5);
});

test('what goes with the history comes before what does not, and saved and loaded it goes on where it was', async () => {
  const history = { items: Int32Array.of(2), offsets: Int32Array.of(0, 1) };
  const candidates = Int32Array.of(3, 4, 5);
  const [together, ...apart] = await model.score(history, candidates);
  expect(together).toBeGreaterThan(Math.max(...apart));
  const loaded = new LightGcn({ width: WIDTH });
  loaded.load(model.save());
  (await loaded.score(history, candidates)).forEach((score, i) => {
    expect(score).toBeCloseTo([together, ...apart][i], 1);
  });
});
