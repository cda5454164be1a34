import { describe, expect, test } from 'vitest';
import type { Sequences } from '../../contract/sequences.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { PackSection, Tensor } from '../../pack/pack.ts';
import type { KnnOptions } from '../../pack/sections/knn.ts';
import { fitSessionKnn } from '../../trainer/fit/knn.ts';
import { fitPopular } from '../../trainer/fit/popular.ts';
import { fitSequentialRules, type RulesFitOptions } from '../../trainer/fit/rules.ts';
import type { CandidateSource, VisitorContext } from './candidate-source.ts';
import { createPopular } from './popular.ts';
import { rules as rulesSource } from './sequential-rules.ts';
import { createSessionKnn } from './session-knn.ts';
import { wholeAnswer } from './testing/whole-answer.ts';

/** A tea shop, small enough to judge each order by eye. */
const SHOP = ['kettle', 'teapot', 'cup', 'green tea', 'black tea', 'honey', 'umbrella', 'raincoat'];
const ITEMS = SHOP.length;
const row = (name: string): number => SHOP.indexOf(name) + 1;
const names = (items: Int32Array): string[] => Array.from(items, (item) => SHOP[item - 1]);

const VISITS = [
  ['kettle', 'teapot', 'green tea'],
  ['kettle', 'teapot', 'cup'],
  ['teapot', 'green tea', 'honey'],
  ['green tea', 'honey'],
  ['umbrella', 'raincoat'],
  ['umbrella', 'raincoat', 'black tea'],
];
const toSequences = (visits: string[][]): Sequences => ({
  items: Int32Array.from(visits.flat(), row),
  offsets: Int32Array.from([0, ...visits.map((_, i) => visits.slice(0, i + 1).flat().length)]),
});
const SEQUENCES = toSequences(VISITS);
const EACH_ONE_SHOPPER = Int32Array.from(VISITS.keys());

const RULES: RulesFitOptions = {
  last: 5,
  decay: 0.5,
  session: false,
  window: 10,
  distancePower: 1,
  backward: 0,
  rowPower: 0,
  top: 100,
  minShoppers: 1,
};
const KNN: KnnOptions = {
  last: 5,
  decay: 0.5,
  session: false,
  recent: 100,
  neighbours: 10,
  lengthPower: 0.5,
  sharpness: 1,
  distancePower: 1,
  backward: 0.5,
};
const rules = (options: Partial<RulesFitOptions> = {}, visits = SEQUENCES): CandidateSource =>
  rulesSource.read(fitSequentialRules(visits, EACH_ONE_SHOPPER, ITEMS, { ...RULES, ...options }), ITEMS);
const knn = (options: Partial<KnnOptions> = {}): CandidateSource =>
  createSessionKnn(fitSessionKnn(SEQUENCES, ITEMS, { ...KNN, ...options }), ITEMS);

/** A visitor who looked at these; all but `hidden` may be shown. */
function visitor(history: string[], options: { hidden?: string[]; sessionStart?: number } = {}): VisitorContext {
  const allowed = new Bitset(ITEMS + 1);
  for (let item = 1; item <= ITEMS; item++) allowed.add(item);
  for (const name of options.hidden ?? []) allowed.delete(row(name));
  return {
    items: Int32Array.from(history, row),
    names: history.map(() => 'view_item'),
    sessionStart: options.sessionStart ?? 0,
    allowed,
  };
}

