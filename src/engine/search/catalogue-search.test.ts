import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { Product } from '../../contract/product.ts';
import { indexCatalogue } from './catalogue-index.ts';
import { CatalogueSearch, type Wanted } from './catalogue-search.ts';

const PRODUCTS: Product[] = [
  {
    id: 'red-dress',
    title: 'Summer dress',
    categories: ['Clothing', 'Dresses'],
    brand: 'Osier',
    tags: ['red', 'cotton'],
    price: 40,
  },
  {
    id: 'red-silk',
    title: 'Evening dress',
    categories: ['Clothing', 'Dresses'],
    brand: 'Nordlund',
    tags: ['red', 'silk'],
    price: 120,
  },
  {
    id: 'blue-dress',
    title: 'Blue dress',
    categories: ['Clothing', 'Dresses'],
    brand: 'Osier',
    tags: ['blue', 'cotton'],
    price: 30,
  },
  { id: 'bag', title: 'Leather bag', categories: ['Bags'], brand: 'Osier', tags: ['brown', 'leather'], price: 90 },
  {
    id: 'plain-bag',
    title: 'Canvas bag',
    categories: ['Bags'],
    brand: 'Nordlund',
    tags: ['brown', 'canvas'],
    price: 25,
    description: 'Goes with a dress.',
  },
  { id: 'hide-bag', title: 'Leather tote', categories: ['Bags'], tags: ['brown'] },
  { id: 'buds', title: '蓝牙耳机', categories: ['耳机'], brand: '青柳', tags: ['黑色', '无线'], price: 199 },
  { id: 'studio', title: '蓝牙头戴耳机', categories: ['耳机'], brand: '青柳', tags: ['白色', '无线'], price: 499 },
  { id: 'cable', title: '有线耳机', categories: ['耳机'], tags: ['黑色', '有线'], price: 59 },
  { id: 'tin', title: 'Cake tin 30 cm', categories: ['Baking'], price: 12 },
];

function catalogueOf(products: readonly Product[]): Catalogue {
  const builder = new CatalogueBuilder();
  for (const product of products) builder.add(product);
  return builder.build();
}

function searchOf(catalogue: Catalogue): CatalogueSearch {
  const steps = indexCatalogue(catalogue);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return new CatalogueSearch(catalogue, step.value);
}

const catalogue = catalogueOf(PRODUCTS);
const search = searchOf(catalogue);
const find = (text: string, wanted: Partial<Wanted> = {}) =>
  search.find({ text, limit: 10, allowed: catalogue.available, prefix: true, understand: true, ...wanted });
const ids = (text: string, wanted?: Partial<Wanted>) =>
  Array.from(find(text, wanted).whole.items, (item) => catalogue.idOf(item));
const understood = (text: string) =>
  find(text).understood.map(({ range: [start, end], ...rest }) => ({ ...rest, words: text.slice(start, end) }));

test.each<[string, string[]]>([
  ['red dress', ['red-dress', 'red-silk']],
  ['red dresses under 50', ['red-dress']],
  ['dress over €100', ['red-silk']],
  ['dress between 35 and 130', ['red-dress', 'red-silk']],
  ['cheapest dress', ['blue-dress', 'red-dress', 'red-silk']],
  ['most expensive dress', ['red-silk', 'red-dress', 'blue-dress']],
  ['bags without leather', ['plain-bag']],
  ['leather-free bags', ['plain-bag']],
  ['osier dress not red', ['blue-dress']],
  ['osier or nordlund bags', ['bag', 'plain-bag']],
  ['200元以下的蓝牙耳机', ['buds']],
  ['无线耳机', ['buds', 'studio']],
  ['不要白色的无线耳机', ['buds']],
  ['最便宜的耳机', ['cable', 'buds', 'studio']],
  ['cake tin 30 cm', ['tin']],
  ['cake tin from 30 cm', ['tin']],
])('%s finds %j', (text, found) => {
  const given = ids(text);
  expect(/cheap|expensive|便宜/.test(text) ? given : given.toSorted()).toEqual(
    /cheap|expensive|便宜/.test(text) ? found : found.toSorted(),
  );
});

