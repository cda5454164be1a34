import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeEach, expect, test, vi } from 'vitest';
import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { WordVectors } from '../../src/engine/search/word-vectors.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { writeSafetensors } from '../../src/pack/safetensors.ts';
import { makeLists } from '../../src/trainer/make-lists.ts';
import { searchOf } from '../../src/trainer/recipe/search/search-of.ts';
import { importCommand } from './import.ts';

const golden = resolve(import.meta.dirname, '../../src/pack/golden');
const products = JSON.parse(readFileSync(join(golden, 'shop/products.json'), 'utf8')) as {
  id: string;
  categories: string[];
}[];
const folder = mkdtempSync(join(tmpdir(), 'vitrine-import-'));
const at = (name: string): string => join(folder, name);

/** Products of one category point the same way, and each a little its own. */
const groups = [...new Set(products.map(({ categories }) => categories[0]))];
const vectorOf = ({ categories }: { categories: string[] }, i: number): number[] =>
  groups.map((group) => (group === categories[0] ? 1 : 0.01 * ((i % 7) + 1)));
const vectors = products.map(vectorOf);
const flat = Float32Array.from(vectors.flat());

beforeEach(() => {
  vi.restoreAllMocks();
});

async function run(...args: string[]): Promise<string> {
  let told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
  await importCommand.run([...args, '--out', at('out.safetensors')]);
  return told;
}

async function firstLists(): Promise<string[][]> {
  const history = {
    name: 'one',
    interactions: [{ name: 'view_item', product: products[0].id, at: 1 }],
    queries: [{ limit: 4 }],
  };
  const lists = await makeLists(new Uint8Array(readFileSync(at('out.safetensors'))), products, [history as never]);
  return lists.map((list) => list.items.map(({ id }) => id));
}

test('vectors of Parquet, numpy and safetensors make the same lists: of the same kind', async () => {
  const ids = products.map(({ id }) => id);
  writeFileSync(at('ids.txt'), ids.join('\n'));
  writeFileSync(at('ids.json'), JSON.stringify(ids));
  writeFileSync(at('v.npy'), npyOf(flat, products.length, groups.length));
  const tensors = { vectors: { shape: [products.length, groups.length], data: flat } };
  writeFileSync(at('v.safetensors'), writeSafetensors({ metadata: {}, tensors }));
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'item_id', data: ids, type: 'STRING' },
      { name: 'embedding', data: vectors, type: 'JSON' },
    ],
  });
  writeFileSync(at('v.parquet'), new Uint8Array(parquet));
  const lists: string[][][] = [];
  for (const args of [
    ['--vectors', at('v.npy'), '--ids', at('ids.txt')],
    ['--vectors', at('v.safetensors'), '--ids', at('ids.json')],
    ['--vectors', at('v.parquet')],
  ]) {
    const told = await run(...args, '--similarity', 'cosine');
    expect(told).toContain(`${products.length} products with a vector`);
    lists.push(await firstLists());
  }
  const kinds = lists[0][0].map((id) => products.find((one) => one.id === id)?.categories[0]);
  expect(new Set(kinds)).toEqual(new Set([products[0].categories[0]]));
  expect(lists[1]).toEqual(lists[0]);
  expect(lists[2]).toEqual(lists[0]);
});

test('into a pack: its products count, and what does not fit is told', async () => {
  const pack = readPack(readFileSync(join(golden, 'v2/counted.safetensors')));
  const ids = ['stranger', ...pack.productIds.slice(0, 10)];
  const rows = ids.map((_, i) => [1, i + 1]);
  rows[1] = [Number.NaN, 1];
  rows[2] = [0, 0];
  writeFileSync(at('ids.txt'), ids.join('\n'));
  writeFileSync(at('v.npy'), npyOf(Float32Array.from(rows.flat()), ids.length, 2));
  const into = ['--into', join(golden, 'v2/counted.safetensors'), '--section', 'als', '--weight', '0.5'];
  const told = await run('--vectors', at('v.npy'), '--ids', at('ids.txt'), ...into);
  expect(told).toContain('1 of 11 rows left out: of products that are not known, such as stranger');
  expect(told).toContain('1 of 11 rows left out: with numbers that are not finite');
  expect(told).toContain('1 of 11 rows left out: that are all zeros');
  expect(told).toContain(
    `${pack.productIds.length - 8} of ${pack.productIds.length} products of the pack have no vector.`,
  );
  const made = readPack(readFileSync(at('out.safetensors')));
  expect(made.productIds).toEqual(pack.productIds);
  expect(made.manifest.weights).toEqual({ ...pack.manifest.weights, als: 0.5 });
  expect(Object.keys(made.sections).sort()).toEqual([...Object.keys(pack.sections), 'als'].sort());
});

test.each<[string, string[], string[], number[][], RegExp]>([
  ['ids twice', [], ['a', 'b', 'a'], [[1], [2], [3]], /1 ids occur twice, such as a/],
  ['fewer ids than vectors', [], ['a'], [[1], [2]], /2 vectors and 1 ids/],
  [
    'no vector of a known product',
    ['--into', join(golden, 'v2/counted.safetensors')],
    ['x'],
    [[1]],
    /No vector can be used/,
  ],
  ['an option that is wrong', ['--decay', '7'], ['a'], [[1]], /--decay is 7/],
])('%s is refused', async (_, args, ids, rows, message) => {
  writeFileSync(at('ids.txt'), ids.join('\n'));
  writeFileSync(at('v.npy'), npyOf(Float32Array.from(rows.flat()), rows.length, rows[0].length));
  await expect(run('--vectors', at('v.npy'), '--ids', at('ids.txt'), ...args)).rejects.toThrow(
    expect.objectContaining({ code: 'bad-options', message: expect.stringMatching(message) }),
  );
});

