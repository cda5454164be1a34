import { describe, expect, test } from 'vitest';
import type { PackSection } from '../../pack/pack.ts';
import { restoreVectors, writeVectors } from '../../pack/sections/vectors.ts';
import { Random } from '../training/random.ts';
import { inPrecision } from './vector-precision.ts';

const ROWS = 1200;
const WIDTH = 8;
const random = new Random(1);
/** Rows about few centres; the padding row is zero. */
const centres = Float32Array.from({ length: 40 * WIDTH }, () => random.normal());
const values = new Float32Array(ROWS * WIDTH);
for (let row = 1; row < ROWS; row++) {
  const centre = random.below(40) * WIDTH;
  for (let i = 0; i < WIDTH; i++) values[row * WIDTH + i] = centres[centre + i] + random.normal() / 20;
}
const section: PackSection = { options: { width: WIDTH }, tensors: writeVectors(values, WIDTH).tensors };

/** Mean square error, as a share of the mean square. */
function loss(held: PackSection): number {
  const restored = restoreVectors(held, WIDTH).data;
  let error = 0;
  let power = 0;
  for (let i = WIDTH; i < values.length; i++) {
    error += (values[i] - restored[i]) ** 2;
    power += values[i] ** 2;
  }
  return error / power;
}

const bytesOf = ({ tensors }: PackSection): number =>
  Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);

test('int8 has no second bytes, int16 has them', () => {
  expect(Object.keys(inPrecision(section, 'int8', 1).tensors).sort()).toEqual(['items', 'scales']);
  expect(inPrecision(section, 'int16', 1)).toBe(section);
});

test('a section without vectors stays as it is', () => {
  const other = { options: {}, tensors: {} };
  expect(inPrecision(other, 'pq', 1)).toBe(other);
});

describe('product-quantised', () => {
  const held = inPrecision(section, 'pq', 1);

  test('a row is two bytes instead of twelve, and reads as about the same', () => {
    expect(bytesOf(held)).toBe(ROWS * 2 + 256 * WIDTH * 4);
    expect(loss(held)).toBeLessThan(0.02);
    expect(loss(inPrecision(section, 'int8', 1))).toBeLessThan(1e-4);
  });

  test('the same seed gives the same bytes', () => {
    expect(inPrecision(section, 'pq', 1)).toEqual(held);
  });

  test('codes of another shape are refused', () => {
    expect(() => restoreVectors(held, WIDTH + 4)).toThrow('centroids');
    const { codes } = held.tensors;
    const flat = { ...held, tensors: { ...held.tensors, codes: { ...codes, shape: [codes.data.length] } } };
    expect(() => restoreVectors(flat, WIDTH)).toThrow('codes');
  });

  test('what was folded in with the vectors is made anew of those that are served', () => {
    const gram = { shape: [WIDTH, WIDTH], data: new Float32Array(WIDTH ** 2) };
    const folded = inPrecision({ ...section, tensors: { ...section.tensors, gram } }, 'pq', 1);
    const rows = restoreVectors(folded, WIDTH).data;
    let first = 0;
    for (let row = 1; row < ROWS; row++) first += rows[row * WIDTH] ** 2;
    expect(folded.tensors.gram.data[0]).toBeCloseTo(first, 1);
  });
});

test('fewer rows than centroids lose no more than rounding', () => {
  const few = { options: {}, tensors: writeVectors(values.subarray(0, 100 * WIDTH), WIDTH).tensors };
  const read = restoreVectors(inPrecision(few, 'pq', 1), WIDTH).data;
  for (let i = WIDTH; i < read.length; i++) expect(Math.abs(read[i] - values[i])).toBeLessThan(0.05);
});
