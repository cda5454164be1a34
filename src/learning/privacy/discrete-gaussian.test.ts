import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { DiscreteGaussian } from './discrete-gaussian.ts';
import { cryptoWords, type RandomWords } from './random-words.ts';

const seeded = (seed: number): RandomWords => {
  const generator = xoroshiro128plus(seed);
  return () => generator.next() >>> 0;
};

/** Probabilities of −reach…reach, by the definition. */
function exactly(deviation: number, reach: number): Map<number, number> {
  const values = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const weights = values.map((x) => Math.exp((-x * x) / (2 * deviation ** 2)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return new Map(values.map((x, i) => [x, weights[i] / sum]));
}

describe.each([0.5, 1, 3.25, 20])('deviation %d', (deviation) => {
  const DRAWS = 40_000;
  const noise = new DiscreteGaussian(deviation, seeded(7));
  const drawn = Array.from({ length: DRAWS }, () => noise.sample());

  test('values are as frequent as the definition has it', () => {
    const counts = new Map<number, number>();
    for (const x of drawn) counts.set(x, (counts.get(x) ?? 0) + 1);
    let [chi, cells] = [0, 0];
    let [restExpected, restCounted] = [DRAWS, DRAWS];
    for (const [x, probability] of exactly(deviation, Math.ceil(12 * deviation))) {
      const expected = probability * DRAWS;
      if (expected < 10) continue;
      chi += ((counts.get(x) ?? 0) - expected) ** 2 / expected;
      cells++;
      restExpected -= expected;
      restCounted -= counts.get(x) ?? 0;
    }
    if (restExpected > 1) chi += (restCounted - restExpected) ** 2 / restExpected;
    // A chi-squared variable of `cells` degrees is below this in all but one of 10⁴ seeds.
    expect(chi).toBeLessThan(cells + 4 * Math.sqrt(2 * cells) + 8);
  });

  test('its square mean is the variance, not the deviation and not the variance squared', () => {
    const variance = [...exactly(deviation, Math.ceil(12 * deviation))].reduce((sum, [x, p]) => sum + p * x * x, 0);
    const found = drawn.reduce((sum, x) => sum + x * x, 0) / DRAWS;
    expect(found / variance).toBeGreaterThan(0.95);
    expect(found / variance).toBeLessThan(1.05);
  });
});

test('by default it is drawn from the cryptographic generator, and two of them differ', () => {
  const [one, other] = [new DiscreteGaussian(1000), new DiscreteGaussian(1000)];
  const draw = (noise: DiscreteGaussian) => Array.from({ length: 20 }, () => noise.sample());
  expect(draw(one)).not.toEqual(draw(other));
  const words = cryptoWords();
  const drawn = Array.from({ length: 3000 }, words);
  expect(new Set(drawn).size).toBeGreaterThan(2990);
  expect(Math.max(...drawn)).toBeLessThan(2 ** 32);
});

test.each([0, -1, Number.NaN, 2 ** 21])('a deviation of %d is refused', (deviation) => {
  expect(() => new DiscreteGaussian(deviation)).toThrow(RangeError);
});

test('bits that are equal decide nothing: the bits after them do', () => {
  // Deviation 1.5, so that the scale is 2. The first word draws 1 of 2, which stays with chance exp(−1/2). Its first term is 1/2: a bit,
  // and then zeros for ever; its second 1/4. A word of the same bit is equal to the first 32 of them, and no more are left: not below.
  // A word above them says the same. One below says otherwise, and the second term is asked.
  const after = (second: number): number[] => {
    const words: number[] = [1, second];
    const next = seeded(11);
    const noise = new DiscreteGaussian(1.5, () => words.shift() ?? next());
    return Array.from({ length: 8 }, () => noise.sample());
  };
  expect(after(2 ** 31)).toEqual(after(2 ** 31 + 1));
  expect(after(2 ** 31)).toEqual(after(2 ** 32 - 1));
  expect(after(2 ** 31)).not.toEqual(after(2 ** 31 - 1));
});