test.each<[string, string[], RegExp]>([
  ['no such file', ['--vectors', at('nowhere.npy')], /There is no/],
  ['another form', ['--vectors', resolve(import.meta.dirname, 'import.ts')], /cannot be told by its name/],
  ['no ids', ['--vectors', at('v.npy')], /does not say whose vectors/],
])('%s is refused', async (_, args, message) => {
  writeFileSync(at('v.npy'), npyOf(Float32Array.of(1), 1, 1));
  await expect(run(...args)).rejects.toThrow(message);
});

/** By kind of thing: words of the shop's titles, its category's name, and one that no text of the shop has. */
const WORDS: Record<string, string[]> = {
  tea: ['tea', 'brew'],
  light: ['light', 'lamp', 'Lantern', 'illuminate'],
  kitchen: ['kitchen', 'cup', 'pot', 'kettle', 'crockery'],
  textile: ['textile', 'towel', 'blanket', 'cushions', 'linen'],
  garden: ['garden', 'trowel', 'planter', 'herb', 'hoe'],
  paper: ['paper', 'notebook', 'pencil', 'calendar', '文具'],
};
const words = Object.values(WORDS).flat();
const WIDTH = 70;

/** Words of one kind point the same way; all have much in common, as vectors of words do. */
function writeWords(kindOf: (word: string) => number): string[] {
  const rows = [...words, 'two words', 'the', 'nothing'].flatMap((word, i) =>
    Array.from({ length: WIDTH }, (_, k) =>
      word === 'nothing' ? 0 : 3 + (k === kindOf(word) ? 1 : 0) + 0.02 * Math.sin(7 * i + 3 * k),
    ),
  );
  writeFileSync(at('words.txt'), [...words, 'two words', 'the', 'nothing'].join('\n'));
  writeFileSync(at('w.npy'), npyOf(Float32Array.from(rows), words.length + 3, WIDTH));
  return ['--section', 'search-words', '--vectors', at('w.npy'), '--ids', at('words.txt')];
}
const INTO = ['--into', join(golden, 'v2/counted.safetensors')];
const FEED = ['--products', join(golden, 'shop/products.json')];
const kindOf = (word: string): number => Object.values(WORDS).findIndex((kind) => kind.includes(word));

test('vectors of words tell the search what a word means that no product has', async () => {
  const told = await run(...writeWords(kindOf), ...INTO, ...FEED);
  expect(told).toContain('1 of 29 rows left out: that are no single word');
  expect(told).toContain('1 of 29 rows left out: of words that no search asks for');
  expect(told).toContain('1 of 29 rows left out: that are all zeros');
  expect(told).toContain(`${WIDTH} numbers a vector became 64.`);
  expect(told).toContain(`${words.length} words`);
  const pack = readPack(readFileSync(at('out.safetensors')));
  expect(told).not.toContain('take the place');
  const before = readPack(readFileSync(INTO[1]));
  expect(Object.keys(pack.sections).sort()).toEqual([...Object.keys(before.sections), 'search-words'].sort());
  const builder = new CatalogueBuilder();
  for (const product of products) builder.add(product);
  const catalogue = builder.build();
  const search = searchOf(catalogue, new WordVectors(pack.sections['search-words']));
  for (const [text, kind] of [
    ['illuminate', 'light'],
    ['crockery', 'kitchen'],
    ['文具', 'paper'],
  ]) {
    const { whole, alternatives } = search.find({
      text,
      limit: 5,
      allowed: catalogue.available,
      prefix: true,
      understand: true,
    });
    expect(whole.items.length).toBe(0);
    const kinds = Array.from(alternatives.items, (item) => catalogue.product(item)!.categories![0]);
    expect(kinds).toEqual([kind, kind, kind, kind, kind]);
  }
  const again = await run(...writeWords(kindOf), '--into', at('out.safetensors'), ...FEED);
  expect(again).toContain('They take the place of the vectors of words that the pack had.');
});

test.each<[string, () => string[], RegExp]>([
  [
    'by which no more is found',
    () => [...writeWords((word) => words.indexOf(word)), ...INTO, ...FEED],
    /found no better/,
  ],
  ['without the shop', () => [...writeWords(kindOf), ...INTO], /--products is missing/],
  ['without a pack', () => [...writeWords(kindOf), ...FEED], /--into is missing/],
  [
    'of which the shop has none',
    () => {
      writeFileSync(at('words.txt'), 'quark\nboson');
      writeFileSync(at('w.npy'), npyOf(Float32Array.of(1, 0, 0, 1), 2, 2));
      const vectors = ['--vectors', at('w.npy'), '--ids', at('words.txt')];
      return ['--section', 'search-words', ...vectors, ...INTO, ...FEED];
    },
    /hold 0 of 2 words/,
  ],
])('vectors of words %s are refused', async (_, args, message) => {
  await expect(run(...args())).rejects.toThrow(
    expect.objectContaining({ code: 'bad-options', message: expect.stringMatching(message) }),
  );
});

function npyOf(data: Float32Array, rows: number, width: number): Uint8Array {
  const header = `${`{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${width}), }`.padEnd(117)}\n`;
  const start = Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0]);
  return Uint8Array.from([...start, ...new TextEncoder().encode(header), ...new Uint8Array(data.buffer)]);
}