test('what was understood names the words that it was understood from', () => {
  expect(understood('red dresses under 50 €')).toEqual([
    { kind: 'tag', name: 'red', exclude: false, words: 'red' },
    { kind: 'category', name: 'Dresses', exclude: false, words: 'dresses' },
    { kind: 'price', max: 50, words: 'under 50 €' },
  ]);
  expect(understood('２００元以下的耳机')).toEqual([
    { kind: 'price', max: 200, words: '２００元以下' },
    { kind: 'category', name: '耳机', exclude: false, words: '耳机' },
  ]);
  expect(understood('bag without zips')).toEqual([
    { kind: 'category', name: 'Bags', exclude: false, words: 'bag' },
    { kind: 'word', name: 'zips', exclude: true, words: 'without zips' },
  ]);
  expect(understood('up to 1,000 usd')).toEqual([{ kind: 'price', max: 1000, words: 'up to 1,000 usd' }]);
  expect(understood('non-stick pan')).toEqual([]);
  expect(understood('无线耳机').some((one) => 'exclude' in one && one.exclude)).toBe(false);
});

test.each<[string, object]>([
  ['dress ₹1,200 or less', { max: 1200 }],
  ['dress < 80', { max: 80 }],
  ['dress Rs. 300 to Rs. 500 rupees', { min: 300, max: 500 }],
  ['dress 30-50', { min: 30, max: 50 }],
  ['dress around €100', { min: 80, max: 120 }],
  ['dress not less than 20 dollars', { min: 20 }],
  ['一百五十元以内的耳机', { max: 150 }],
  ['耳机 预算两千', { max: 2000 }],
  ['耳机 大约200元', { min: 160, max: 240 }],
  ['耳机 不超过200', { max: 200 }],
  ['不超过200黑色耳机', { max: 200 }],
  ['100起的耳机', { min: 100 }],
  ['两百元起 耳机', { min: 200 }],
  ['不少于100元的耳机', { min: 100 }],
  ['不大于两百元的耳机', { max: 200 }],
])('%s says the price %j', (text, bounds) => {
  expect(understood(text).find(({ kind }) => kind === 'price')).toMatchObject(bounds);
});

test.each(['和耳机在一起', '不超过30厘米的耳机', '最多两人', '耳机 至少 20 cm', '不低于两百五十毫安'])(
  'nothing in %s is a price',
  (text) => {
    expect(understood(text).filter(({ kind }) => kind === 'price')).toEqual([]);
  },
);

test.each<[string, string[]]>([
  ['dress not red or blue', ['red', 'blue']],
  ['bag without leather and canvas', ['leather', 'canvas']],
  ['dress other than red', ['red']],
  ['dress -red', ['red']],
  ['耳机 黑色除外', ['黑色']],
  ['不要黑色或白色的耳机', ['黑色', '白色']],
])('%s excludes %j', (text, names) => {
  const excluded = understood(text).flatMap((one) => ('exclude' in one && one.exclude ? [one.name] : []));
  expect(excluded).toEqual(names);
});

test.each<[string, string]>([
  ['dress sorted by price, low to high', 'price-ascending'],
  ['dresses, highest price first', 'price-descending'],
  ['耳机 价格从高到低', 'price-descending'],
  ['按价格升序 耳机', 'price-ascending'],
])('%s asks for the order %s', (text, by) => {
  expect(understood(text).find(({ kind }) => kind === 'order')).toMatchObject({ by });
});

