import { expect, test } from 'vitest';
import { resized } from './resized.ts';

test('a pixel is the mean of what it covers, whichever sizes', () => {
  const pixels = Uint8Array.from([0, 100, 200, 100, 0, 100, 200, 100, 40, 40, 80, 80, 40, 40, 80, 80]);
  expect([...resized({ size: 4, channels: 1, pixels }, 2).pixels]).toEqual([50, 150, 40, 80]);
  const larger = resized({ size: 2, channels: 1, pixels: Uint8Array.from([0, 90, 90, 0]) }, 3);
  expect([...larger.pixels]).toEqual([0, 45, 90, 45, 45, 45, 90, 45, 0]);
  expect(resized({ size: 4, channels: 1, pixels }, 4).pixels).toBe(pixels);
});
