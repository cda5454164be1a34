import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import type { Product } from '../../../contract/product.ts';
import type { Rule } from '../../../contract/recommendation.ts';
import { TextTable } from '../../../kernels/compact/text-table.ts';
import { Bitset } from '../../../kernels/scoring/bitset.ts';
import { Random } from '../../../learning/training/random.ts';
import { fitPopular } from '../../../trainer/fit/popular.ts';
import { createFallbackChain } from '../../lists/fallback-chain.ts';
import { DEFAULT_QUERY } from '../../lists/resolve-query.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import { type Asked, prepareRules } from './prepare-rules.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Products a1 … a5 of brand A and b1 … b5 of brand B; the even ones are of the category Sale. */
const SHOP: Product[] = ['a', 'b'].flatMap((brand) =>
  [1, 2, 3, 4, 5].map((n) => ({
    id: `${brand}${n}`,
    brand: brand.toUpperCase(),
    price: n,
    categories: n % 2 === 0 ? ['Shop', 'Sale'] : ['Shop', 'New'],
    ...(n === 4 && { added: new Date(Date.now() - 3 * DAY_MS).toISOString() }),
  })),
);
const builder = new CatalogueBuilder();
for (const product of SHOP) builder.add(product);
builder.add({ id: 'gone', inStock: false });
const catalogue = builder.build();

/** A source finds a1 … a5 and b1, b2, in this order; it does not know the others. */
const KNOWN = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2'];
function contextOf(guests = new Map<number, Product>()): VisitorContext {
  const allowed = catalogue.available.clone();
  return { items: new Int32Array(0), names: [], sessionStart: 0, allowed, guests };
}
const chain = createFallbackChain(catalogue, {
  sources: [
    {
      name: 'knn',
      retrieve({ allowed, guests = new Map() }) {
        const items = KNOWN.map((id) => catalogue.itemOf(id) as number).filter((item) => allowed.has(item));
        const all = [...items, ...guests.keys()];
        return {
          items: Int32Array.from(all),
          scores: Float32Array.from(all, (_, i) => all.length - i),
          because: () => -1,
        };
      },
    },
  ],
  weights: { knn: 1 },
});

/** A stream of numbers that looks random and is the same in every run. */
function stream(seed = 1): () => number {
  const random = new Random(seed);
  return () => random.unit();
}
/** The sections of a pack that counted these rows. */
function sectionsOf(counted: readonly number[], items: number) {
  const sequences = { items: Int32Array.from(counted), offsets: Int32Array.of(0, counted.length) };
  return { popular: fitPopular(sequences, null, items, { recentShare: 0, halfLife: 7 }) };
}
const HOME: Omit<Asked, 'limit'> = { placement: 'home', known: true, random: stream() };

function applied(rules: readonly unknown[], limit: number, diversity = 0, context = contextOf(), asked = HOME) {
  const prepared = prepareRules(rules, { ...asked, limit, diversity });
  if (typeof prepared === 'string') throw new Error(prepared);
  const atWork = prepared(catalogue, context);
  const list = chain.rank(context, { ...DEFAULT_QUERY, limit, diversity }, atWork);
  return { entries: list as Exclude<typeof list, Promise<unknown>>, outcomes: atWork.outcomes };
}
function entries(...asked: Parameters<typeof applied>) {
  return applied(...asked).entries;
}
const idsOf = (list: ReturnType<typeof entries>) => list.map(({ item }) => catalogue.idOf(item));
const list = (rules: readonly unknown[], limit = 5) => idsOf(entries(rules, limit)).join(' ');
const B = { brands: ['B'] };
const SALE = { categories: ['Sale'] };

