import { describe, expect, test } from 'vitest';
import { alwaysValidInterval, varianceAtDecision, varianceNeeded } from './always-valid.ts';
import { addVisitor, differenceOf, noTotals, type VariantTotals } from './totals.ts';
import { comparePreference, compareVariants, expectedSampleSize, visitorsStillNeeded } from './verdict.ts';
import { verdictInWords } from './wording.ts';

/** So many of the visitors bought. */
const bought = (buyers: number, visitors: number): VariantTotals => ({
  ...noTotals(),
  visitors,
  sum: buyers,
  squares: buyers,
});
/** Uniform in 0…1, always the same (Lehmer's generator). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
function totalsOf(values: readonly number[], before: readonly number[] = []): VariantTotals {
  const totals = noTotals();
  values.forEach((value, i) => void addVisitor(totals, value, before[i]));
  return totals;
}

describe('difference of two variants', () => {
  test('is that of the means, with the variance of textbooks', () => {
    const found = differenceOf(totalsOf([1, 2, 3, 6]), totalsOf([4, 6, 8]));
    expect(found.base).toBe(3);
    expect(found.difference).toBeCloseTo(3);
    expect(found.variance).toBeCloseTo(14 / 3 / 4 + 4 / 3);
    expect(found.reduction).toBe(0);
  });

  test('loses what was known before: with values that are foretold exactly, nothing is left of the noise', () => {
    const before = [
      [1, 2, 3, 4],
      [2, 4, 6, 9],
    ];
    const [first, second] = before.map((known, i) =>
      totalsOf(
        known.map((one) => 3 * one + 2 * i),
        known,
      ),
    );
    const found = differenceOf(first, second);
    expect(found.difference).toBeCloseTo(2);
    expect(found.variance).toBeCloseTo(0);
    expect(found.reduction).toBeCloseTo(1);
  });

  test('a visitor who is taken away again was never there', () => {
    const totals = totalsOf([1, 2, 4], [0, 1, 1]);
    const same = structuredClone(totals);
    addVisitor(same, 9, 5);
    addVisitor(same, 9, 5, -1);
    expect(same).toEqual(totals);
  });
});

describe('intervals that hold at all times', () => {
  test('are where the mixture’s likelihood ratio reaches 1 / alpha', () => {
    const [variance, expected, alpha] = [0.02, 0.3, 0.05];
    const half = alwaysValidInterval(variance, expected, alpha);
    // The mean of the likelihood ratio over normal differences, summed up instead of solved.
    let ratio = 0;
    const step = 0.0005;
    for (let effect = -3; effect <= 3; effect += step) {
      const prior = Math.exp(-(effect ** 2) / (2 * expected ** 2)) / (expected * Math.sqrt(2 * Math.PI));
      ratio += step * prior * Math.exp((effect * half - effect ** 2 / 2) / variance);
    }
    expect(ratio).toBeCloseTo(1 / alpha, 3);
  });

  test('are wider than those for one look, and no more than needed: what is needed for a difference tells it', () => {
    expect(alwaysValidInterval(0.04, 0.2, 0.05)).toBeGreaterThan(1.96 * 0.2);
    const needed = varianceNeeded(0.1, 0.2, 0.05);
    expect(alwaysValidInterval(needed, 0.2, 0.05)).toBeCloseTo(0.1, 10);
    expect(varianceAtDecision(0.1, 0.2, 0.05)).toBeGreaterThan(needed);
  });

  test('hold where nothing differs, however often one looks; a test for one look does not', () => {
    const next = random(7);
    let told = 0;
    let fooled = 0;
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      const [a, b] = [noTotals(), noTotals()];
      let [found, seemed] = [false, false];
      for (let visitor = 1; visitor <= 3_000; visitor++) {
        addVisitor(a, Number(next() < 0.2));
        addVisitor(b, Number(next() < 0.2));
        if (visitor < 100 || visitor % 10 > 0) continue;
        const { outcome, difference, error } = compareVariants(a, b, { expected: 0.2 });
        found ||= outcome !== 'open';
        seemed ||= Math.abs(difference) > 1.96 * error;
      }
      told += Number(found);
      fooled += Number(seemed);
    }
    expect(told / runs).toBeLessThanOrEqual(0.05);
    expect(fooled / runs).toBeGreaterThan(0.2);
  });
});

describe('verdict', () => {
  test('says better, worse or open, as a share of the control’s mean', () => {
    const better = compareVariants(bought(2_000, 40_000), bought(2_400, 40_000));
    expect(better).toMatchObject({ outcome: 'better', visitors: 80_000, base: 0.05 });
    expect(better.difference).toBeCloseTo(0.01);
    expect(better.relative!.difference).toBeCloseTo(0.2);
    expect(better.relative!.interval[0]).toBeGreaterThan(0);
    expect(compareVariants(bought(2_400, 40_000), bought(2_000, 40_000)).outcome).toBe('worse');
    expect(compareVariants(bought(2_000, 40_000), bought(2_050, 40_000)).outcome).toBe('open');
  });

  test('is open while little is known: no visitors, few, or none who bought', () => {
    for (const [a, b] of [
      [noTotals(), noTotals()],
      [bought(10, 99), bought(90, 99)],
      [bought(0, 1_000), bought(0, 1_000)],
      [bought(1_000, 1_000), bought(1_000, 1_000)],
    ]) {
      const verdict = compareVariants(a, b);
      expect(verdict).toMatchObject({ outcome: 'open', error: 0 });
      expect(visitorsStillNeeded(verdict)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  test('the visitors that it still needs are those after whom it is told, if all stays as it is', () => {
    const at = (times: number) =>
      compareVariants(bought(2_000 * times, 40_000 * times), bought(2_100 * times, 40_000 * times));
    const needed = visitorsStillNeeded(at(1));
    const times = (needed + 80_000) / 80_000;
    expect(at(times * 0.99).outcome).toBe('open');
    expect(at(times * 1.01).outcome).toBe('better');
    expect(visitorsStillNeeded(at(times * 1.01))).toBe(0);
  });

  test('a smaller difference, and noisier values, need more visitors', () => {
    const until = (lift: number, deviation: number): number => expectedSampleSize({ lift, mean: 1, deviation });
    expect(until(0.05, 4)).toBeGreaterThan(3 * until(0.1, 4));
    expect(until(0.05, 8) / until(0.05, 4)).toBeCloseTo(4, 6);
  });

  test('visitors prefer a team, or not', () => {
    const preferences = (second: number, first: number, neither: number): VariantTotals => ({
      ...noTotals(),
      visitors: second + first + neither,
      sum: second - first,
      squares: second + first,
    });
    expect(comparePreference(preferences(700, 500, 100)).outcome).toBe('better');
    expect(comparePreference(preferences(500, 700, 100)).outcome).toBe('worse');
    expect(comparePreference(preferences(510, 500, 100)).outcome).toBe('open');
    expect(comparePreference(preferences(80, 0, 0)).outcome).toBe('open');
  });
});

describe('in words', () => {
  const NAMES = { control: 'A', variant: 'B', what: 'conversion' };
  const say = (a: VariantTotals, b: VariantTotals, language?: 'en' | 'zh'): string =>
    verdictInWords(compareVariants(a, b), NAMES, language);

  test('each outcome is a plain sentence', () => {
    expect([
      say(bought(2_000, 40_000), bought(2_400, 40_000)),
      say(bought(2_400, 40_000), bought(2_000, 40_000)),
      say(bought(2_000, 40_000), bought(2_100, 40_000)),
      say(bought(2_000, 40_000), bought(2_001, 40_000)),
      say(bought(0, 40), bought(1, 40)),
      verdictInWords(comparePreference({ ...noTotals(), visitors: 1_300, sum: 200, squares: 1_200 }), NAMES),
    ]).toMatchInlineSnapshot(`
      [
        "B is better than A: conversion +20.0 % (with 95 % certainty between +9.9 % and +30.1 %), seen of 80,000 visitors.",
        "B is worse than A: conversion −16.7 % (with 95 % certainty between −25.1 % and −8.2 %), seen of 80,000 visitors.",
        "No difference between B and A is certain yet: conversion +5.0 % (with 95 % certainty between −4.9 % and +14.9 %), seen of 80,000 visitors; if it stays so, about 210,000 more visitors are needed.",
        "No difference between B and A is certain yet: conversion +0.0 % (with 95 % certainty between −9.7 % and +9.8 %), seen of 80,000 visitors; as small as the difference is so far, it would take over ten times as many visitors.",
        "No difference between B and A is certain yet: too little is known of 80 visitors.",
        "B is better than A: conversion +0.154 (with 95 % certainty between +0.0735 and +0.234), seen of 1,300 visitors.",
      ]
    `);
  });

  test('also in Chinese', () => {
    expect([
      say(bought(2_000, 40_000), bought(2_400, 40_000), 'zh'),
      say(bought(2_000, 40_000), bought(2_100, 40_000), 'zh'),
      say(bought(2_000, 40_000), bought(2_001, 40_000), 'zh'),
      say(bought(0, 40), bought(1, 40), 'zh'),
    ]).toMatchInlineSnapshot(`
      [
        "B 优于 A：conversion +20.0 %（95 % 的把握在 +9.9 % 与 +30.1 % 之间），基于 80,000 位访客。",
        "目前还看不出 B 与 A 的差别：conversion +5.0 %（95 % 的把握在 −4.9 % 与 +14.9 % 之间），基于 80,000 位访客；若差别保持不变，大约还需要 210,000 位访客。",
        "目前还看不出 B 与 A 的差别：conversion +0.0 %（95 % 的把握在 −9.7 % 与 +9.8 % 之间），基于 80,000 位访客；差别这样小，需要十倍以上的访客才能看出。",
        "目前还看不出 B 与 A 的差别：80 位访客的数据太少。",
      ]
    `);
  });
});
