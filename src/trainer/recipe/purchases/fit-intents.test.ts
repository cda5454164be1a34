import { expect, test } from 'vitest';
import { purchaseIntents } from '../../../engine/placements/purchase-intents.ts';
import type { ShopEvent } from '../../fit/response/examples.ts';
import { betterIntents, fitIntents, fitWithoutActions, ndcgOf, nextPurchases, scoresBy } from './fit-intents.ts';

const HOUR = 3_600_000;

/** Every visitor puts one product into the cart, and looks at five others, at one of them twice. */
function shop(visitors: number, bringsHome: (own: number) => number[]): ShopEvent[] {
  const events: ShopEvent[] = [];
  for (let visitor = 0; visitor < visitors; visitor++) {
    const own = 1 + (visitor % 20);
    const others = [1, 2, 1, 3, 4, 5].map((step) => 1 + ((own + step) % 30));
    const did: [number, ShopEvent['action']][] = [
      [own, 'carts'],
      ...others.map((item): [number, ShopEvent['action']] => [item, 'views']),
      ...bringsHome(own).map((item): [number, ShopEvent['action']] => [item, 'purchases']),
    ];
    for (const [i, [item, action]] of did.entries())
      events.push({ visitor, item, action, at: visitor * 24 * HOUR + i * HOUR });
  }
  return events;
}

test('each purchase is asked from what its own visitor had done before it, and from no more', () => {
  const events = shop(3, (own) => [own, 29]);
  const asked = nextPurchases(events, 24 * HOUR, 48 * HOUR);
  expect(asked.map(({ visitor, item, before }) => [visitor, item, before.length])).toEqual([
    [1, 2, 7],
    [1, 29, 8],
  ]);
});

test('where carts are what is bought, they are learned to count more than looks, and purchases are found', () => {
  const asked = nextPurchases(
    shop(60, (own) => [own]),
    0,
    Number.POSITIVE_INFINITY,
  );
  const learned = fitIntents(asked);
  expect(learned.carts).toBeGreaterThan(1);
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  expect(mean(ndcgOf(asked, scoresBy(learned)))).toBe(1);
  expect(mean(ndcgOf(asked, scoresBy(fitWithoutActions(asked))))).toBeLessThan(1);
});

test('where the page’s own order is as good, or purchases are few, nothing is learned', () => {
  // What was bought is bought again at once: bought products come first anyway.
  const events = shop(60, (own) => [own, own, own]);
  expect(betterIntents(events, 0, Number.POSITIVE_INFINITY)).toBeDefined();
  const again = events.filter(({ action }) => action === 'purchases');
  expect(betterIntents(again, 0, Number.POSITIVE_INFINITY)).toBeUndefined();
  expect(betterIntents(events.slice(0, 100), 0, Number.POSITIVE_INFINITY)).toBeUndefined();
});

test('a product that was not met, or that ties with another, is not found before it', () => {
  const [asked] = nextPurchases(
    shop(1, () => [30]),
    0,
    Number.POSITIVE_INFINITY,
  );
  expect(ndcgOf([asked], () => new Map([[1, 1]]))).toEqual([0]);
  const tied = new Map([
    [1, 1],
    [30, 1],
  ]);
  expect(ndcgOf([asked], () => tied)).toEqual([1 / Math.log2(3)]);
});

test('an intent is above 0 however long ago it was, and lower once the product is bought', () => {
  const options = { decay: 0.5, carts: 4, bought: 0.01 };
  const long = Array.from({ length: 5_000 }, (_, i) => ({ item: 1 + (i % 2_500), action: 'views' as const }));
  expect([...purchaseIntents(long, options).values()].every((intent) => intent > 0)).toBe(true);
  const cart = [
    { item: 1, action: 'carts' as const },
    { item: 2, action: 'views' as const },
  ];
  expect(purchaseIntents(cart, options)).toEqual(
    new Map([
      [2, 1],
      [1, 2],
    ]),
  );
  const bought = purchaseIntents([...cart, { item: 1, action: 'purchases' }], options);
  expect(bought.get(1)).toBeLessThan(bought.get(2)!);
});