describe('each kind', () => {
  test('boost multiplies what puts candidates in order, and leaves scores alone', () => {
    expect(list([{ kind: 'boost', id: 'b', where: B, factor: 2.8 }])).toBe('a1 a2 b1 a3 a4');
    expect(list([{ kind: 'boost', id: 'b', where: { brands: ['A'] }, factor: 0.1 }])).toBe('b1 b2 a1 a2 a3');
    const [plain, boosted] = [[], [{ kind: 'boost', id: 'b', where: B, factor: 3 }]].map((rules) => {
      const all = entries(rules, 7);
      return new Map(all.map(({ item, score }) => [item, score]));
    });
    expect(boosted).toEqual(new Map([...boosted.keys()].map((item) => [item, plain.get(item)])));
  });

  test('bury puts products behind all others, in their order, and shows them where nothing else is left', () => {
    expect(list([{ kind: 'bury', id: 'x', where: { products: ['a1', 'a3'] } }], 7)).toBe('a2 a4 a5 b1 b2 a1 a3');
  });

  test('exclude leaves them out, and the next ones move up', () => {
    expect(list([{ kind: 'exclude', id: 'x', where: { ...SALE, brands: ['A'] } }])).toBe('a1 a3 a5 b1 b2');
    expect(list([{ kind: 'exclude', id: 'x', where: { price: { max: 4 } } }])).toBe('a5');
    expect(list([{ kind: 'exclude', id: 'x', where: {} }])).toBe('');
  });

  test('pin puts a product at its place, found by a source or not, where it may be shown', () => {
    expect(list([{ kind: 'pin', id: 'x', product: 'a4', at: 1 }])).toBe('a4 a1 a2 a3 a5');
    expect(list([{ kind: 'pin', id: 'x', product: 'b5', at: 2 }])).toBe('a1 b5 a2 a3 a4');
    expect(list([{ kind: 'pin', id: 'x', product: 'b5', at: 99 }])).toBe('a1 a2 a3 a4 b5');
    for (const product of ['gone', 'nobody']) {
      expect(list([{ kind: 'pin', id: 'x', product, at: 1 }])).toBe('a1 a2 a3 a4 a5');
    }
    const two = ['b5', 'b4'].map((product, i) => ({ kind: 'pin', id: `${i}`, product, at: 1 }));
    expect(list(two)).toBe('b5 b4 a1 a2 a3');
    expect(list(two, 1)).toBe('b5');
    expect(list([two[0], { ...two[0], at: 3 }])).toBe('b5 a1 a2 a3 a4');
  });

  test('cap lets so many onto the list, and the next ones move up', () => {
    expect(list([{ kind: 'cap', id: 'x', most: 2, each: 'brand' }], 4)).toBe('a1 a2 b1 b2');
    expect(list([{ kind: 'cap', id: 'x', most: 1, each: 'category' }])).toBe('a1 a2');
    expect(list([{ kind: 'cap', id: 'x', most: 1, where: SALE }])).toBe('a1 a2 a3 a5 b1');
    expect(list([{ kind: 'cap', id: 'x', most: 0, where: B }], 9)).toBe('a1 a2 a3 a4 a5');
  });
});

