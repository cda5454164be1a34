import { beforeAll, describe, expect, test } from 'vitest';
import { responseInputs } from '../../../pack/sections/response.ts';
import { calibrate } from '../../../trainer/fit/response/calibrate.ts';
import {
  collectExamples,
  countProducts,
  type ExamplesPlan,
  PURCHASE_HORIZON_MS,
  type ShopEvent,
} from '../../../trainer/fit/response/examples.ts';
import { fitResponse, RESPONSE_DEFAULTS } from '../../../trainer/fit/response/fit-response.ts';
import { logitsOf } from '../../../trainer/fit/response/response-logits.ts';
import { LATEST, ProductActivity, VisitorActivity } from './activity.ts';
import { FEATURE_COUNT, writeFeatures } from './features.ts';
import { type ResponseWeights, sigmoid, writeVectors } from './network.ts';
import { createResponseModel, saveResponseModel } from './response-model.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const IDENTITY = { slope: 1, intercept: 0 };

/** A stream of numbers that looks random and is the same in every run. */
function numbers(): (bound: number) => number {
  let state = 7;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
const planOf = (items: number, until: number, more: Partial<ExamplesPlan> = {}): ExamplesPlan => ({
  items,
  until,
  width: 4,
  negatives: 2,
  below: numbers(),
  ...more,
});
const event = (visitor: number, item: number, action: ShopEvent['action'], at: number): ShopEvent => ({
  visitor,
  item,
  action,
  at,
});

describe('activity', () => {
  test('a session ends with a pause, days are counted once, and the latest products stand first', () => {
    const visitor = new VisitorActivity();
    for (let item = 1; item <= LATEST + 2; item++) visitor.add(item, 'views', item * MINUTE);
    visitor.add(3, 'carts', 20 * MINUTE);
    expect(visitor.session).toEqual({ views: LATEST + 2, carts: 1, purchases: 0 });
    expect(visitor.latest).toHaveLength(LATEST);
    expect(visitor.latest.slice(0, 2)).toEqual([3, LATEST + 2]);
    visitor.add(4, 'purchases', 2 * DAY);
    expect(visitor.session).toEqual({ views: 0, carts: 0, purchases: 1 });
    expect(visitor.days).toBe(2);
    expect(visitor.met.get(4)).toEqual({ views: 1, carts: 0, purchases: 1, at: 2 * DAY });
  });

  test('counts saturate, and products that are not known are passed over', () => {
    const products = new ProductActivity(1, {
      views: Uint16Array.of(0, 65_535),
      carts: new Uint16Array(2),
      purchases: new Uint16Array(2),
    });
    products.add(1, 'views');
    products.add(9, 'views');
    expect([products.of(1, 'views'), products.of(9, 'views'), products.total.views]).toEqual([65_535, 0, 65_535]);
  });
});

describe('examples', () => {
  test('a look is a purchase where it follows within the horizon, and is not told of once it was bought', () => {
    const events = [
      event(0, 1, 'views', 0),
      event(0, 2, 'views', MINUTE),
      event(0, 1, 'purchases', 2 * MINUTE),
      event(0, 1, 'views', 3 * MINUTE),
      event(0, 2, 'purchases', MINUTE + PURCHASE_HORIZON_MS),
    ];
    const { items, bought, perGroup } = collectExamples(events, planOf(5, 9 * DAY));
    expect([...items].filter((_, row) => row % perGroup === 0)).toEqual([1, 2]);
    expect([...bought]).toEqual([1, 0]);
  });

  test('of the last day nothing is told, and nothing that comes later is known', () => {
    const events = [event(0, 1, 'views', 0), event(0, 2, 'views', 2 * DAY), event(0, 2, 'purchases', 4 * DAY)];
    expect(collectExamples(events, planOf(5, 2.5 * DAY)).bought).toHaveLength(1);
    expect(collectExamples(events, planOf(5, 2.5 * DAY, { from: DAY })).bought).toHaveLength(0);
  });

  test('features know what was before the look, and not the look itself nor what followed', () => {
    const before = [event(0, 1, 'views', 0), event(1, 3, 'views', MINUTE)];
    const look = event(0, 2, 'views', 2 * MINUTE);
    const after = [event(0, 2, 'purchases', 3 * MINUTE), event(0, 2, 'carts', 4 * MINUTE)];
    const lastOf = (events: ShopEvent[]): number[] => {
      const { features, bought, perGroup } = collectExamples(events, planOf(5, 9 * DAY, { negatives: 0 }));
      const inputs = responseInputs(4);
      return [...features.subarray((bought.length - 1) * perGroup * inputs, bought.length * perGroup * inputs)];
    };
    expect(lastOf([...before, look])).toEqual(lastOf([...before, look, ...after]));
    expect(lastOf([look])).not.toEqual(lastOf([...before, look]));
  });
});

/** Visitors look at ten products in turn; those who look at an even product after an even one buy it. */
function shop(visitors: number): ShopEvent[] {
  const below = numbers();
  const events: ShopEvent[] = [];
  for (let visitor = 0; visitor < visitors; visitor++) {
    let last = 1;
    for (let step = 0; step < 6; step++) {
      const item = 1 + below(10);
      const at = visitor * 10 * MINUTE + step * MINUTE;
      events.push(event(visitor, item, 'views', at));
      if (item % 2 === 0 && last % 2 === 0) events.push(event(visitor, item, 'purchases', at + 1000));
      last = item;
    }
  }
  return events.sort((a, b) => a.at - b.at);
}

async function learn(events: readonly ShopEvent[], epochs: number): Promise<ResponseWeights> {
  const until = events[events.length - 1].at + 2 * DAY;
  const examples = collectExamples(events, planOf(10, until));
  let last: ResponseWeights | undefined;
  const options = { ...RESPONSE_DEFAULTS, width: 4, hidden: 8, epochs, learningRate: 0.01 };
  await fitResponse(examples, 10, options, (_, weights) => {
    last = weights;
  });
  return last!;
}

describe('learning', () => {
  const events = shop(150);
  let weights: ResponseWeights;
  beforeAll(async () => {
    weights = await learn(events, 6);
  });

  test('it learns what leads to a purchase, of the product and of what came before', () => {
    const model = createResponseModel(
      saveResponseModel(weights, countProducts(events, 10, 1e15), { click: IDENTITY, purchase: IDENTITY }),
      10,
    );
    const visitorAfter = (item: number): VisitorActivity => {
      const visitor = new VisitorActivity();
      visitor.add(item, 'views', 0);
      return visitor;
    };
    const [even, odd] = model.chances(visitorAfter(4), [2, 3], MINUTE).purchase;
    const [evenAfterOdd] = model.chances(visitorAfter(5), [2], MINUTE).purchase;
    expect(even).toBeGreaterThan(2 * odd);
    expect(even).toBeGreaterThan(1.2 * evenAfterOdd);
  });

  test('what was saved says what was learned, but for the rounding of vectors', () => {
    const products = countProducts(events, 10, 1e15);
    const model = createResponseModel(
      saveResponseModel(weights, products, { click: IDENTITY, purchase: IDENTITY }),
      10,
    );
    const examples = collectExamples(events, planOf(10, events[events.length - 1].at + 2 * DAY, { products }));
    const { purchases } = logitsOf(weights, examples);
    const visitor = new VisitorActivity();
    const [first] = events;
    expect(model.chances(visitor, [first.item], first.at).purchase[0]).toBeCloseTo(sigmoid(purchases[0]), 2);
  });

  test('a product that the pack does not know has chances too', () => {
    const model = createResponseModel(
      saveResponseModel(weights, countProducts(events, 10, 1e15), { click: IDENTITY, purchase: IDENTITY }),
      10,
    );
    const { click, purchase } = model.chances(new VisitorActivity(), [99], 0);
    for (const chance of [...click, ...purchase]) expect(chance > 0 && chance < 1).toBe(true);
  });

  test('a section that does not fit is refused', () => {
    const section = saveResponseModel(weights, new ProductActivity(10), { click: IDENTITY, purchase: IDENTITY });
    expect(() => createResponseModel(section, 11)).toThrow(/pack/i);
    expect(() => createResponseModel({ ...section, options: {} }, 10)).toThrow(/pack/i);
  });
});

test('the slopes of vectors are those of the loss', async () => {
  // The perceptrons stand still: through the vectors alone the loss of both tasks falls with every step.
  const events = [event(0, 1, 'views', 0), event(0, 2, 'views', MINUTE), event(0, 2, 'purchases', 2 * MINUTE)];
  const examples = collectExamples(events, planOf(9, 9 * DAY));
  const losses: number[] = [];
  const options = { ...RESPONSE_DEFAULTS, width: 4, hidden: 8, epochs: 5, learningRate: 0, vectorRate: 0.005 };
  await fitResponse(examples, 9, options, (_, weights) => {
    const { clicks, purchases } = logitsOf(weights, examples);
    const loss = (logit: number, label: number): number => -Math.log(sigmoid(label === 1 ? logit : -logit));
    const looks = clicks.reduce((sum, logit, row) => sum + loss(logit, row % examples.perGroup === 0 ? 1 : 0), 0);
    losses.push(purchases.reduce((sum, logit, group) => sum + loss(logit, examples.bought[group]), looks));
  });
  for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1]);
});

