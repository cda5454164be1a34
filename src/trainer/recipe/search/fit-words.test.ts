import { expect, test } from 'vitest';
import { Catalogue } from '../../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import type { Product } from '../../../contract/product.ts';
import { indexCatalogue } from '../../../engine/search/catalogue-index.ts';
import { CatalogueSearch, type Found } from '../../../engine/search/catalogue-search.ts';
import { Meaning } from '../../../engine/search/meaning.ts';
import { isTextIndex } from '../../../engine/search/stored-text-index.ts';
import { WordVectors } from '../../../engine/search/word-vectors.ts';
import { TextTable } from '../../../kernels/compact/text-table.ts';
import { Random } from '../../../learning/training/random.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { writePack } from '../../../pack/pack-file.ts';
import type { ShopSearch } from '../../log/searches.ts';
import { fitWords } from './fit-words.ts';
import { saidOf } from './said-of.ts';
import { searchOf } from './search-of.ts';

const ROOMS: Readonly<Record<string, readonly string[]>> = {
  Kitchen: ['kettle', 'teapot', 'saucepan', 'mug', '马克杯'],
  Garden: ['spade', 'trowel', 'seeds', 'hose', '浇水壶'],
  Study: ['lamp', 'notebook', 'inkwell', 'stapler', '笔记本'],
};
const MATERIALS = ['steel', 'oak', 'cotton', 'glass'];

/** Things of three rooms; every second one says which room it is for. */
const products: Product[] = Object.entries(ROOMS).flatMap(([room, things]) =>
  things.flatMap((thing) =>
    Array.from({ length: 12 }, (_, i) => ({
      id: `${thing}-${i}`,
      title: `${MATERIALS[i % MATERIALS.length]} ${thing} no. ${i}`,
      ...(i % 2 === 0 && { categories: [room] }),
    })),
  ),
);
function catalogueOf(given: readonly Product[]): Catalogue {
  const builder = new CatalogueBuilder();
  for (const product of given) builder.add(product);
  return new Catalogue(builder.feed(), TextTable.of([]));
}
const catalogue = catalogueOf(products);
const fitted = fitWords(catalogue, {}, 1, async () => undefined) as Promise<PackSection>;
const find = async (text: string, over = catalogue, limit = 10): Promise<Found> =>
  searchOf(over, new WordVectors(await fitted)).find({
    text,
    limit,
    allowed: over.available,
    prefix: true,
    understand: true,
  });
const shown = ({ whole, alternatives }: Found, of = catalogue) =>
  [...whole.items, ...alternatives.items].map((item) => of.idOf(item)!);

test('products that lack a word are found by what it means, as alternatives, and the word is told', async () => {
  const bare = catalogueOf(products.filter(({ categories }) => categories === undefined).map((one) => ({ ...one })));
  const found = await find('kitchen', bare);
  expect(found).toMatchObject({ found: 0, dropped: ['kitchen'] });
  expect(shown(found, bare)).toHaveLength(10);
  for (const id of shown(found, bare)) expect(id).toMatch(/^(?:kettle|teapot|saucepan|mug|马克杯)-/);
  // By words alone there is nothing.
  const { alternatives } = searchOf(bare).find({
    text: 'kitchen',
    limit: 10,
    allowed: bare.available,
    prefix: true,
    understand: true,
  });
  expect(alternatives.items).toHaveLength(0);
});

test('what holds the words stays first, and where it is enough nothing is added', async () => {
  const found = await find('teapot no. 3');
  expect(catalogue.idOf(found.whole.items[0])).toBe('teapot-3');
  expect(found.found).toBe(1);
  expect(found.dropped).toEqual([]);
  expect((await find('teapot', catalogue, 5)).alternatives.items).toHaveLength(0);
});

test('a word that the shop knows and no product has is no typing error; an unknown one has the meaning of its pieces', async () => {
  const noSeeds = catalogueOf([
    ...products.filter(({ id }) => !id.startsWith('seeds')),
    { id: 'sees', title: 'seesd' },
  ]);
  const found = await find('seeds', noSeeds);
  expect(found.found).toBe(0);
  const own = new WordVectors(await fitted);
  expect(own.has('teapot')).toBe(true);
  expect(own.has('teapots')).toBe(true);
  expect(own.has('zeppelin')).toBe(false);
  expect(own.add('zzzz', 1, new Float32Array(own.width))).toBe(false);
});

test('what is not allowed is not found, nor what a filter of the text excludes', async () => {
  const without = await find('kitchen without steel');
  expect(shown(without).length).toBeGreaterThan(0);
  for (const id of shown(without)) {
    expect(catalogue.product(catalogue.itemOf(id)!)!.title).not.toContain('steel');
  }
});