describe('exploration and floors', () => {
  const explore = { kind: 'explore', id: 'try', share: 0.25 };
  /** In how many of so many lists of four a product is, by its rule. */
  const counted = (rules: readonly unknown[], lists = 400, pack?: Parameters<ReturnType<typeof ready>>[2]) => {
    const random = stream(3);
    const counts: Record<string, number> = {};
    for (let i = 0; i < lists; i++) {
      const context = contextOf();
      const atWork = ready(rules, random)(catalogue, context, pack);
      const ranked = chain.rank(context, { ...DEFAULT_QUERY, limit: 4 }, atWork) as ReturnType<typeof entries>;
      expect(ranked).toHaveLength(4);
      ranked.forEach(({ item, rule }, place) => {
        if (rule === 'try') expect(place).toBeGreaterThanOrEqual(2);
        if (rule) counts[catalogue.idOf(item)!] = (counts[catalogue.idOf(item)!] ?? 0) + 1;
      });
    }
    return counts;
  };
  const ready = (rules: readonly unknown[], random: () => number) => {
    const prepared = prepareRules(rules, { ...HOME, limit: 4, random });
    if (typeof prepared === 'string') throw new Error(prepared);
    return prepared;
  };
  const total = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);

  test('exploring gives away its share of the places, and every product has a chance', () => {
    expect(total(counted([explore]))).toBe(400);
    const tenth = total(counted([{ ...explore, share: 0.1 }]));
    expect(tenth).toBeGreaterThan(120);
    expect(tenth).toBeLessThan(200);
    expect(Object.keys(counted([explore])).sort()).toEqual(SHOP.map(({ id }) => id).sort());
  });

  test('what the pack has met less often is explored more', () => {
    const met = SHOP.map(({ id }) => id).slice(0, 9);
    // One of them was met once, which tells how often the others were.
    const rows = met.flatMap((_, i) => Array<number>(i === 0 ? 1 : 30).fill(i + 1));
    const sections = sectionsOf(rows, met.length);
    const counts = counted([explore], 400, { ids: TextTable.of(met), sections });
    expect(counts.b5).toBeGreaterThan(200);
  });

  test('what this visitor was shown again and again is explored less', () => {
    const shown = (browsing: Asked['browsing']): number => {
      const random = stream(5);
      let times = 0;
      for (let i = 0; i < 300; i++) {
        const prepared = prepareRules([{ ...explore, where: B }], { ...HOME, limit: 4, random, browsing });
        if (typeof prepared === 'string') throw new Error(prepared);
        const context = contextOf();
        const list = chain.rank(context, { ...DEFAULT_QUERY, limit: 4 }, prepared(catalogue, context));
        if (idsOf(list as ReturnType<typeof entries>).includes('b5')) times++;
      }
      return times;
    };
    const often = Array.from({ length: 20 }, () => ({ name: 'view_item_list' as const, at: 1, products: ['b5'] }));
    expect(shown(often)).toBeLessThan(shown([]) / 2);
  });

  test('a floor gives its products their share, from the end of the list, best first', () => {
    expect(list([{ kind: 'floor', id: 'f', where: B, share: 0.4 }])).toBe('a1 a2 a3 b2 b1');
    expect(list([{ kind: 'floor', id: 'f', where: { products: ['b5'] }, share: 0.2 }])).toBe('a1 a2 a3 a4 b5');
    expect(list([{ kind: 'floor', id: 'f', where: { brands: ['A'] }, share: 0.8 }])).toBe('a1 a2 a3 a4 a5');
    const excluded = [
      { kind: 'exclude', id: 'x', where: B },
      { kind: 'floor', id: 'f', where: B, share: 1 },
    ];
    const { entries, outcomes } = applied(excluded, 5);
    expect(idsOf(entries).join(' ')).toBe('a1 a2 a3 a4 a5');
    expect(outcomes[1].problems).toMatchObject([{ kind: 'unavailable' }]);
  });
});

