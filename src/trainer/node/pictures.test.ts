import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode as encodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitSquare } from '../../learning/encoders/picture/fit-square.ts';
import type { Pack } from '../../pack/pack.ts';
import { tastesOf } from '../pictures/tastes.ts';
import { contactSheet } from './contact-sheet.ts';
import { decodePicture } from './decode.ts';
import { readIdx } from './read-idx.ts';
import { readIdxPictures, readProductPictures } from './read-pictures.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A picture of one colour, 4 wide and 2 high. */
function plain(red: number, green: number, blue: number, opacity = 255) {
  const rgba = Buffer.alloc(4 * 2 * 4);
  for (let at = 0; at < rgba.length; at += 4) rgba.set([red, green, blue, opacity], at);
  return { width: 4, height: 2, rgba };
}

function png({ width, height, rgba }: ReturnType<typeof plain>): Buffer {
  const picture = new PNG({ width, height });
  picture.data = rgba;
  return PNG.sync.write(picture);
}

describe('decoding', () => {
  test('JPEG and PNG are known by their first bytes', () => {
    const picture = plain(200, 40, 40);
    expect(decodePicture(png(picture))).toMatchObject({ width: 4, height: 2 });
    const jpeg = encodeJpeg({ width: 4, height: 2, data: picture.rgba }, 95).data;
    expect(Math.abs(decodePicture(jpeg).rgba[0] - 200)).toBeLessThan(8);
  });

  test('what is neither, or cut short, is refused', () => {
    for (const bytes of [Buffer.from('GIF89a…'), png(plain(1, 2, 3)).subarray(0, 30)]) {
      expect(() => decodePicture(bytes)).toThrow();
    }
  });

  test('the whole picture fits in the square, in the middle, on white', () => {
    const square = fitSquare(plain(10, 20, 30), 4);
    const rows = [0, 1, 2, 3].map((y) => [...square.subarray(y * 12, y * 12 + 3)]);
    expect(rows).toEqual([
      [255, 255, 255],
      [10, 20, 30],
      [10, 20, 30],
      [255, 255, 255],
    ]);
  });

  test('a smaller square holds the means, and what is see-through is white', () => {
    expect([...fitSquare(plain(0, 0, 0), 1)]).toEqual([128, 128, 128]);
    expect([...fitSquare(plain(0, 0, 0, 0), 1)]).toEqual([255, 255, 255]);
  });
});

describe('reading', () => {
  const idx = (shape: number[], data: number[]): Buffer => {
    const head = Buffer.alloc(4 + 4 * shape.length);
    head.set([0, 0, 8, shape.length]);
    for (const [i, size] of shape.entries()) head.writeUInt32BE(size, 4 + 4 * i);
    return Buffer.concat([head, Buffer.from(data)]);
  };
  const write = (name: string, bytes: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  test('IDX pictures with their labels, gzipped or not', () => {
    const pictures = write('pictures.gz', gzipSync(idx([2, 1, 1], [7, 9])));
    const set = readIdxPictures(pictures, write('labels', idx([2], [1, 0])));
    expect(set).toMatchObject({ size: 1, channels: 1, kinds: ['0', '1'] });
    expect([...set.pixels, ...set.kindOf]).toEqual([7, 9, 1, 0]);
  });

  test('files that are no IDX, are cut short or do not fit together are refused', () => {
    const good = write('good', idx([2, 1, 1], [7, 9]));
    expect(() => readIdx(write('short', idx([3], [1, 2])))).toThrow(expect.objectContaining({ code: 'bad-options' }));
    expect(() => readIdx(write('text', Buffer.from('a,b')))).toThrow(expect.objectContaining({ code: 'bad-options' }));
    expect(() => readIdx(join(folder, 'nowhere'))).toThrow(expect.objectContaining({ code: 'bad-options' }));
    expect(() => readIdxPictures(good, write('one', idx([1], [0])))).toThrow(
      expect.objectContaining({ code: 'bad-options' }),
    );
  });

  test('products’ pictures by their ids; what is left out is told', () => {
    const products = Array.from({ length: 36 }, (_, i) => ({
      id: `p-${i}`,
      categories: ['Home', i < 33 ? 'Mugs' : 'Pans'],
    }));
    for (const { id } of products) if (id !== 'p-0') write(`${id}.png`, png(plain(200, 30, 30)));
    write('p-1.png', Buffer.from('no picture'));
    const { set, leftOut } = readProductPictures(folder, [...products, { id: '../p-2', categories: ['Mugs'] }], 8);
    expect(set.kinds).toEqual(['Mugs']);
    expect(set.products).toHaveLength(31);
    expect(set.colours[set.colourOf?.[0] ?? 0]).toBe('red');
    expect(leftOut).toEqual([
      '2 products without a picture were left out',
      '1 products whose picture does not decode were left out',
      '3 products of kinds with fewer than 30 pictures were left out',
    ]);
    expect(() => readProductPictures(folder, [], 8)).toThrow(expect.objectContaining({ code: 'bad-options' }));
    expect(() => readProductPictures(join(folder, 'nowhere'), products, 8)).toThrow(/no folder/);
  });
});

test('a contact sheet shows pictures side by side', () => {
  const pixels = Uint8Array.of(0, 50, 100);
  const { width, height, data } = PNG.sync.read(contactSheet({ size: 1, channels: 1, pixels }, 2, 1));
  expect([width, height]).toEqual([2, 2]);
  expect([data[0], data[4], data[8], data[12]]).toEqual([0, 50, 100, 255]);
});

describe('tastes', () => {
  const pack = {
    productIds: ['a', 'b', 'c'],
    sections: {
      attention: {
        options: {},
        tensors: { items: { shape: [4, 2], data: Int8Array.of(0, 0, 100, 0, 50, 0, 0, 90) } },
      },
    },
  } as unknown as Pack;

  test('products of one direction have one taste, whatever their length; unknown ones the middle of all', () => {
    const { width, vectors } = tastesOf(pack, ['a', 'b', 'c', 'new']);
    const of = (i: number) => [...vectors.subarray(i * width, (i + 1) * width)];
    for (const [at, value] of of(0).entries()) expect(value).toBeCloseTo(of(1)[at], 5);
    expect(of(2)).not.toEqual(of(0));
    expect(of(3).every((value) => value === 0)).toBe(true);
    const meanSquare = vectors.reduce((sum, value) => sum + value * value, 0) / vectors.length;
    expect(meanSquare).toBeCloseTo(1, 4);
  });

  test('a pack without item vectors tells none', () => {
    expect(() => tastesOf({ ...pack, sections: {} }, ['a'])).toThrow(expect.objectContaining({ code: 'bad-options' }));
  });
});
