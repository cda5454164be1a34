import { describe, expect, test } from 'vitest';
import { type LoggedList, replay } from './replay.ts';

/** Uniform in 0…1, always the same (Lehmer's generator). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const list = (product: string, propensity: number, reward: number, target: LoggedList['target'][0]): LoggedList => ({
  places: [{ product, propensity, reward }],
  target: [target],
});

describe('one place, worked out by hand', () => {
  // The ranking in use shows a three times in four; the other would always show b.
  const lists = [list('a', 0.75, 1, 'b'), list('a', 0.75, 0, 'b'), list('a', 0.75, 1, 'b'), list('b', 0.25, 1, 'b')];

  test('inverse propensities, self-normalised, and how much the lists tell', () => {
    const found = replay(lists);
    expect(found.logged.mean).toBe(0.75);
    // One list of four has the weight 4, and a click.
    expect(found.ips.mean).toBe(1);
    expect(found.ips.interval).toBeGreaterThan(1);
    expect(found.snips.mean).toBe(1);
    expect(found.weight.mean).toBe(1);
    expect(found.effectiveLists).toBe(1);
    expect(found).toMatchObject({ lists: 4, visitors: 4 });
  });

  test('a target that draws counts each product by its chance', () => {
    const found = replay(lists.map((one) => ({ ...one, target: [{ a: 0.75, b: 0.25 }] })));
    expect(found.ips).toEqual(found.logged);
    expect(found.weight).toEqual({ mean: 1, interval: 0 });
    expect(found.effectiveLists).toBe(4);
  });

  test('lists of one visitor are one observation', () => {
    const apart = replay(lists);
    const together = replay(lists.map((one) => ({ ...one, visitor: 'v' })));
    expect(together.visitors).toBe(1);
    expect(together.ips.mean).toBe(apart.ips.mean);
    expect(together.ips.interval).toBeNaN();
  });
});

describe('a shop of which the truth is known', () => {
  const CHANCES = { a: 0.1, b: 0.2, c: 0.5 };
  const SHOWN = { a: 0.6, b: 0.3, c: 0.1 };
  type Product = keyof typeof CHANCES;
  const TARGET = { a: 0, b: 0.2, c: 0.8 };
  const TRUTH = 0.2 * CHANCES.b + 0.8 * CHANCES.c;

  function drawn(seed: number, lists: number, told = SHOWN): LoggedList[] {
    const next = random(seed);
    return Array.from({ length: lists }, () => {
      const at = next();
      const product: Product = at < SHOWN.a ? 'a' : at < SHOWN.a + SHOWN.b ? 'b' : 'c';
      return list(product, told[product], Number(next() < CHANCES[product]), TARGET);
    });
  }

  test('the intervals hold it in about 95 of 100 runs', () => {
    const runs = 200;
    const held = { ips: 0, snips: 0, doublyRobust: 0 };
    for (let run = 0; run < runs; run++) {
      const found = replay(drawn(run + 1, 400));
      for (const name of ['ips', 'snips', 'doublyRobust'] as const) {
        held[name] += Number(Math.abs(found[name].mean - TRUTH) <= found[name].interval) / runs;
      }
    }
    for (const share of Object.values(held)) expect(share).toBeGreaterThan(0.9);
  });

  test('self-normalised and doubly robust are less noisy than inverse propensities alone', () => {
    const { ips, snips, doublyRobust } = replay(drawn(3, 4_000));
    expect(snips.interval).toBeLessThan(ips.interval);
    expect(doublyRobust.interval).toBeLessThan(ips.interval);
  });

  test('the mean weight tells propensities that are wrong, and products that were never shown', () => {
    const right = replay(drawn(5, 4_000)).weight;
    expect(Math.abs(right.mean - 1)).toBeLessThanOrEqual(right.interval);
    const wrong = replay(drawn(5, 4_000, { a: 0.6, b: 0.3, c: 0.2 })).weight;
    expect(Math.abs(wrong.mean - 1)).toBeGreaterThan(wrong.interval);
    const unseen = replay(drawn(5, 4_000).map((one) => ({ ...one, target: [{ ...TARGET, c: 0.4, d: 0.4 }] }))).weight;
    expect(unseen.mean + unseen.interval).toBeLessThan(1);
  });

  test('lists of different lengths: a place counts as often as it was there', () => {
    const long = (reward: number): LoggedList => ({
      places: [
        { product: 'a', propensity: 1, reward: 1 },
        { product: 'b', propensity: 1, reward },
      ],
      target: ['a', 'b'],
    });
    const lists = [long(1), long(0), list('a', 1, 1, 'a'), list('a', 1, 0, 'a')];
    expect(replay(lists).snips.mean).toBe(replay(lists).logged.mean);
  });
});