describe('when a rule acts', () => {
  const boost = { kind: 'boost', id: 'b', where: B, factor: 9 };
  const acts = (when: Rule['when'], asked?: Partial<Asked>): boolean => {
    const list = entries([{ ...boost, when }], 3, 0, contextOf(), { ...HOME, ...asked });
    return list.some(({ rule }) => rule === 'b');
  };
  const day = (days: number): string => {
    const at = new Date(Date.now() + days * DAY_MS);
    return `${at.getFullYear()}-${`${at.getMonth() + 1}`.padStart(2, '0')}-${`${at.getDate()}`.padStart(2, '0')}`;
  };

  test('days are whole days of the visitor, times are moments', () => {
    expect(acts({ from: day(0), until: day(0) })).toBe(true);
    expect(acts({ from: day(-2), until: day(-1) })).toBe(false);
    expect(acts({ from: day(1) })).toBe(false);
    expect(acts({ from: new Date(Date.now() - 60_000).toISOString() })).toBe(true);
    expect(acts({ until: new Date(Date.now() - 60_000).toISOString() })).toBe(false);
  });

  test('at these placements, for these visitors', () => {
    expect(acts({ placements: ['home'] })).toBe(true);
    expect(acts({ placements: ['cart', 'related'] })).toBe(false);
    expect(acts({ audience: { visitor: ['new'] } })).toBe(false);
    expect(acts({ audience: { visitor: ['new'] } }, { known: false })).toBe(true);
    const swiss = { audience: { country: ['CH', 'AT'], member: [true] } };
    expect(acts(swiss)).toBe(false);
    expect(acts(swiss, { attributes: { country: 'CH' } })).toBe(false);
    expect(acts(swiss, { attributes: { country: 'CH', member: true } })).toBe(true);
  });

  test('of a rule for others nothing is said; of one whose time is not now, why', () => {
    const told = (when: Rule['when']) => applied([{ ...boost, when }], 3).outcomes.map(({ problems }) => problems);
    expect(told({ placements: ['cart'], until: day(-1) })).toEqual([]);
    expect(told({ until: day(-1) })).toMatchObject([[{ kind: 'ended', message: expect.stringContaining(day(-1)) }]]);
    expect(told({ from: day(1) })).toMatchObject([[{ kind: 'not-begun' }]]);
    expect(told({ from: day(1), until: day(-1) })).toMatchObject([[{ kind: 'never' }]]);
    expect(told({ from: day(0) })).toEqual([[]]);
  });
});

test('new arrivals and stock are conditions like others', () => {
  expect(list([{ kind: 'boost', id: 'new', where: { addedWithin: 7 }, factor: 9 }])).toBe('a4 a1 a2 a3 a5');
  expect(list([{ kind: 'boost', id: 'new', where: { addedWithin: 2 }, factor: 9 }])).toBe('a1 a2 a3 a4 a5');
  expect(list([{ kind: 'exclude', id: 'old', where: { addedWithin: 7 } }])).toBe('a1 a2 a3 a5 b1');
  expect(list([{ kind: 'exclude', id: 'x', where: { inStock: true } }])).toBe('');
  const among = Int32Array.from(['gone', 'a2', 'a1'], (id) => catalogue.itemOf(id) as number);
  const allowed = new Bitset(catalogue.rows);
  for (const row of among) allowed.add(row);
  const own = { ...contextOf(), allowed, among };
  const shown = (rules: readonly unknown[]) => idsOf(entries(rules, 3, 0, own));
  expect(shown([{ kind: 'pin', id: 'x', product: 'gone', at: 1 }])).toEqual(['gone', 'a1', 'a2']);
  expect(shown([{ kind: 'bury', id: 'x', where: { inStock: false } }]).at(-1)).toBe('gone');
});

test('what a rule is about is read once a catalogue; which of it may be shown, for each list', () => {
  const rules = [{ kind: 'exclude', id: 'x', where: { price: { min: 2, max: 2.5 }, brands: ['A', 'Nobody'] } }];
  const prices = vi.spyOn(catalogue, 'priceOf');
  const once = applied(rules, 9);
  const read = prices.mock.calls.length;
  expect(read).toBeGreaterThan(0);
  const again = applied(rules, 9);
  expect(prices.mock.calls.length).toBe(read);
  prices.mockRestore();
  expect(again.entries.map(({ item }) => item)).toEqual(once.entries.map(({ item }) => item));
  expect(again.outcomes).toEqual(once.outcomes);
  expect(once.outcomes).toMatchObject([{ leftOut: 1, problems: [{ kind: 'unknown' }] }]);
  const others = contextOf();
  others.allowed.delete(catalogue.itemOf('a2') as number);
  expect(applied(rules, 9, 0, others).outcomes[0].leftOut).toBe(0);
});

