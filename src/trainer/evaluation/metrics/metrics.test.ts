import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auc, groupedAuc, rankingAuc } from './auc.ts';
import { categoryDivergence } from './category-calibration.ts';
import { intraListDiversity, similarityByShoppers } from './diversity.ts';
import { estimate, groupedEstimate } from './estimate.ts';
import { countExposure, coverage, gini } from './exposure.ts';
import { countShoppers, meanPopularity, novelty, popularityLift } from './popularity.ts';
import { expectedCalibrationError, logLoss, reliability } from './probabilities.ts';

const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), label: fc.integer({ min: 0, max: 1 }) }), {
  minLength: 2,
  maxLength: 30,
});

describe('auc', () => {
  test('is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        let right = 0;
        let pairs = 0;
        for (const wanted of rows.filter(({ label }) => label === 1)) {
          for (const other of rows.filter(({ label }) => label === 0)) {
            pairs++;
            right += wanted.score > other.score ? 1 : wanted.score === other.score ? 0.5 : 0;
          }
        }
        const found = auc(
          rows.map(({ score }) => score),
          rows.map(({ label }) => label),
        );
        if (pairs === 0) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(right / pairs, 10);
      }),
    );
  });

  test('within visitors: what differs between them does not count, and one of a kind is left out', () => {
    // Visitor 1 has high scores and rarely buys; within each visitor the order is right.
    const scores = [0.1, 0.2, 0.8, 0.9, 0.5];
    const labels = [0, 1, 0, 1, 1];
    const { gauc, groups } = groupedAuc(scores, labels, [0, 0, 1, 1, 2]);
    expect(gauc).toBe(1);
    expect(groups).toHaveLength(2);
    expect(auc(scores, labels)).toBeLessThan(1);
  });

  test('of a ranking: what is not listed ties below', () => {
    // Item 9 is of the history; nine rivals are left.
    const list = { items: Int32Array.of(4, 7, 2, 9), scores: [3, 2, 2, 1] };
    expect(rankingAuc(2, list, 9, (item) => item !== 9 && item !== 2)).toBeCloseTo((9 - 1 - 0.5) / 9, 12);
    expect(rankingAuc(5, list, 9, (item) => item !== 9)).toBeCloseTo(6 / 2 / 9, 12);
  });
});

describe('estimates', () => {
  test('of three seeds, with Student’s quantile', () => {
    const { mean, interval } = estimate([1, 2, 3]);
    expect(mean).toBe(2);
    expect(interval).toBeCloseTo(4.303 / Math.sqrt(3), 3);
    expect(estimate([1]).interval).toBeNaN();
  });

  test('the same questions asked twice tell no more', () => {
    const values = Array.from({ length: 60 }, (_, i) => (i * 7) % 11);
    const groups = values.map((_, i) => i);
    const once = groupedEstimate(values, groups);
    const twice = groupedEstimate([...values, ...values], [...groups, ...groups]);
    expect(twice.mean).toBeCloseTo(once.mean, 12);
    expect(twice.interval).toBeCloseTo(once.interval, 12);
  });

  test('each value its own group: the interval of a mean', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i * 13) % 17);
    const { interval } = groupedEstimate(
      values,
      values.map((_, i) => i),
    );
    expect(interval).toBeCloseTo(estimate(values).interval, 10);
  });
});

describe('probabilities', () => {
  test('log-loss is least at the true rate', () => {
    const labels = [1, 0, 0, 0];
    const at = (chance: number): number =>
      logLoss(
        labels.map(() => chance),
        labels,
      );
    expect(at(0.25)).toBeCloseTo(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 12);
    expect(at(0.25)).toBeLessThan(at(0.2));
    expect(at(0.25)).toBeLessThan(at(0.3));
    expect(at(0)).toBeGreaterThan(8);
  });

  test('calibration error is 0 where what was stated happens, and the gap where it does not', () => {
    const chances = Array.from({ length: 100 }, (_, i) => (i < 50 ? 0.2 : 0.6));
    const honest = chances.map((chance, i) => (i % 10 < chance * 10 ? 1 : 0));
    expect(expectedCalibrationError(chances, honest, 2)).toBeCloseTo(0, 12);
    const boastful = chances.map((chance) => chance + 0.3);
    expect(expectedCalibrationError(boastful, honest, 2)).toBeCloseTo(0.3, 12);
    expect(reliability(chances, honest, 2).map(({ count }) => count)).toEqual([50, 50]);
  });
});

describe('beyond accuracy', () => {
  const log = {
    productIds: ['a', 'b', 'c', 'd'],
    shopperIds: ['x', 'y'],
    // x: 1 2, later 1 again in another session; y: 1 3
    sequences: { items: Int32Array.of(1, 2, 1, 3, 1), offsets: Int32Array.of(0, 2, 4, 5) },
    shoppers: Int32Array.of(0, 1, 0),
    times: null,
    names: null,
  };

  test('popularity counts a shopper once', () => {
    const popularity = countShoppers(log);
    expect([...popularity.shoppers]).toEqual([0, 2, 1, 1, 0]);
    expect(popularity.total).toBe(2);
    expect(novelty(Int32Array.of(1, 2), popularity)).toBe(0.5);
    expect(meanPopularity(Int32Array.of(1, 2), popularity)).toBe(1.5);
    expect(popularityLift(3, 2)).toBe(0.5);
  });

  test('diversity by who met the products', () => {
    const similarity = similarityByShoppers(log);
    expect(similarity(1, 2)).toBeCloseTo(1 / Math.sqrt(2), 12);
    expect(similarity(2, 3)).toBe(0);
    expect(similarity(4, 1)).toBe(0);
    expect(intraListDiversity(Int32Array.of(2, 3, 4), similarity)).toBe(1);
    expect(intraListDiversity(Int32Array.of(2), similarity)).toBeNaN();
  });

  test('exposure: coverage and Gini', () => {
    const even = countExposure([Int32Array.of(1, 2), Int32Array.of(3, 4)], 2, 4);
    expect(coverage(even)).toBe(1);
    expect(gini(even)).toBeCloseTo(0, 12);
    const one = countExposure([Int32Array.of(1, 2), Int32Array.of(1, 2)], 1, 4);
    expect(coverage(one)).toBe(0.25);
    expect(gini(one)).toBeCloseTo(0.75, 12);
  });

  test('categories: a list in the history’s proportions is calibrated', () => {
    const categories: Record<number, number[]> = { 1: [0], 2: [1], 3: [0, 1], 4: [] };
    const divergence = (history: number[], list: number[]): number =>
      categoryDivergence(Int32Array.from(history), Int32Array.from(list), (item) => categories[item]);
    expect(divergence([1, 2], [3, 3, 4])).toBeCloseTo(0, 12);
    expect(divergence([1, 2], [1, 1])).toBeGreaterThan(divergence([1, 2], [1, 1, 2]));
    expect(divergence([1], [2])).toBeCloseTo(Math.log(100), 6);
    expect(divergence([4], [1])).toBeNaN();
  });
});