describe('sequential rules', () => {
  test('what came right after the latest item comes first, then what came later, then what earlier items led to', () => {
    const { items, because } = rules().retrieve(visitor(['umbrella', 'teapot']), 10);
    // teapot → green tea twice at one step, cup once at one, honey once at two; umbrella → raincoat twice, at half weight.
    expect(names(items)).toEqual(['green tea', 'cup', 'raincoat', 'honey', 'black tea']);
    expect(Array.from(items.keys(), because)).toEqual([1, 1, 0, 1, 0]);
  });

  test('backward pairs count only where they are asked for', () => {
    const found = (backward: number): string[] => names(rules({ backward }).retrieve(visitor(['honey']), 10).items);
    expect(found(0)).toEqual([]);
    expect(found(1)).toEqual(['green tea', 'teapot']);
  });

  test('products that may not be shown are left out before the limit, not after it', () => {
    const context = visitor(['kettle'], { hidden: ['teapot', 'green tea'] });
    expect(names(rules().retrieve(context, 1).items)).toEqual(['cup']);
  });

  test('only the running session speaks where that is asked for, and the last visit where it has not begun', () => {
    const history = ['umbrella', 'kettle'];
    const asked = (sessionStart: number): string[] =>
      names(rules({ session: true }).retrieve(visitor(history, { sessionStart }), 10).items);
    expect(asked(1)).not.toContain('raincoat');
    expect(asked(0)).toContain('raincoat');
    expect(asked(2)).toContain('raincoat');
  });

  test('a pair that fewer shoppers made than asked for is left out', () => {
    const kept = names(rules({ minShoppers: 2 }).retrieve(visitor(['teapot']), 10).items);
    expect(kept).toEqual(['green tea']);
    const repeated = toSequences([['cup', 'honey', 'cup', 'honey', 'cup', 'honey']]);
    expect(names(rules({ minShoppers: 2 }, repeated).retrieve(visitor(['cup']), 10).items)).toEqual([]);
  });

  test('only the strongest rules of an item are kept', () => {
    expect(names(rules({ top: 1 }).retrieve(visitor(['teapot']), 10).items)).toEqual(['green tea']);
  });

  test('the rules of an item may stand in any order', () => {
    const section = fitSequentialRules(SEQUENCES, EACH_ONE_SHOPPER, ITEMS, RULES);
    const { offsets, items, weights } = section.tensors;
    const backwards = ({ shape, data }: Tensor): Tensor => {
      const turned = data.slice();
      offsets.data.forEach((end, row) => {
        if (row > 0) turned.subarray(offsets.data[row - 1], end).reverse();
      });
      return { shape, data: turned };
    };
    const turned = { ...section.tensors, items: backwards(items), weights: backwards(weights) };
    expect(turned.items.data).not.toEqual(items.data);
    const source = rulesSource.read({ ...section, tensors: turned }, ITEMS);
    const history = visitor(['umbrella', 'teapot']);
    expect(wholeAnswer(source, history, 10)).toEqual(wholeAnswer(rules(), history, 10));
  });

  test('an empty history, and one of products the pack does not know, find nothing', () => {
    expect(rules().retrieve(visitor([]), 10).items).toHaveLength(0);
    const stranger = { ...visitor([]), items: Int32Array.of(ITEMS + 1, 0) };
    expect(rules().retrieve(stranger, 10).items).toHaveLength(0);
  });
});

describe('session-kNN', () => {
  test('windows that share more and rarer items speak louder, and what stands next to them most of all', () => {
    const { items, because } = knn().retrieve(visitor(['kettle', 'teapot'], { hidden: ['kettle', 'teapot'] }), 10);
    expect(names(items)).toEqual(['green tea', 'cup', 'honey']);
    expect(Array.from(items.keys(), because)).toEqual([1, 1, 1]);
  });

  test('what came before the matched item counts for less', () => {
    const { items, scores } = knn({ backward: 0.25 }).retrieve(visitor(['teapot'], { hidden: ['teapot'] }), 10);
    const score = (name: string): number => scores[items.indexOf(row(name))];
    expect(score('kettle')).toBeLessThan(score('cup'));
    expect(names(knn({ backward: 0 }).retrieve(visitor(['raincoat']), 10).items)).not.toContain('umbrella');
  });

  test('only so many neighbours vote, of equal ones the more recent', () => {
    const { items } = knn({ neighbours: 1, lengthPower: 0 }).retrieve(
      visitor(['umbrella'], { hidden: ['umbrella'] }),
      10,
    );
    expect(names(items)).toEqual(['raincoat', 'black tea']);
  });

  test('only the most recent windows of an item are looked at', () => {
    const { items } = knn({ recent: 1 }).retrieve(visitor(['kettle'], { hidden: ['kettle'] }), 10);
    expect(names(items)).toEqual(['teapot', 'cup']);
  });

  test('the same question gets the same answer again', () => {
    const source = knn();
    const first = wholeAnswer(source, visitor(['kettle', 'green tea']), 10);
    source.retrieve(visitor(['umbrella']), 10);
    expect(wholeAnswer(source, visitor(['kettle', 'green tea']), 10)).toEqual(first);
  });
});

