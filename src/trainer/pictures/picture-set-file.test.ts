import { expect, test } from 'vitest';
import { COLOURS } from '../../learning/generators/picture/colours.ts';
import { readSafetensors } from '../../pack/safetensors.ts';
import { isLeftOut } from './leave-out.ts';
import { writePictureSet } from './picture-set-file.ts';

test('pictures go out with their conditions, their gallery and which of them are kept from training', () => {
  const count = 200;
  const set = {
    size: 8,
    channels: 3,
    pixels: Uint8Array.from({ length: count * 192 }, (_, i) => i % 256),
    kinds: ['cups', 'hats'],
    colours: COLOURS,
    kindOf: Uint16Array.from({ length: count }, (_, i) => i % 2),
    colourOf: new Uint16Array(count).fill(8),
    taste: { width: 2, vectors: Float32Array.from({ length: 2 * count }, (_, i) => i) },
    products: Array.from({ length: count }, (_, i) => `p-${i}`),
  };
  const { metadata, tensors } = readSafetensors(writePictureSet(set, 20));
  expect(JSON.parse(metadata['vitrine-pictures'])).toEqual({
    version: 1,
    size: 8,
    channels: 3,
    kinds: set.kinds,
    colours: COLOURS,
    combinations: [8, 11 + 8], // both kinds are blue
    taste: 2,
  });
  expect(tensors.pixels).toEqual({ shape: [count, 8, 8, 3], data: set.pixels });
  const width = 2 + 11 + 2;
  expect(tensors.conditions.shape).toEqual([count, width]);
  const third = [...tensors.conditions.data.subarray(3 * width, 4 * width)];
  expect(third).toEqual([0, 1, ...COLOURS.map((colour) => (colour === 'blue' ? 1 : 0)), 6, 7]);
  expect([...tensors.held.data]).toEqual(set.products.map((product) => Number(isLeftOut(product, 20))));
  expect(new Set(tensors.held.data)).toEqual(new Set([0, 1]));
  expect(tensors['product.kinds'].data).toEqual(set.kindOf);
});
