import { expect, test } from 'vitest';
import type { Product } from '../../src/contract/product.ts';
import { sheetOf } from './picture-sheet.ts';
import { KEPT_SIZE, ShopPictures } from './shop-pictures.ts';

const plain = (value: number): Uint8Array => new Uint8Array(KEPT_SIZE * KEPT_SIZE * 3).fill(value);
const products = new Map<string, Product>(
  ['pot', 'cup', 'cup', 'cup', undefined].map((kind, i) => [
    `p${i}`,
    { id: `p${i}`, ...(kind && { categories: ['Kitchen', kind] }) },
  ]),
);
const pictures = new ShopPictures().with(new Map([...products.keys()].map((id, i) => [id, plain(40 * i)])));

test('kinds are the narrowest categories, and a set holds those asked for in the size asked for', () => {
  expect(pictures.kindsOf(products)).toEqual([
    { name: 'cup', pictures: 3 },
    { name: 'pot', pictures: 1 },
  ]);
  const set = pictures.setOf(['cup'], 16, products);
  expect(set).toMatchObject({ size: 16, channels: 3, kinds: ['cup'], products: ['p1', 'p2', 'p3'] });
  expect([...set.kindOf]).toEqual([0, 0, 0]);
  expect(set.pixels).toHaveLength(3 * 16 * 16 * 3);
  expect(set.pixels[0]).toBe(40);
});

test('what is kept is read again, and a further picture of a product takes the place of the first', () => {
  const read = ShopPictures.read(pictures.with(new Map([['p0', plain(7)]])).write());
  expect(read.count).toBe(5);
  expect([...read.get('p0')!.rgba.slice(0, 4)]).toEqual([7, 7, 7, 255]);
  expect([...read.get('p4')!.rgba.slice(0, 4)]).toEqual([160, 160, 160, 255]);
  expect(read.get('p9')).toBeUndefined();
});

test('a sheet has its pictures row after row, and nothing where there is none', () => {
  const sheet = sheetOf({ size: 1, channels: 1, pixels: Uint8Array.of(1, 2, 3) }, 2);
  expect([sheet.width, sheet.height]).toEqual([2, 2]);
  expect([...sheet.rgba]).toEqual([1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 255, 0, 0, 0, 0]);
});
