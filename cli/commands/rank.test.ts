import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { rankCommand } from './rank.ts';

const golden = resolve(import.meta.dirname, '../../src/pack/golden');
const folder = mkdtempSync(join(tmpdir(), 'vitrine-rank-'));

afterEach(() => {
  vi.restoreAllMocks();
});

async function rank(pack: string, products: string, histories: string): Promise<string> {
  let output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  await rankCommand.run(['--pack', pack, '--products', products, '--histories', histories]);
  return output;
}
const given = (name: string, value: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return join(folder, name);
};

const PACK = join(golden, 'v1/counted.safetensors');
const PRODUCTS = join(golden, 'shop/products.json');
const one = { name: 'one', interactions: [{ name: 'view_item', product: 'tea-1', at: 1 }], queries: [{ limit: 2 }] };

test('the lists of a golden pack are the recorded ones', async () => {
  const lists = JSON.parse(await rank(PACK, PRODUCTS, join(golden, 'shop/histories.json')));
  const recorded = JSON.parse(readFileSync(join(golden, 'v1/counted.lists.json'), 'utf8'));
  const ids = (made: { items: { id: string }[] }[]) => made.map(({ items }) => items.map(({ id }) => id));
  expect(ids(lists)).toEqual(ids(recorded));
});

test.each<[string, () => [string, string, string], RegExp]>([
  ['a pack that is none', () => [PRODUCTS, PRODUCTS, given('h', [one])], /pack cannot be used/],
  ['no such file', () => [PACK, join(folder, 'nowhere'), given('h', [one])], /cannot be read/],
  ['products that are no list', () => [PACK, given('p', {}), given('h', [one])], /cannot be used/],
  ['a product without an id', () => [PACK, given('p', [{ title: 'x' }]), given('h', [one])], /Row 0/],
  ['a history without queries', () => [PACK, PRODUCTS, given('h', [{ ...one, queries: [] }])], /cannot be used/],
  [
    'an interaction of no product',
    () => [PACK, PRODUCTS, given('h', [{ ...one, interactions: [{}] }])],
    /Interaction 0/,
  ],
  ['a query that is wrong', () => [PACK, PRODUCTS, given('h', [{ ...one, queries: [{ limit: 0 }] }])], /query/],
])('%s: an error that says what', async (_, files, message) => {
  await expect(rank(...files())).rejects.toThrow(message);
});