describe('what a list says of its rules', () => {
  const outcomes = (rules: readonly unknown[], limit = 5) => applied(rules, limit).outcomes;

  test('what each moved and how many products it left out', () => {
    const found = outcomes([
      { kind: 'boost', id: 'boosts', where: B, factor: 9 },
      { kind: 'pin', id: 'pins', product: 'a5', at: 1 },
      { kind: 'exclude', id: 'excludes', where: { products: ['a1', 'gone'] } },
      { kind: 'cap', id: 'caps', most: 1, where: { products: ['a2', 'a3', 'a4'] } },
    ]);
    expect(found).toEqual([
      { id: 'boosts', moved: ['b1', 'b2'], leftOut: 0, problems: [] },
      { id: 'pins', moved: ['a5'], leftOut: 0, problems: [] },
      { id: 'excludes', moved: [], leftOut: 1, problems: [] },
      { id: 'caps', moved: [], leftOut: 2, problems: [] },
    ]);
  });

  test('a cap counts what came before the list was full, and of no other candidate the record is read', () => {
    const read = vi.spyOn(catalogue, 'product');
    const capped = { kind: 'cap', id: 'caps', most: 1, each: 'brand', where: { products: ['a2', 'a3', 'a5'] } };
    expect(outcomes([capped], 3)).toEqual([{ id: 'caps', moved: [], leftOut: 1, problems: [] }]);
    const rows = new Set(read.mock.calls.map(([row]) => catalogue.idOf(row)));
    read.mockRestore();
    expect([...rows].sort()).toEqual(['a2', 'a3']);
    // For variety it is chosen among all candidates.
    expect(applied([capped], 3, 0.5).outcomes[0].leftOut).toBe(2);
  });

  test.each<[string, unknown[], unknown[]]>([
    [
      'unknown products, categories and brands',
      [
        { kind: 'pin', id: 'x', product: 'nobody', at: 1 },
        { kind: 'boost', id: 'y', where: { products: ['a1', 'nothing'], brands: ['C'] }, factor: 2 },
        { kind: 'bury', id: 'z', where: { categories: ['sale', 'Winter'] } },
      ],
      [
        ['unknown: The shop has no nobody.'],
        ['unknown: The shop has no nothing, no C.'],
        ['unknown: The shop has no Winter.'],
      ],
    ],
    [
      'a product that may not be shown',
      [{ kind: 'pin', id: 'x', product: 'gone', at: 1 }],
      [['unavailable: gone may not be on this list: sold out, filtered out, or seen.']],
    ],
    [
      'what another rule excludes',
      [
        { kind: 'exclude', id: 'x', where: B },
        { kind: 'pin', id: 'p', product: 'b1', at: 1 },
        { kind: 'boost', id: 'y', where: { products: ['b1', 'b2'] }, factor: 2 },
      ],
      [[], ['overruled: b1 is excluded by x.'], ['overruled: All that it is about is excluded by x.']],
    ],
    [
      'what is buried and boosted',
      [
        { kind: 'boost', id: 'y', where: B, factor: 2 },
        { kind: 'bury', id: 'x', where: B },
      ],
      [['overruled: All that it is about is moved by stronger rules, such as x.'], []],
    ],
    [
      'two for one place, and two for one product',
      [
        { kind: 'pin', id: 'x', product: 'a4', at: 1 },
        { kind: 'pin', id: 'y', product: 'a5', at: 1 },
        { kind: 'pin', id: 'z', product: 'a4', at: 3 },
      ],
      [[], ['overruled: Place 1 is taken by x; it has the next one.'], ['overruled: a4 has its place by x.']],
    ],
  ])('%s', (_, rules, expected) => {
    const told = outcomes(rules).map(({ problems }) => problems.map(({ kind, message }) => `${kind}: ${message}`));
    expect(told).toEqual(expected);
  });

  test('of more products pinned than places, those that find none; the list is full', () => {
    const rules = SHOP.map(({ id }, i) => ({ kind: 'pin', id: `pin-${id}`, product: id, at: i + 1 }));
    const { entries, outcomes } = applied(rules, 6);
    expect(entries).toHaveLength(6);
    expect(outcomes.flatMap(({ problems }) => problems.map(({ kind }) => kind))).toEqual(Array(4).fill('no-room'));
  });
});

