import { describe, expect, test } from 'vitest';
import { Bitset } from '../../../kernels/scoring/bitset.ts';
import { type EaseFitOptions, fitEase } from '../../../trainer/fit/ease.ts';
import type { VisitorContext } from '../candidate-source.ts';
import { createEase } from './ease.ts';

const [kettle, teapot, cup, bag, umbrella, raincoat] = [1, 2, 3, 4, 5, 6];
const ITEMS = 6;
/** Everybody has a bag: it goes with everything, and so says nothing. */
const VISITS = [
  [kettle, teapot, bag],
  [kettle, teapot, cup, bag],
  [teapot, cup, bag],
  [umbrella, raincoat, bag],
  [umbrella, raincoat, bag],
  [bag],
  [bag],
];
const options: EaseFitOptions = {
  last: 10,
  decay: 1,
  session: false,
  ridge: 0.5,
  most: ITEMS,
  top: ITEMS,
  minShoppers: 1,
};

function sectionOf(changed: Partial<EaseFitOptions> = {}) {
  const offsets = [0];
  for (const visit of VISITS) offsets.push(offsets[offsets.length - 1] + visit.length);
  const sequences = { items: Int32Array.from(VISITS.flat()), offsets: Int32Array.from(offsets) };
  return fitEase(sequences, Int32Array.from(VISITS.keys()), ITEMS, { ...options, ...changed });
}

function contextOf(history: readonly number[], allowed: Bitset): VisitorContext {
  return { items: Int32Array.from(history), names: history.map(() => 'view_item'), sessionStart: 0, allowed };
}

function candidatesOf(history: number[], changed: Partial<EaseFitOptions> = {}): Map<number, number> {
  const allowed = new Bitset(ITEMS + 1);
  for (let row = 1; row <= ITEMS; row++) if (!history.includes(row)) allowed.add(row);
  const { items, scores } = createEase(sectionOf(changed), ITEMS).retrieve(contextOf(history, allowed), ITEMS);
  return new Map(Array.from(items, (item, i) => [item, scores[i]]));
}

describe('EASE', () => {
  test('finds what goes together, and is not drawn to what goes with everything', () => {
    expect([...candidatesOf([kettle]).keys()][0]).toBe(teapot);
    expect([...candidatesOf([umbrella]).keys()][0]).toBe(raincoat);
    // Both were met with the umbrella as often.
    expect(candidatesOf([umbrella]).get(raincoat)).toBeGreaterThan(1.3 * (candidatesOf([umbrella]).get(bag) ?? 0));
  });

  test('what is said against an item counts', () => {
    // Who met the cup met the kettle as well, unless they met the bag: the bag speaks against it.
    const visits = [[cup, kettle], [cup, kettle], [cup, bag], [bag], [kettle], [cup, kettle, teapot], [teapot, cup]];
    const offsets = Int32Array.from([0, 2, 4, 6, 7, 8, 11, 13]);
    const sequences = { items: Int32Array.from(visits.flat()), offsets };
    const section = fitEase(sequences, Int32Array.from(visits.keys()), ITEMS, options);
    const source = createEase(section, ITEMS);
    const allowed = new Bitset(ITEMS + 1);
    allowed.add(kettle);
    const scoreOf = (...items: number[]): number | undefined =>
      source.retrieve(contextOf(items, allowed), 1).scores.at(0);
    expect(scoreOf(bag)).toBeUndefined();
    expect(scoreOf(cup, bag)).toBeLessThan(scoreOf(cup)!);
    expect(source.retrieve(contextOf([cup, bag], allowed), 1).contribution?.(0, 0)).toBe(0);
  });

  test('gives the weights of the closed form, up to 1/127 of the strongest', () => {
    // Two items that three shoppers met, two of them both: G = [3 2; 2 3], ridge 1: P = [4 −2; −2 4] / 12, B = 1/2.
    const sequences = { items: Int32Array.of(1, 2, 1, 2, 1, 2), offsets: Int32Array.of(0, 2, 4, 5, 6) };
    const section = fitEase(sequences, Int32Array.of(0, 1, 2, 3), 2, { ...options, ridge: 1, most: 2 });
    const { scales, weights } = section.tensors;
    expect(weights.data[0] * scales.data[1]).toBeCloseTo(0.5, 2);
  });

  test('only the most popular take part, and pairs that enough shoppers met', () => {
    expect(candidatesOf([kettle], { most: 2 }).size).toBe(0);
    expect([...candidatesOf([teapot], { minShoppers: 2 }).keys()]).toEqual(
      [...candidatesOf([teapot]).keys()].filter((item) => item !== raincoat && item !== umbrella),
    );
    expect(candidatesOf([kettle], { minShoppers: 3 }).size).toBe(0);
  });
});