describe('popularity', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const times = Float64Array.from(SEQUENCES.items, (_, i) => i * DAY);

  test('all-time: the products with most interactions; products nobody chose are not filler', () => {
    const section = fitPopular(SEQUENCES, null, ITEMS, { recentShare: 0, halfLife: 7 });
    const { items, because } = createPopular(section, ITEMS).retrieve(visitor([], { hidden: ['teapot'] }), 10);
    expect(names(items)).toEqual(['green tea', 'kettle', 'honey', 'umbrella', 'raincoat', 'cup', 'black tea']);
    expect(new Set(Array.from(items.keys(), because))).toEqual(new Set([-1]));
  });

  test('lately: what was chosen in the last days', () => {
    const section = fitPopular(SEQUENCES, times, ITEMS, { recentShare: 1, halfLife: 1 });
    expect(names(createPopular(section, ITEMS).retrieve(visitor([]), 2).items)).toEqual(['black tea', 'raincoat']);
  });
});

describe('sections that nobody vouches for', () => {
  const rulesSection = fitSequentialRules(SEQUENCES, EACH_ONE_SHOPPER, ITEMS, RULES);
  const knnSection = fitSessionKnn(SEQUENCES, ITEMS, KNN);
  const damaged = (section: PackSection, name: string, change: (data: number[]) => number[]): PackSection => {
    const { data } = section.tensors[name];
    const changed = change(Array.from(data));
    const Type = data.constructor as new (values: number[]) => typeof data;
    return {
      ...section,
      tensors: { ...section.tensors, [name]: { shape: [changed.length], data: new Type(changed) } },
    };
  };
  const code = expect.objectContaining({ code: 'pack-corrupt' });

  test.each([
    ['an item beyond the catalogue', 'items', (data: number[]) => [...data.slice(1), ITEMS + 1]],
    ['the padding row', 'items', (data: number[]) => [0, ...data.slice(1)]],
    ['offsets beyond the rules', 'offsets', (data: number[]) => [...data.slice(0, -1), 999]],
    ['offsets that fall', 'offsets', (data: number[]) => [0, 9, 3, ...data.slice(3)]],
    ['too few offsets', 'offsets', (data: number[]) => data.slice(1)],
    ['too few weights', 'weights', (data: number[]) => data.slice(1)],
    ['a negative scale', 'scales', (data: number[]) => [-1, ...data.slice(1)]],
  ])('rules with %s', (_, name, change) => {
    expect(() => rulesSource.read(damaged(rulesSection, name, change), ITEMS)).toThrow(code);
  });

  test.each([
    ['no decay', { decay: 0 }],
    ['a decay over 1', { decay: 1.5 }],
    ['endless items', { last: 1e9 }],
    ['text', { last: 'five' }],
  ])('rules with %s', (_, options) => {
    expect(() =>
      rulesSource.read({ ...rulesSection, options: { ...rulesSection.options, ...options } }, ITEMS),
    ).toThrow(code);
  });

  test.each([
    ['an item beyond the catalogue', 'items', (data: number[]) => [...data.slice(1), ITEMS + 1]],
    ['windows beyond the items', 'offsets', (data: number[]) => [...data, 999]],
  ])('windows with %s', (_, name, change) => {
    expect(() => createSessionKnn(damaged(knnSection, name, change), ITEMS)).toThrow(code);
  });

  test('a missing tensor', () => {
    expect(() => createSessionKnn({ ...knnSection, tensors: {} }, ITEMS)).toThrow(code);
  });
});