test('a size is understood beside its word alone, whether a field or a title has it', () => {
  const shoes = catalogueOf([
    { id: 'a42', title: 'Running shoes', tags: ['42'] },
    { id: 'a43', title: 'Running shoes', tags: ['43'] },
    { id: 'frame', title: 'Road frame - black, 54' },
    { id: 'frame2', title: 'Road frame - black, 58' },
    { id: 'tee', title: 'Tee M' },
  ]);
  const search = searchOf(shoes);
  const wanted = { limit: 5, allowed: shoes.available, prefix: true, understand: true };
  const found = (text: string) => Array.from(search.find({ text, ...wanted }).whole.items, (item) => shoes.idOf(item));
  expect(found('running shoes size 42')).toEqual(['a42']);
  expect(found('running shoes 42码')).toEqual(['a42']);
  expect(found('尺码43 running shoes')).toEqual(['a43']);
  expect(found('frame in size 54')).toEqual(['frame']);
  expect(found('tee size M')).toEqual(['tee']);
  const numbered = catalogueOf([{ id: 'nine', title: 'Air 9 runner' }]);
  expect(searchOf(numbered).find({ text: 'runner size 9', ...wanted, allowed: numbered.available }).understood).toEqual(
    [],
  );
  expect(search.find({ text: 'running shoes size 42', ...wanted }).understood).toContainEqual({
    kind: 'size',
    name: '42',
    exclude: false,
    range: [14, 21],
  });
});

test('words mean what the products are that hold them, in whatever language', () => {
  const shelf = catalogueOf(
    ['wool', 'linen']
      .flatMap((tag) =>
        ['cardigan', 'jumper'].flatMap((thing) =>
          [1, 2].map((i) => ({
            id: `${tag}-${thing}-${i}`,
            title: `${thing} no. ${i}`,
            categories: ['Knitwear'],
            tags: [tag],
            zh: { title: `${tag === 'wool' ? '羊毛' : '亚麻'}${thing === 'jumper' ? '毛衣' : '开衫'}` },
          })),
        ),
      )
      .concat(
        Array.from({ length: 8 }, (_, i) => ({
          id: `pot-${i}`,
          title: 'pot',
          categories: ['Pots'],
          tags: ['steel'],
          zh: { title: '锅' },
        })),
      ),
  );
  const search = searchOf(shelf);
  const find = (text: string) =>
    search.find({ text, limit: 9, allowed: shelf.available, prefix: true, understand: true });
  expect(find('羊毛').understood).toEqual([{ kind: 'tag', name: 'wool', exclude: false, range: [0, 2] }]);
  expect(find('锅').understood).toMatchObject([{ kind: 'category', name: 'Pots' }]);
  const { understood, found } = find('亚麻开衫');
  expect(understood).toMatchObject([
    { kind: 'tag', name: 'linen' },
    { kind: 'category', name: 'Knitwear', part: true },
  ]);
  expect(found).toBe(2);
  expect(find('不要亚麻的毛衣').found).toBe(2);
});

test('a word that the shop does not have is taken for a name that it is a typing error of, unless it is being typed', () => {
  expect(understood('red dreses')).toMatchObject([
    { name: 'red' },
    { kind: 'category', name: 'Dresses', words: 'dreses' },
  ]);
  expect(ids('red dreses').toSorted()).toEqual(['red-dress', 'red-silk']);
  expect(understood('lether bag')).toMatchObject([{ name: 'leather' }, { name: 'Bags' }]);
  expect(understood('dres')).toEqual([]);
  // Another letter makes another word of a short one.
  expect(understood('bug')).toEqual([]);
});

test('names by other ways of writing: together, with one head for two, the narrower of two that are alike', () => {
  const shop = catalogueOf([
    { id: 'road', title: 'Speedster', categories: ['Components', 'Road Frames'] },
    { id: 'tour', title: 'Voyager', categories: ['Components', 'Touring Frames'] },
    { id: 'fern', title: 'Fern', categories: ['Plants', 'House plants'] },
    { id: 'silk', title: 'Silk one', categories: ['Dress', 'Dresses'] },
    { id: 'set', title: 'Set of two', categories: ['Dress', 'Sets'] },
  ]);
  const search = searchOf(shop);
  const names = (text: string) =>
    search
      .find({ text, limit: 9, allowed: shop.available, prefix: true, understand: true })
      .understood.map((one) => 'name' in one && one.name);
  expect(names('road or touring frames')).toEqual(['Road Frames', 'Touring Frames']);
  expect(names('houseplants')).toEqual(['House plants']);
  expect(names('dress')).toEqual(['Dresses']);
});

