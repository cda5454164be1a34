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
  const draw = (): number[] => {
    const noise = new DiscreteGaussian(deviation, seeded(7));
    return Array.from({ length: DRAWS }, () => noise.sample());
  };

  test('values are as frequent as the definition has it', () => {
    const counts = new Map<number, number>();
    for (const x of draw()) counts.set(x, (counts.get(x) ?? 0) + 1);
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
    const found = draw().reduce((sum, x) => sum + x * x, 0) / DRAWS;
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
  const refusal = new RangeError('`deviation` is not above 0, up to 2²⁰.');
  expect(() => new DiscreteGaussian(deviation)).toThrow(refusal);
});

test('the largest deviation is 2²⁰', () => {
  const drawn = Array.from({ length: 50 }, () => Math.abs(new DiscreteGaussian(2 ** 20, cryptoWords()).sample()));
  expect(Math.max(...drawn)).toBeGreaterThan(2 ** 18);
});

/** Draws after these words, which are followed by the same ones each time. */
function drawsAfter(deviation: number, ...words: number[]): number[] {
  const next = seeded(11);
  const noise = new DiscreteGaussian(deviation, () => words.shift() ?? next());
  return Array.from({ length: 8 }, () => noise.sample());
}

test('each whole number below the scale is as likely: the words that are over are drawn again', () => {
  // Scale 3: 2³² is one more than a multiple of it.
  expect(drawsAfter(2.5, 2 ** 32 - 1, 2, 5)).toEqual(drawsAfter(2.5, 2, 5));
  expect(drawsAfter(2.5, 2 ** 32 - 2, 5)).toEqual(drawsAfter(2.5, 2, 5));
});

test('where the first bits are equal, the next ones decide', () => {
  // Scale 3: the first word draws 1 of 3, which stays with chance exp(−1/3). 1/3 is 0x55555555 in its first bits, and in the next.
  const third = 0x55555555;
  expect(drawsAfter(2.5, 1, third, third - 1)).toEqual(drawsAfter(2.5, 1, third - 1));
  expect(drawsAfter(2.5, 1, third, third + 1)).toEqual(drawsAfter(2.5, 1, third + 1));
  expect(drawsAfter(2.5, 1, third, third - 1)).not.toEqual(drawsAfter(2.5, 1, third, third + 1));
});

test('half of all words are a minus', () => {
  // Scale 1. `most` is above the bits of each fraction and ends its series: after one term that was true the series is true.
  const most = 2 ** 32 - 1;
  const one = [0, most];
  const none = [most];
  const accepted = [0, most, most];
  const signed = (word: number) => drawsAfter(0.5, 0, ...one, ...none, word, ...accepted)[0];
  expect(signed(2 ** 31 - 1)).toBe(1);
  expect(signed(2 ** 31)).toBe(-1);
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
