import { expect, test } from 'vitest';
import { framed, unframed } from './framed.ts';

test.each([1, 3])('pictures of %i channels get a black frame and lose it again', (channels) => {
  const size = 12;
  const pixels = Uint8Array.from({ length: 2 * size * size * channels }, (_, i) => 1 + ((i * 37) % 255));
  const wide = framed({ size, channels, pixels });
  expect([wide.size, wide.channels]).toEqual([16, 3]);
  expect([...wide.pixels.subarray(0, 2 * 16 * 3)].every((value) => value === 0)).toBe(true);
  expect(unframed(wide, { size, channels })).toEqual({ size, channels, pixels });
});

test('pictures of a size that is made stay as they are', () => {
  const pictures = { size: 8, channels: 3, pixels: Uint8Array.from({ length: 192 }, (_, i) => i) };
  expect(framed(pictures)).toEqual(pictures);
  expect(unframed(pictures, pictures)).toBe(pictures);
});
