import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Product } from '../contract/product.ts';
import { CatalogueBuilder } from './catalogue-builder.ts';
import { passing } from './filter.ts';

function build(rows: readonly unknown[], packIds: readonly string[] = []) {
  const builder = new CatalogueBuilder();
  for (const row of rows) builder.add(row);
  return { report: builder.report(), catalogue: builder.build(packIds) };
}

const idsOf = (catalogue: ReturnType<typeof build>['catalogue'], allowed = catalogue.available) =>
  Array.from({ length: catalogue.rows }, (_, row) => row)
    .filter((row) => allowed.has(row))
    .map((row) => catalogue.idOf(row));

/** Scripts, signs, a control character, what JSON escapes. */
const unit = fc.constantFrom(...'aé茶مไन😀 "\\_/', '\u0000', '__proto__');

test('ids of any script and the whole record come back as they went in', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 20 }), {
        selector: (id) => id.trim(),
        maxLength: 8,
      }),
      fc.array(fc.string({ unit, maxLength: 20 }), { maxLength: 8 }),
      (ids, packIds) => {
        const rows = ids.filter((id) => id.trim() !== '').map((id, i) => ({ id, price: i, own: { deep: [id] } }));
        const { report, catalogue } = build(rows, [...new Set(packIds)]);
        expect(report).toEqual({ taken: rows.length, refused: 0, refusals: [], omitted: 0, omissions: [] });
        for (const row of rows) {
          const item = catalogue.itemOf(row.id.trim())!;
          expect(item).toBeGreaterThan(0);
          expect(catalogue.idOf(item)).toBe(row.id.trim());
          expect(catalogue.product(item)).toEqual({ ...row, id: row.id.trim() });
        }
      },
    ),
  );
});

test("the pack's products have the first rows, in its order, whether or not the feed has them", () => {
  const { catalogue } = build([{ id: 'new' }, { id: 'b' }], ['a', 'b', 'c']);
  expect(['a', 'b', 'c', 'new'].map((id) => catalogue.itemOf(id))).toEqual([1, 2, 3, 4]);
  expect(catalogue.rows).toBe(5);
  expect(catalogue.products).toBe(2);
  expect(idsOf(catalogue)).toEqual(['b', 'new']);
  expect(catalogue.product(1)).toBeUndefined();
  expect(catalogue.product(0)).toBeUndefined();
  expect([...catalogue.order]).toEqual([4, 2]);
});

test.each<[string, unknown, string]>([
  ['text', 'kettle', 'not-an-object'],
  ['null', null, 'not-an-object'],
  ['a list', [{ id: 'a' }], 'not-an-object'],
  ['no id', { title: 'Kettle' }, 'missing-id'],
  ['a blank id', { id: '  ' }, 'missing-id'],
  ['an id that is an object', { id: {} }, 'bad-id'],
  ['an id that is a fraction', { id: 1.5 }, 'bad-id'],
  ['half a character as id', { id: 'a\ud800' }, 'bad-id'],
  ['a very long id', { id: 'a'.repeat(513) }, 'bad-id'],
  ['an unknown field of 10 MB', { id: 'a', blob: 'x'.repeat(10_000_000) }, 'too-large'],
])('%s is refused with its reason, and the rest goes on', (_, row, reason) => {
  const { report, catalogue } = build([{ id: 'before' }, row, { id: 'after' }]);
  expect(report).toMatchObject({ taken: 2, refused: 1, refusals: [{ row: 1, reason }] });
  expect(report.refusals[0].message).not.toBe('');
  expect(idsOf(catalogue)).toEqual(['before', 'after']);
});

test.each<[string, unknown, string]>([
  ['a title that is a number', { id: 'a', title: 7 }, 'bad-title'],
  ['a title of 10 MB', { id: 'a', title: 'x'.repeat(10_000_000) }, 'too-large'],
  ['a description of 10 MB', { id: 'a', description: 'x'.repeat(10_000_000) }, 'too-large'],
  ['a price that is text', { id: 'a', price: '12.50' }, 'bad-price'],
  ['a negative price', { id: 'a', price: -1 }, 'bad-price'],
  ['a price that is not a number', { id: 'a', price: Number.NaN }, 'bad-price'],
  ['a currency in full', { id: 'a', currency: 'euro' }, 'bad-field'],
  ['categories as text', { id: 'a', categories: 'Home > Kitchen' }, 'bad-field'],
  ['stock as text', { id: 'a', inStock: 'yes' }, 'bad-field'],
  ['a script as address', { id: 'a', url: 'javascript:alert(1)' }, 'bad-field'],
  ['a hidden script as address', { id: 'a', url: ' java\nscript:alert(1)' }, 'bad-field'],
  ['a page as picture', { id: 'a', image: 'data:text/html,<script>' }, 'bad-field'],
  ['an inline picture as address', { id: 'a', url: 'data:image/png;base64,AA' }, 'bad-field'],
  [
    'a getter that throws',
    Object.defineProperty({ id: 'a' }, 'tags', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    }),
    'bad-field',
  ],
  ['a big integer', { id: 'a', own: 1n }, 'bad-field'],
])('%s costs the field, with its reason, and not the product', (_, row, reason) => {
  const { report, catalogue } = build([{ id: 'before' }, row, { id: 'after' }]);
  expect(report).toMatchObject({ taken: 3, refused: 0, omitted: 1, omissions: [{ row: 1, id: 'a', reason }] });
  const [{ field, message }] = report.omissions;
  expect(message).not.toBe('');
  expect(catalogue.product(catalogue.itemOf('a')!)).not.toHaveProperty(field);
});