test('a pack has them in less than a megabyte, and one that does not fit is refused', async () => {
  const section = await fitted;
  const manifest = {
    created: '2026-01-02T03:04:05.000Z',
    unit: 'visitor' as const,
    minShoppers: 1,
    weights: {},
    metrics: {},
  };
  expect(writePack({ manifest, productIds: [], sections: { 'search-words': section } }).length).toBeLessThan(1_000_000);
  expect(section.options.weight).toBeGreaterThan(0);
  const { text, offsets, vectors } = section.tensors;
  for (const tensors of [
    { text, offsets },
    { text, offsets: { ...offsets, data: offsets.data.slice(1) }, vectors },
    { text, offsets, vectors: { shape: [1, vectors.shape[1]], data: vectors.data.slice(0, vectors.shape[1]) } },
  ] as PackSection['tensors'][]) {
    expect(() => new WordVectors({ ...section, tensors })).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
  }
});

test('a shop whose labels its words tell nothing of gets none', async () => {
  const random = new Random(2);
  const noise = Array.from({ length: 60 }, (_, i) => ({
    id: `p${i}`,
    title: `thing w${random.below(40)} w${random.below(40)}`,
    tags: [`t${random.below(4)}`],
  }));
  const section = await fitWords(catalogueOf(noise.slice(0, 8)), {}, 1, async () => undefined);
  expect(section).toBeUndefined();
});

test('an index that was stored and read again answers 1,000 queries alike, with what words mean', async () => {
  const words = new WordVectors(await fitted);
  const build = indexCatalogue(catalogue);
  let step = build.next();
  while (!step.done) step = build.next();
  const stored = structuredClone(step.value);
  expect(isTextIndex(stored, products.length)).toBe(true);
  const [first, second] = [step.value, stored].map((index) => {
    const search = new CatalogueSearch(catalogue, index);
    const meanings = Meaning.of(search.index, words);
    let made = meanings.next();
    while (!made.done) made = meanings.next();
    search.meaning = made.value;
    return search;
  });
  const random = new Random(5);
  const vocabulary = [...Object.keys(ROOMS), ...Object.values(ROOMS).flat(), ...MATERIALS, 'zeppelin', 'ketle'];
  for (let i = 0; i < 1_000; i++) {
    const text = Array.from({ length: 1 + random.below(3) }, () => vocabulary[random.below(vocabulary.length)]).join(
      ' ',
    );
    const wanted = { text, limit: 10, allowed: catalogue.available, prefix: true, understand: true };
    const [one, other] = [first.find(wanted), second.find(wanted)].map(({ facets, ...rest }) => rest);
    expect(one).toEqual(other);
  }
});

test.each([
  ['nothing', ''],
  ['10,000 characters', 'teapot '.repeat(1_429)],
  ['stop words', 'the of and'],
  ['emoji', '🫖🫖'],
  ['right-to-left', 'إبريق الشاي kitchen'],
  ['a regular expression', '(kitchen|garden)+$['],
  ['HTML', '<img src=x onerror=alert(1)> kitchen'],
  ['a lone surrogate', 'kitchen \ud83d'],
  ['full-width digits', 'kitchen １２'],
  ['mixed scripts', 'kitchen 马克杯 кухня'],
  ['a word 1,000 times', 'kitchen '.repeat(1_000)],
])('%s is answered, by words and meaning', async (_, text) => {
  const found = await find(text);
  expect(found.whole.items.length + found.alternatives.items.length).toBeLessThanOrEqual(20);
  for (const item of [...found.whole.items, ...found.alternatives.items])
    expect(catalogue.available.has(item)).toBe(true);
});

/** Ten shoppers call each kettle and teapot a brewer; one calls lamps a glower. */
const searches: ShopSearch[] = [
  ...Array.from({ length: 10 }, (_, shopper) =>
    ['kettle', 'teapot'].flatMap((thing) =>
      Array.from({ length: 12 }, (_, i) => ({
        shopper: `s${shopper}`,
        words: 'brewers',
        at: 0,
        chosen: [`${thing}-${i}`],
      })),
    ),
  ).flat(),
  { shopper: 's1', words: 'glower', at: 0, chosen: Array.from({ length: 12 }, (_, i) => `lamp-${i}`) },
];

test('a word that shoppers search by and no text has means what they turned to after it', async () => {
  const said = saidOf(searches, catalogue, 5);
  const words = new WordVectors((await fitWords(catalogue, { said }, 1, async () => undefined))!);
  expect(words.has('brewer')).toBe(true);
  const found = searchOf(catalogue, words).find({
    text: 'brewer',
    limit: 10,
    allowed: catalogue.available,
    prefix: true,
    understand: true,
  });
  expect(found).toMatchObject({ found: 0, dropped: ['brewer'] });
  expect(shown(found)).toHaveLength(10);
  for (const id of shown(found)) expect(id).toMatch(/^(?:kettle|teapot)-/);
  expect(shown(await find('brewer')).filter((id) => /^(?:kettle|teapot)-/.test(id)).length).toBeLessThan(10);
});

test('a word of fewer shoppers than a pack may tell of is not learned', async () => {
  const said = saidOf(searches, catalogue, 5);
  const places = Array.from(catalogue.order.keys());
  expect(new Set(places.flatMap((place) => [...said(place).keys()]))).toEqual(new Set(['brewer']));
  const words = new WordVectors((await fitWords(catalogue, { said }, 1, async () => undefined))!);
  expect(words.has('glower')).toBe(false);
});