describe('where rules disagree', () => {
  const pin = { kind: 'pin', id: 'pin', product: 'b2', at: 1 };
  test.each<[string, unknown[], string]>([
    ['exclude before pin', [pin, { kind: 'exclude', id: 'x', where: B }], 'a1 a2 a3 a4 a5'],
    ['pin before bury', [{ kind: 'bury', id: 'x', where: B }, pin], 'b2 a1 a2 a3 a4'],
    [
      'bury before boost',
      [
        { kind: 'boost', id: 'y', where: B, factor: 9 },
        { kind: 'bury', id: 'x', where: B },
      ],
      'a1 a2 a3 a4 a5',
    ],
    ['pinned products count for a cap, and stay', [{ kind: 'cap', id: 'x', most: 1, where: B }, pin], 'b2 a1 a2 a3 a4'],
    [
      'a cap counts along the order that the others give',
      [
        { kind: 'cap', id: 'x', most: 1, where: B },
        { kind: 'boost', id: 'y', where: { products: ['b2'] }, factor: 9 },
      ],
      'b2 a1 a2 a3 a4',
    ],
  ])('%s', (_, rules, expected) => {
    expect(list(rules)).toBe(expected);
    expect(list([...rules].reverse())).toBe(expected);
  });

  test('each product says which rule moved it: pinned, else buried, else boosted', () => {
    const rules = [
      { kind: 'boost', id: 'boosts', where: B, factor: 2 },
      { kind: 'bury', id: 'buries', where: { products: ['b1', 'a5'] } },
      { kind: 'pin', id: 'pins', product: 'b5', at: 2 },
    ];
    const found = entries(rules, 8).map(({ item, rule }) => [catalogue.idOf(item), rule]);
    expect(Object.fromEntries(found)).toEqual({
      a1: undefined,
      a2: undefined,
      a3: undefined,
      a4: undefined,
      a5: 'buries',
      b1: 'buries',
      b2: 'boosts',
      b5: 'pins',
    });
    expect(found.map(([id]) => id).slice(-2)).toEqual(['a5', 'b1']);
  });
});

test('rules hold for guests too', () => {
  const kite = { id: 'kite', brand: 'B', categories: ['Toys', 'Kites'] };
  const guests = () => contextOf(new Map([[catalogue.rows, kite]]));
  const shown = (rules: readonly unknown[]) =>
    entries(rules, 8, 0, guests()).map(({ item }) => catalogue.idOf(item) ?? 'kite');
  expect(shown([])).toContain('kite');
  expect(shown([{ kind: 'exclude', id: 'x', where: { products: ['kite'] } }])).not.toContain('kite');
  expect(shown([{ kind: 'boost', id: 'x', where: { categories: ['Kites'] }, factor: 100 }])[0]).toBe('kite');
  expect(shown([{ kind: 'cap', id: 'x', most: 2, each: 'brand' }])).not.toContain('kite');
});