test('of two categories beside each other that no product has both of, the last is meant', () => {
  const shop = catalogueOf([
    { id: 'bike', title: 'Tourer', categories: ['Bikes'] },
    { id: 'light', title: 'Dual beam', categories: ['Lights'] },
  ]);
  const { understood, whole } = searchOf(shop).find({
    text: 'bike lights',
    limit: 9,
    allowed: shop.available,
    prefix: true,
    understand: true,
  });
  expect(understood).toEqual([{ kind: 'category', name: 'Lights', exclude: false, range: [0, 11] }]);
  expect(Array.from(whole.items, (item) => shop.idOf(item))).toEqual(['light']);
});

test('a word for several values of a field means each of them; a longer word that holds it does not', () => {
  const greens = ['emerald', 'mint', 'navy'].flatMap((tag, i) =>
    [1, 2, 3].map((n) => ({
      id: `${tag}-${n}`,
      title: `Vase ${n}`,
      categories: ['Vases'],
      tags: [tag],
      zh: { title: `${['祖母绿', '薄荷绿', '海军蓝'][i]}花瓶` },
    })),
  );
  const pots = Array.from({ length: 9 }, (_, n) => ({ id: `pot-${n}`, title: `Pot ${n}`, zh: { title: '锅' } }));
  const shop = catalogueOf([...greens, ...pots]);
  const search = searchOf(shop);
  const names = (text: string) =>
    search
      .find({ text, limit: 9, allowed: shop.available, prefix: true, understand: true })
      .understood.map((one) => 'name' in one && one.name)
      .toSorted();
  expect(names('绿色花瓶')).toEqual(['Vases', 'emerald', 'mint']);
  expect(names('薄荷绿花瓶')).toEqual(['Vases', 'mint']);
});

test('thousands, ages, and a list of what is not wanted', () => {
  expect(understood('bags 1k to 1.5k')).toMatchObject([{ name: 'Bags' }, { kind: 'price', min: 1_000, max: 1_500 }]);
  expect(understood('耳机 2万以下')).toMatchObject([{ name: '耳机' }, { kind: 'price', max: 20_000 }]);
  expect(understood('bags upto 30')).toMatchObject([{ name: 'Bags' }, { kind: 'price', max: 30 }]);
  expect(understood('anything except bags and dresses')).toMatchObject([
    { name: 'Bags', exclude: true },
    { name: 'Dresses', exclude: true },
  ]);
  const toys = catalogueOf([1, 2, 3].map((n) => ({ id: `toy-${n}`, title: `Old mill ${n}`, brand: 'Old Mill' })));
  const wanted = { limit: 5, allowed: toys.available, prefix: true, understand: true };
  expect(searchOf(toys).find({ text: 'for a 1 year old', ...wanted }).understood).toEqual([]);
});

test('a product that holds the words of a name answers as one that is labelled so, unless an order asks for the thing itself', () => {
  const prints = catalogueOf([...PRODUCTS, { id: 'print', title: 'Forest on canvas', tags: ['print'], price: 5 }]);
  const search = searchOf(prints);
  const wanted = { limit: 5, allowed: prints.available, prefix: true, understand: true };
  const found = (text: string) => Array.from(search.find({ text, ...wanted }).whole.items, (item) => prints.idOf(item));
  expect(found('canvas print')).toEqual(['print']);
  expect(found('canvas').toSorted()).toEqual(['plain-bag', 'print']);
  expect(found('cheapest canvas')).toEqual(['plain-bag']);
});

