import { expect, test } from 'vitest';
import { restoreVectors, writeVectors } from './vectors.ts';

const WIDTH = 4;
const VECTORS = Float32Array.from({ length: 6 * WIDTH }, (_, i) => Math.sin(7 * i));

test('vectors come back to the precision of a byte, and of two where both are kept', () => {
  const { tensors, restored } = writeVectors(VECTORS, WIDTH);
  const both = restoreVectors({ tensors }, WIDTH);
  const { fine: _, ...first } = tensors;
  const one = restoreVectors({ tensors: first }, WIDTH);
  expect(both.shape).toEqual([6, WIDTH]);
  expect(one.data).toEqual(restored);
  const furthest = (data: Float32Array) => Math.max(...data.map((value, i) => Math.abs(value - VECTORS[i])));
  expect(furthest(one.data)).toBeLessThan(0.01);
  expect(furthest(both.data)).toBeLessThan(1e-4);
});

test('product-quantised vectors are made of the centroids that their codes name', () => {
  const centroids = Float32Array.from({ length: 2 * 256 * 2 }, (_, i) => i);
  const codes = Uint8Array.of(0, 1, 2, 255);
  const tensors = { codes: { shape: [2, 2], data: codes }, centroids: { shape: [2, 256, 2], data: centroids } };
  const { shape, data } = restoreVectors({ tensors }, WIDTH);
  expect(shape).toEqual([2, WIDTH]);
  const parts = [0, 1, 512 + 2, 512 + 3, 4, 5, 512 + 510, 512 + 511];
  // Each row is kept in bytes, with a scale of its own.
  data.forEach((value, i) => void expect(Math.abs(value - parts[i])).toBeLessThan((i < WIDTH ? 515 : 1_023) / 127));
});

test('a section without vectors is refused', () => {
  expect(() => restoreVectors({ tensors: {} }, WIDTH)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
});