test('variants have the group that they share; ids are found in each of their Unicode forms', () => {
  const { catalogue } = build([
    { id: 'tee-s', itemGroupId: 'tee' },
    { id: 'tee-m', itemGroupId: 'tee' },
    { id: 'caf\u00e9' },
    { id: 'the\u0301' },
  ]);
  const group = (id: string) => catalogue.groupOf(catalogue.itemOf(id)!);
  expect(group('tee-s')).toBe(group('tee-m'));
  expect(group('tee-s')).toBeGreaterThan(0);
  expect(group('caf\u00e9')).toBe(0);
  expect(catalogue.itemOf('cafe\u0301')).toBe(catalogue.itemOf('caf\u00e9'));
  expect(catalogue.idOf(catalogue.itemOf('th\u00e9')!)).toBe('the\u0301');
  expect(build([{ id: 'the\u0301' }], ['th\u00e9']).catalogue.rows).toBe(2);
});

test('a duplicate id is refused: the first row counts', () => {
  const { report, catalogue } = build([
    { id: 'a', price: 1 },
    { id: ' a ', price: 2 },
  ]);
  expect(report.refusals).toEqual([{ row: 1, reason: 'duplicate-id', id: 'a', message: expect.any(String) }]);
  expect(catalogue.product(catalogue.itemOf('a')!)).toEqual({ id: 'a', price: 1 });
});

test('all refusals are counted, a hundred are named', () => {
  const { report } = build(Array.from({ length: 250 }, () => 0));
  expect(report.refused).toBe(250);
  expect(report.refusals).toHaveLength(100);
});

test.each([['https://shop.example/a.jpg'], ['//cdn.shop.example/a.jpg'], ['/a.jpg'], ['data:image/png;base64,AA']])(
  '%s is a good picture',
  (image) => {
    expect(build([{ id: 'a', image }]).report.refused).toBe(0);
  },
);

test('a key that could change a prototype goes, at any depth; null means absent; a whole number is an id', () => {
  const row = JSON.parse(
    '{"id": 7, "title": null, "__proto__": {"bad": 1}, "own": {"__proto__": {"bad": 1}, "kept": 2}}',
  );
  const { catalogue } = build([row]);
  const product = catalogue.product(catalogue.itemOf('7')!)! as Product & { own: object };
  expect(Object.keys(product)).toEqual(['id', 'own']);
  expect(Object.keys(product.own)).toEqual(['kept']);
  expect(({} as { bad?: number }).bad).toBeUndefined();
});

test('filters keep what passes every part, prices inclusive, and never what is out of stock', () => {
  const { catalogue } = build([
    { id: 'cup', categories: ['Home', 'Kitchen'], brand: 'Alba', price: 4.99 },
    { id: 'pan', categories: ['Home', 'Kitchen'], brand: 'Bora', price: 19.99 },
    { id: 'rug', categories: ['Home', 'Floor'], brand: 'Alba', price: 99 },
    { id: 'gone', categories: ['Home', 'Kitchen'], brand: 'Alba', price: 5, inStock: false },
    { id: 'gift', brand: 'Alba' },
  ]);
  const passed = (filter: Parameters<typeof passing>[1]) => idsOf(catalogue, passing(catalogue, filter));
  expect(passed({})).toEqual(['cup', 'pan', 'rug', 'gift']);
  expect(passed({ categories: ['Kitchen'] })).toEqual(['cup', 'pan']);
  expect(passed({ categories: ['Kitchen', 'Floor'], brands: ['Alba'] })).toEqual(['cup', 'rug']);
  expect(passed({ price: { min: 4.99, max: 19.99 } })).toEqual(['cup', 'pan']);
  expect(passed({ price: { max: 19.98 } })).toEqual(['cup']);
  expect(passed({ exclude: ['cup', 'unknown'] })).toEqual(['pan', 'rug', 'gift']);
  expect(passed({ categories: [] })).toEqual([]);
  expect(passed({ brands: ['Nobody'] })).toEqual([]);
});

test('a pack that comes later gives new rows: the catalogue is the one it would have been', () => {
  const rows = [
    { id: 'cup', title: 'Blue cup', categories: ['Kitchen'], brand: 'Alba', price: 5 },
    { id: 'pan', title: 'Blue pan', categories: ['Kitchen'], brand: 'Bora', price: 20, inStock: false },
    { id: 'rug', title: 'Grey rug', categories: ['Floor'], brand: 'Alba', price: 99 },
  ];
  const packIds = ['rug', 'old', 'cup'];
  const expected = build(rows, packIds).catalogue;
  const later = build(rows).catalogue.withPack(['x', 'pan']).withPack(packIds);
  expect(later.rows).toBe(expected.rows);
  expect([...later.order]).toEqual([...expected.order]);
  expect([...later.available.words]).toEqual([...expected.available.words]);
  for (let row = 0; row < expected.rows; row++) {
    expect(later.idOf(row)).toBe(expected.idOf(row));
    expect(later.product(row)).toEqual(expected.product(row));
    expect(later.priceOf(row)).toBe(expected.priceOf(row));
    expect(later.features.featuresOf(row)).toEqual(expected.features.featuresOf(row));
    for (let other = 0; other < expected.rows; other++) {
      expect(later.features.similarity(row, other)).toBe(expected.features.similarity(row, other));
    }
  }
});
