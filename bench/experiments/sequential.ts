import { addVisitor, differenceOf, noTotals, type VariantTotals } from '../../src/experiments/totals.ts';
import { compareVariants, expectedSampleSize } from '../../src/experiments/verdict.ts';
import { randomOf } from '../harness/random.ts';

/** Visitors who buy with chance `rate`, orders of lognormal value: `spread` is the deviation of its logarithm. */
export interface Shop {
  rate: number;
  /** Without one, what is compared is whether they bought. */
  order?: { median: number; spread: number };
}

export function meanOf({ rate, order }: Shop): number {
  return rate * (order === undefined ? 1 : order.median * Math.exp(order.spread ** 2 / 2));
}

export function deviationOf(shop: Shop): number {
  const { rate, order } = shop;
  const square = order === undefined ? 1 : order.median ** 2 * Math.exp(2 * order.spread ** 2);
  return Math.sqrt(rate * square - meanOf(shop) ** 2);
}

type Random = ReturnType<typeof randomOf>;

/** One arm's visitors, one after the other: only those who buy are drawn, with how many come between them. */
class Arm {
  readonly totals = noTotals();
  /** The number of the next visitor who buys, from 1. */
  next: number;
  readonly #random: Random;
  readonly #shop: Shop;

  constructor(random: Random, shop: Shop) {
    this.#random = random;
    this.#shop = shop;
    this.next = this.#gap();
  }

  #gap(): number {
    return 1 + Math.floor(Math.log(1 - this.#random.uniform()) / Math.log(1 - this.#shop.rate));
  }

  /** Takes the visitors up to this one. */
  upTo(visitor: number): void {
    while (this.next <= visitor) {
      const { order } = this.#shop;
      const value = order === undefined ? 1 : order.median * Math.exp(order.spread * this.#random.normal());
      this.totals.sum += value;
      this.totals.squares += value ** 2;
      this.next += this.#gap();
    }
    this.totals.visitors = visitor;
  }
}

const isDecided = (a: VariantTotals, b: VariantTotals): boolean => compareVariants(a, b).outcome !== 'open';

/** A fixed-sample test at 5 %, read as if no one had looked before. */
function seemsDecided(a: VariantTotals, b: VariantTotals): boolean {
  const { difference, variance } = differenceOf(a, b);
  return variance > 0 && Math.abs(difference) > 1.96 * Math.sqrt(variance);
}

/** A look is taken when the visitors have grown by this share since the last: in between, hardly anything can have changed. */
const GROWTH = 0.002;

/** Two variants that are the same, looked at again and again after a purchase: how often each test finds a difference. */
export function sameVariants({
  shop,
  runs,
  visitors,
  seed,
}: {
  shop: Shop;
  runs: number;
  visitors: number;
  seed: number;
}) {
  const random = randomOf(seed);
  let decided = 0;
  let seemed = 0;
  let looks = 0;
  for (let run = 0; run < runs; run++) {
    const a = new Arm(random, shop);
    const b = new Arm(random, shop);
    let found = false;
    let seems = false;
    let looked = 0;
    for (let visitor = Math.min(a.next, b.next); visitor <= visitors; visitor = Math.min(a.next, b.next)) {
      a.upTo(visitor);
      b.upTo(visitor);
      if (visitor < looked * (1 + GROWTH)) continue;
      looked = visitor;
      looks++;
      found ||= isDecided(a.totals, b.totals);
      // From where its normal approximation is taken for good.
      seems ||= visitor * shop.rate >= 20 && seemsDecided(a.totals, b.totals);
    }
    decided += Number(found);
    seemed += Number(seems);
  }
  return {
    runs,
    visitors: 2 * visitors,
    looks: Math.round(looks / runs),
    falsePositives: decided / runs,
    fixedSample: seemed / runs,
  };
}

/** The same with what was known of visitors before, which foretells what they bring. */
export function sameVariantsWithHistory({
  runs,
  visitors,
  correlation,
  seed,
}: {
  runs: number;
  visitors: number;
  correlation: number;
  seed: number;
}) {
  const random = randomOf(seed);
  const rest = Math.sqrt(1 - correlation ** 2);
  let decided = 0;
  let reduction = 0;
  for (let run = 0; run < runs; run++) {
    const arms = [noTotals(), noTotals()];
    let found = false;
    for (let visitor = 1; visitor <= visitors; visitor++) {
      for (const arm of arms) {
        const before = random.normal();
        addVisitor(arm, 10 + correlation * before + rest * random.normal(), before);
      }
      if (visitor % 20 === 0) found ||= isDecided(arms[0], arms[1]);
    }
    decided += Number(found);
    reduction += differenceOf(arms[0], arms[1]).reduction / runs;
  }
  return { runs, visitors: 2 * visitors, correlation, falsePositives: decided / runs, reduction };
}

/** A variant that brings more by `lift`: after how many visitors of both the test finds it, on average, and by the theory. */
export function betterVariant({ shop, lift, runs, seed }: { shop: Shop; lift: number; runs: number; seed: number }) {
  const random = randomOf(seed);
  const better = { ...shop, rate: shop.rate * (1 + lift) };
  // Of both together, as the test has them.
  const mean = (meanOf(shop) + meanOf(better)) / 2;
  const deviation = Math.hypot(deviationOf(shop), deviationOf(better)) / Math.SQRT2;
  const theory = expectedSampleSize({ lift: (meanOf(better) - meanOf(shop)) / mean, mean, deviation });
  const step = Math.max(1, Math.round(theory / 2_000));
  const needed: number[] = [];
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const a = new Arm(random, shop);
    const b = new Arm(random, better);
    let visitor = 0;
    do {
      visitor += step;
      a.upTo(visitor);
      b.upTo(visitor);
    } while (!isDecided(a.totals, b.totals));
    needed.push(2 * visitor);
    wrong += Number(b.totals.sum < a.totals.sum);
  }
  needed.sort((x, y) => x - y);
  const taken = needed.reduce((sum, visitors) => sum + visitors, 0) / runs;
  const squares = needed.reduce((sum, visitors) => sum + (visitors - taken) ** 2, 0);
  return {
    runs,
    lift,
    theory: Math.round(theory),
    mean: Math.round(taken),
    interval: Math.round((1.96 * Math.sqrt(squares / (runs - 1))) / Math.sqrt(runs)),
    median: needed[Math.floor(runs / 2)],
    overTheory: taken / theory,
    wrong: wrong / runs,
  };
}
