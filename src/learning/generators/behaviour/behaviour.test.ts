import { beforeAll, describe, expect, test } from 'vitest';
import type { Compute } from '../../compute/backend.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { joinSequences } from '../../training/sequences.ts';
import { type BehaviourData, type TrainedBehaviour, trainBehaviour, widthFor } from './behaviour-generator.ts';
import { PopularityControl } from './popularity-control.ts';
import { type VirtualVisit, VisitSampler } from './visit-sampler.ts';
import { drawBetween, drawCounted, EvenDraws, type Visits, visitStatistics } from './visits.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await openCompute('wasm');
});

const MINUTE = 60_000;

/** Two kinds of shoppers: of products 1…6 in a ring, and of 7…12. */
const ITEMS = 12;
const lists = Array.from({ length: 60 }, (_, shopper) => {
  const first = shopper % 2 === 0 ? 1 : 7;
  return Array.from({ length: 3 + (shopper % 3) }, (_, step) => first + ((shopper + step) % 6));
});
const visits: Visits = { sequences: joinSequences(lists), times: null, names: null };
const data: BehaviourData = {
  items: ITEMS,
  visits,
  held: joinSequences(lists),
  interests: { names: ['low', 'high'], ofSequence: Int32Array.from(lists, (_, shopper) => shopper % 2) },
};
const options = { width: 16, epochs: 30, learningRate: 0.02, seed: 1 };

async function train(of: BehaviourData = data, epochs = options.epochs): Promise<TrainedBehaviour> {
  const training = trainBehaviour(of, { ...options, epochs });
  for (;;) {
    const { done, value } = await training.next();
    if (done) return value;
  }
}

async function make(behaviour: TrainedBehaviour, count: number, given: Parameters<VisitSampler['visits']>[2] = {}) {
  const made: VirtualVisit[] = [];
  for await (const visit of new VisitSampler(behaviour).visits(count, new Random(1), given)) made.push(visit);
  return made;
}

describe('the generator', () => {
  let behaviour: TrainedBehaviour;
  beforeAll(async () => {
    behaviour = await train();
  });

  test('goes on as the shoppers did that it learned from', async () => {
    const made = await make(behaviour, 60);
    let steps = 0;
    let known = 0;
    for (const { items } of made) {
      for (let at = 1; at < items.length; at++) {
        const [from, to] = [items[at - 1], items[at]];
        steps++;
        if (Math.floor((from - 1) / 6) === Math.floor((to - 1) / 6) && to % 6 === (from + 1) % 6) known++;
      }
    }
    expect(known / steps).toBeGreaterThan(0.6); // by chance it would be 1/11
  });

  test('visits are as long as those were, and every product comes up', async () => {
    const made = await make(behaviour, 90);
    expect([...new Set(made.map(({ items }) => items.length))].sort()).toEqual([3, 4, 5]);
    expect(new Set(made.flatMap(({ items }) => [...items])).size).toBe(ITEMS);
    for (const { items, times, names } of made) {
      expect(new Set(items).size).toBe(items.length); // nobody of the log turned back
      expect(times).toBeNull();
      expect(new Set(names)).toEqual(new Set(['view_item']));
    }
  });

  test('an interest and first clicks are kept to', async () => {
    const high = await make(behaviour, 30, { conditions: [{ interest: 'high' }], length: 2 });
    const share = high.filter(({ items }) => items[0] > 6).length / high.length;
    expect(share).toBeGreaterThan(0.7);
    const clicked = await make(behaviour, 20, { conditions: [{ clicks: Int32Array.of(8, 9) }], length: 1 });
    expect(clicked.filter(({ items }) => items[0] === 10).length).toBeGreaterThan(8);
  });

  test('the same seed makes the same visits, and no tensor is left', async () => {
    const before = compute.status().tensors;
    expect(await make(behaviour, 12)).toEqual(await make(behaviour, 12));
    expect(compute.status().tensors).toBe(before);
  });

  test('a condition that was never trained is refused', async () => {
    await expect(make(behaviour, 1, { conditions: [{ interest: 'хобби 爱好' }] })).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringContaining('low, high'),
    });
  });

  test('it ends within a step of the signal', async () => {
    await expect(make(behaviour, 9, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});

test.each([
  ['no shopper', []],
  ['one product a shopper', [[1], [2], [3]]],
])('%s: nothing to train', async (_, lists) => {
  const sequences = joinSequences(lists);
  const few = { items: ITEMS, visits: { ...visits, sequences }, held: sequences };
  await expect(train(few)).rejects.toMatchObject({ code: 'nothing-to-train' });
});

test('one kind of visit only is made again', async () => {
  const sequences = joinSequences(Array.from({ length: 10 }, () => [1, 2]));
  const made = await make(await train({ items: 2, visits: { ...visits, sequences }, held: sequences }, 4), 5);
  for (const { items } of made) expect([...items].sort()).toEqual([1, 2]);
});

test('vectors are narrower where the file would be over its bound', () => {
  expect(widthFor(12_000, 64)).toBe(64);
  expect(widthFor(40_000, 64)).toBe(32);
});

describe('what is counted', () => {
  const times = [0, 1, 60, 61, 62, 0].map((minute) => minute * MINUTE);
  const timed: Visits = {
    sequences: joinSequences([[1, 2, 1, 3, 4], [5]]),
    times: Float64Array.from(times),
    names: ['view_item', 'purchase', 'view_item', 'view_item', 'purchase', 'view_item'],
  };

  test('sessions, their lengths, pauses, and what is done after what', () => {
    const counted = visitStatistics(timed);
    expect(counted.sessions).toEqual([0, 1, 1]);
    expect(counted.lengths).toEqual([0, 1, 1, 1]);
    expect(counted.repeats).toBe(true);
    expect(Math.max(...counted.within)).toBe(MINUTE);
    expect(Math.min(...counted.between)).toBe(59 * MINUTE);
    expect(counted.names).toEqual(['purchase', 'view_item']);
    // After none, after a purchase, after a view.
    expect(counted.follows).toEqual([
      [0, 3],
      [0, 0],
      [2, 1],
    ]);
  });

  test('draws keep to the counts, and within the points', () => {
    const random = new Random(1);
    const drawn = Array.from({ length: 400 }, () => drawCounted([0, 3, 0, 1], random.unit()));
    expect(new Set(drawn)).toEqual(new Set([1, 3]));
    expect(drawn.filter((value) => value === 1).length / 400).toBeCloseTo(0.75, 1);
    for (let i = 0; i < 50; i++) {
      const between = drawBetween([1, 2, 10], random);
      expect(between).toBeGreaterThanOrEqual(1);
      expect(between).toBeLessThanOrEqual(10);
    }
    expect(drawBetween([], random)).toBe(0);
  });

  test('even draws come out as counted, wherever they start', () => {
    const even = new EvenDraws((Math.sqrt(5) - 1) / 2, 0.3);
    const drawn = Array.from({ length: 100 }, () => drawCounted([1, 0, 3], even.next()));
    expect(Math.abs(drawn.filter((value) => value === 0).length - 25)).toBeLessThanOrEqual(1);
  });

  test('popularity: what was drawn too often is held back, what nobody met is never drawn', () => {
    const control = new PopularityControl(Int32Array.of(0, 5, 5, 0), 2);
    expect([...control.bias]).toEqual([0, 0, 0, Number.NEGATIVE_INFINITY]);
    control.count(1);
    control.count(1);
    expect(control.bias[1]).toBeLessThan(0);
    for (let i = 2; i < 256; i++) control.count(1);
    expect(control.bias[2]).toBeGreaterThan(control.bias[1]);
  });
});