test('calibration finds how the logits were bent', () => {
  const below = numbers();
  const logits = Array.from({ length: 4000 }, () => below(600) / 100 - 3);
  const labels = logits.map((logit) => (below(1e6) / 1e6 < sigmoid(0.5 * logit - 1) ? 1 : 0));
  const { slope, intercept } = calibrate(logits, labels);
  expect(slope).toBeCloseTo(0.5, 1);
  expect(intercept).toBeCloseTo(-1, 0);
  const chances = logits.map((logit) => sigmoid(slope * logit + intercept));
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  expect(mean(chances)).toBeCloseTo(mean(labels), 4);
});

test('one that stands for many weighs as many', () => {
  const { intercept } = calibrate([0, 0], [1, 0], (index) => (index === 0 ? 1 : 99));
  expect(sigmoid(intercept)).toBeCloseTo(0.01, 3);
});

test('the visitor’s vector is the mean of the latest products’', () => {
  const vectors = Float32Array.of(0, 0, 1, 2, 3, 6);
  const target = new Float32Array(responseInputs(2));
  const taste = new Float32Array(2);
  writeVectors({ width: 2, vectors }, 2, [1, 2, 0, 77], taste, target, 0);
  expect([...target.subarray(FEATURE_COUNT)]).toEqual([3, 6, 2, 4, 6, 24]);
  writeVectors({ width: 2, vectors }, 99, [], taste, target, 0);
  expect([...target.subarray(FEATURE_COUNT)]).toEqual([0, 0, 0, 0, 0, 0]);
});

test('features are finite for a visitor and a product of whom nothing is known', () => {
  const target = new Float32Array(FEATURE_COUNT);
  const moment = { visitor: new VisitorActivity(), products: new ProductActivity(1), item: 5, now: 0 };
  writeFeatures(moment, target, 0);
  expect(target.every(Number.isFinite)).toBe(true);
});
