import { beforeAll, describe, expect, test } from 'vitest';
import type { HashedFeatures } from '../../../catalogue/hashed-features.ts';
import type { Compute } from '../../compute/backend.ts';
import { type Tensor, tensor, valueAndGrads } from '../../compute/tensors.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { regress } from '../../models/content-tower.ts';
import { Random } from '../../training/random.ts';
import { ITEM_GENERATOR_DEFAULTS, trainItemGenerator, vectorsOf } from './item-generator.ts';
import { type Meetings, standardise } from './meetings.ts';
import { rankingOfNew } from './ranking-of-new.ts';
import { meanSquaredDistance } from './squared-distance.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await openCompute('cpu');
});

const WIDTH = 8;
const BUCKETS = 16;

/**
 * Four kinds of items, each with a feature of its own and one that says nothing. What was learned of an item is its kind's
 * direction and much noise; visitors turn to items of their kind.
 */
function shop(items: number, seed: number): Meetings {
  const random = new Random(seed);
  const kinds = Array.from({ length: items }, (_, item) => item % 4);
  const vectors = new Float32Array(items * WIDTH);
  const features = kinds.map((kind, item): HashedFeatures => {
    for (let k = 0; k < WIDTH; k++) vectors[item * WIDTH + k] = (k === kind ? 1 : 0) + 0.8 * random.normal();
    return {
      buckets: Int32Array.of(kind, 4 + random.below(12)),
      values: Float32Array.of(Math.SQRT1_2, Math.SQRT1_2),
    };
  });
  const targets = Int32Array.from({ length: items * 6 }, (_, i) => i % items);
  const states = new Float32Array(targets.length * WIDTH);
  targets.forEach((target, meeting) => {
    for (let k = 0; k < WIDTH; k++) {
      states[meeting * WIDTH + k] = (k === kinds[target] ? 3 : 0) + 0.3 * random.normal();
    }
  });
  return { width: WIDTH, vectors, features, targets, states };
}

const OPTIONS = { ...ITEM_GENERATOR_DEFAULTS, batch: 32, stepsAnEpoch: 8, epochs: 4, hidden: 16, omit: 0.2 };

async function train(known: Meetings, held?: Meetings, options = OPTIONS) {
  const run = trainItemGenerator(known, BUCKETS, options, held);
  const events = [];
  for (;;) {
    const { done, value } = await run.next();
    if (done) return { map: value, events };
    events.push(value);
  }
}

describe('the item generator', () => {
  const known = shop(80, 1);
  const held = shop(60, 2);

  test('ranks items that it never saw better than the regression that it began at', async () => {
    const plain = rankingOfNew(
      held,
      vectorsOf(regress(known.features, known.vectors, WIDTH, BUCKETS, 2), held.features, WIDTH),
    );
    const { map, events } = await train(known, held, { ...OPTIONS, stepsAnEpoch: 20, epochs: 5, ranking: 100 });
    expect(rankingOfNew(held, vectorsOf(map, held.features, WIDTH))).toBeGreaterThan(plain);
    expect(events.some(({ quality }) => quality !== undefined)).toBe(true);
    for (const { losses } of events) expect(losses.generator + losses.discriminator).toBeCloseTo(losses.total, 5);
  });

  test('gives vectors of the size of those it learned from, in their units', async () => {
    const scaled = { ...known, vectors: known.vectors.map((value) => value * 100) };
    const { map } = await train(scaled, undefined, { ...OPTIONS, epochs: 1 });
    const made = vectorsOf(map, held.features, WIDTH);
    const size = Math.sqrt(made.reduce((sum, value) => sum + value * value, 0) / made.length);
    expect(size).toBeGreaterThan(10);
    expect(size).toBeLessThan(150);
  });

  test('the same seed gives the same map, and no tensor is left', async () => {
    const before = compute.status().tensors;
    const short = { ...OPTIONS, epochs: 1 };
    const first = await train(known, undefined, short);
    expect((await train(known, undefined, short)).map).toEqual(first.map);
    expect((await train(known, undefined, { ...short, seed: 2 })).map).not.toEqual(first.map);
    expect(compute.status().tensors).toBe(before);
  });

  test('ends within a step of the signal', async () => {
    const run = trainItemGenerator(known, BUCKETS, { ...OPTIONS, signal: AbortSignal.abort() });
    await expect(run.next()).rejects.toMatchObject({ code: 'aborted' });
  });
});

test('standard units: the mean square of vectors is 1, and scores keep their order', () => {
  const meetings = shop(12, 3);
  const { meetings: standard, unit } = standardise(meetings);
  const square = standard.vectors.reduce((sum, value) => sum + value * value, 0) / standard.vectors.length;
  expect(square).toBeCloseTo(1, 4);
  expect(standard.vectors[3] * unit).toBeCloseTo(meetings.vectors[3], 5);
  expect(rankingOfNew(standard, standard.vectors)).toBeCloseTo(rankingOfNew(meetings, meetings.vectors), 6);
});

test('ranking of new items: ties count against it', () => {
  const meetings = {
    width: 1,
    states: Float32Array.of(1),
    targets: Int32Array.of(0),
    features: [],
    vectors: new Float32Array(3),
  };
  expect(rankingOfNew(meetings, Float32Array.of(2, 1, 0))).toBe(1);
  expect(rankingOfNew(meetings, Float32Array.of(1, 1, 1))).toBeCloseTo(1 / Math.log2(4), 6);
});

test('mean squared distance: its gradient is the slope', () => {
  const target = tensor([1, 2, 3]);
  const { value, grads } = valueAndGrads((a: Tensor) => meanSquaredDistance(a, target))([tensor([2, 2, 0])]);
  expect(value.dataSync()[0]).toBeCloseTo(10 / 3, 5);
  expect([...grads[0].dataSync()].map((x) => Math.round(x * 1000))).toEqual([667, 0, -2000]);
});