test('where nothing has all that was understood it stays named, and the nearest by words are given', () => {
  const { found, understood: filters, alternatives } = find('canvas leather');
  expect(found).toBe(0);
  expect(filters.map((one) => 'name' in one && one.name)).toEqual(['canvas', 'leather']);
  expect(alternatives.items.length).toBeGreaterThan(0);
});

test('understood or not, a filter of the caller holds', () => {
  const allowed = catalogue.available.clone();
  allowed.delete(catalogue.itemOf('red-dress')!);
  expect(ids('red dress', { allowed })).toEqual(['red-silk']);
  expect(find('red dress', { understand: false }).understood).toEqual([]);
});

test('the newest come first where products have dates; where they have none the words are told, and are no words to be found', () => {
  const dated = catalogueOf([
    { id: 'old', title: 'Wool coat', added: '2024-05-01', price: 90 },
    { id: 'undated', title: 'Coat of wool', added: '31.12.2026', price: 10 },
    { id: 'new', title: 'Long wool coat', added: '2026-02-03T10:00:00+08:00', price: 50 },
  ]);
  const search = searchOf(dated);
  const found = (text: string, sort?: Wanted['sort']) => {
    const wanted = { text, limit: 5, allowed: dated.available, prefix: true, understand: true };
    return Array.from(search.find({ ...wanted, ...(sort && { sort }) }).whole.items, (item) => dated.idOf(item));
  };
  expect(found('newest wool coat')).toEqual(['new', 'old', 'undated']);
  expect(found('最新 wool coat')).toEqual(['new', 'old', 'undated']);
  expect(found('wool coat', 'newest')).toEqual(['new', 'old', 'undated']);
  expect(found('newest wool coat', 'price-ascending')).toEqual(['undated', 'new', 'old']);
  expect(found('newest wool coat', 'relevance')).toEqual(found('wool coat'));
  const undated = find('newest dress');
  expect(undated).toMatchObject({ found: 4, order: undefined, dropped: ['newest'] });
  expect(undated.understood[0]).toMatchObject({ kind: 'order', by: 'newest', followed: false });
  const arrivals = catalogueOf([{ id: 'mug', title: 'Mug', tags: ['New arrivals'] }]);
  const said = searchOf(arrivals).find({
    text: 'new arrivals',
    limit: 2,
    allowed: arrivals.available,
    prefix: true,
    understand: true,
  });
  expect(said.understood).toMatchObject([{ kind: 'tag', name: 'New arrivals' }]);
});

test('facets count all that was found', () => {
  const { facets, found } = find('cheapest dress', { limit: 1 });
  expect(found).toBe(3);
  expect(facets(['categories', 'brands', 'tags', 'price'])).toEqual({
    categories: [
      { name: 'Clothing', products: 3 },
      { name: 'Dresses', products: 3 },
    ],
    brands: [
      { name: 'Osier', products: 2 },
      { name: 'Nordlund', products: 1 },
    ],
    tags: [
      { name: 'cotton', products: 2 },
      { name: 'red', products: 2 },
      { name: 'blue', products: 1 },
      { name: 'silk', products: 1 },
    ],
    price: { min: 30, max: 120 },
  });
  expect(find('no such thing').facets(['brands', 'price'])).toEqual({ brands: [] });
});

test('any text is answered, within what is allowed', () => {
  const words = [
    'red',
    'dress',
    'under',
    '50',
    'without',
    'leather',
    '最便宜',
    '元以下',
    '-free',
    '€',
    'not ',
    '不要',
    '耳机',
    '\ud800',
    '<b>',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary' })), { maxLength: 12 }),
      (parts) => {
        const text = parts.join(' ');
        const { whole, alternatives, understood: filters } = find(text);
        for (const item of [...whole.items, ...alternatives.items]) expect(catalogue.available.has(item)).toBe(true);
        for (const { range } of filters)
          expect(range[0] >= 0 && range[0] < range[1] && range[1] <= text.length).toBe(true);
      },
    ),
  );
});