const target = fc.oneof(
  fc.record({ brands: fc.constant(['B']) }),
  fc.record({ categories: fc.constant(['Sale']) }),
  fc.record({ products: fc.subarray(SHOP.map(({ id }) => id)) }),
  fc.constant({}),
);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constant('boost' as const), id: fc.string(), where: target, factor: fc.constantFrom(0.5, 3) }),
  fc.record({ kind: fc.constant('bury' as const), id: fc.string(), where: target }),
  fc.record({ kind: fc.constant('exclude' as const), id: fc.string(), where: target }),
  fc.record({
    kind: fc.constant('pin' as const),
    id: fc.string(),
    product: fc.constantFrom('a1', 'b5', 'gone'),
    at: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({
    kind: fc.constant('explore' as const),
    id: fc.string(),
    share: fc.constantFrom(0.1, 0.5),
    where: target,
  }),
  fc.record({ kind: fc.constant('floor' as const), id: fc.string(), share: fc.constantFrom(0.3, 1), where: target }),
  fc.record({
    kind: fc.constant('cap' as const),
    id: fc.string(),
    most: fc.integer({ min: 0, max: 3 }),
    each: fc.constantFrom('brand' as const, 'category' as const),
    where: target,
  }),
);

test('whatever the rules, a list is no longer than wanted, no product comes twice, and none that is excluded or over a cap', () => {
  const everyRule = fc.array(rule, { maxLength: 5 });
  fc.assert(
    fc.property(everyRule, fc.integer({ min: 1, max: 12 }), fc.constantFrom(0, 0.6), (rules, limit, diversity) => {
      // Rules are plain JSON: they arrive as they were sent.
      const found = entries(JSON.parse(JSON.stringify(rules)), limit, diversity);
      const ids = idsOf(found) as string[];
      expect(ids.length).toBeLessThanOrEqual(limit);
      expect(new Set(ids).size).toBe(ids.length);
      const products = ids.map((id) => SHOP.find((product) => product.id === id)!);
      const concerns = ({ where = {} }: { where?: Extract<Rule, { kind: 'bury' }>['where'] }, product: Product) =>
        (where.brands?.includes(product.brand!) ?? true) &&
        (where.products?.includes(product.id) ?? true) &&
        (where.categories?.some((name) => product.categories!.includes(name)) ?? true);
      const pinned = new Set(rules.flatMap((one) => (one.kind === 'pin' ? [one.product] : [])));
      for (const one of rules) {
        if (one.kind === 'exclude') expect(products.filter((product) => concerns(one, product))).toEqual([]);
        if (one.kind !== 'cap') continue;
        const counts = new Map<string, number>();
        for (const product of products) {
          if (!concerns(one, product) || pinned.has(product.id)) continue;
          const group = one.each === 'brand' ? product.brand! : product.categories!.at(-1)!;
          counts.set(group, (counts.get(group) ?? 0) + 1);
        }
        for (const count of counts.values()) expect(count).toBeLessThanOrEqual(one.most);
      }
    }),
  );
});

test('without rules the list is the same', () => {
  const context = contextOf();
  const query = { ...DEFAULT_QUERY, limit: 5 };
  const plain = chain.rank(context, query) as ReturnType<typeof entries>;
  expect(plain.map(({ item, score, shares }) => ({ item, score, shares }))).toEqual(
    entries([], 5).map(({ item, score, shares }) => ({ item, score, shares })),
  );
});

test.each<[string, unknown]>([
  [
    'query.rules.0.kind must be boost or bury or pin or exclude or cap or explore or floor',
    { kind: 'promote', id: 'x' },
  ],
  ['query.rules.0.id must be a text', { kind: 'bury', where: {} }],
  ['query.rules.0 (summer).factor must be a number above 0', { kind: 'boost', id: 'summer', where: {}, factor: 0 }],
  ['query.rules.0 (summer).where must be an object', { kind: 'bury', id: 'summer' }],
  [
    'query.rules.0 (summer).where.brand is not known; the nearest name is brands',
    {
      kind: 'bury',
      id: 'summer',
      where: { brand: 'A' },
    },
  ],
  ['query.rules.0 (summer).at must be a whole number from 1', { kind: 'pin', id: 'summer', product: 'a', at: 0 }],
  ['query.rules.0 (summer).each must be brand or category', { kind: 'cap', id: 'summer', most: 1, each: 'price' }],
  ['query.rules.0 must be an object', 7],
  [
    'query.rules.0 (summer).when.until must be an ISO 8601 date or time',
    { kind: 'bury', id: 'summer', where: {}, when: { until: '27.11.2026' } },
  ],
  [
    'query.rules.0 (summer).when.audience.country must be a list',
    { kind: 'bury', id: 'summer', where: {}, when: { audience: { country: 'CH' } } },
  ],
])('an error names the rule: %s', (message, one) => {
  expect(prepareRules([one], { ...HOME, limit: 5 })).toContain(message);
});
