import { expect, test } from 'vitest';
import { writeGenerator } from './generator-file.ts';
import type { Tensor } from './pack.ts';
import { PictureGallery } from './picture-gallery.ts';
import { readTensor } from './section.ts';

/** Directions in a plane by turns of the circle: what the pictures show, and how they look. */
const direction = (turn: number): number[] => [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
const TURNS: readonly (readonly [kind: number, look: number])[] = [
  [0, 0],
  [0.01, 0.02],
  [0.25, 0],
  [0.5, 0.5],
];
const PRODUCTS = ['pot', 'cup', '茶壶', 'lamp'];
const gallery = new PictureGallery(PRODUCTS, Float32Array.from(TURNS.flatMap((turns) => turns.flatMap(direction))), {
  kind: 2,
  look: 2,
});

function fileOf(changed: Record<string, Tensor | undefined> = {}, options: object = gallery.halves) {
  const tensors = Object.entries<Tensor | undefined>({ ...gallery.tensors(), ...changed });
  return writeGenerator({
    kind: 'picture-encoder',
    created: new Date(0).toISOString(),
    metrics: {},
    options: { ...options },
    tensors: Object.fromEntries(tensors.flatMap(([name, tensor]) => (tensor ? [[name, tensor]] : []))),
  });
}

test('a gallery reads back from its file, to the precision of a byte', () => {
  const read = PictureGallery.open(fileOf());
  expect(read.products).toEqual(PRODUCTS);
  expect(read.halves).toEqual(gallery.halves);
  read.vectors.forEach((value, i) => void expect(value).toBeCloseTo(gallery.vectors[i], 2));
});

test('what a picture shows and how it looks count alike', () => {
  const likenesses = gallery.likenessesTo('pot')!;
  expect(likenesses[0]).toBeCloseTo(1);
  // Another kind that looks the same: half of it is alike.
  expect(likenesses[2]).toBeCloseTo(0.5);
  expect(likenesses[3]).toBeCloseTo(-1);
  const { products, likeness } = gallery.nearest(gallery.vectorOf('pot')!, 9);
  expect(products).toEqual(['pot', 'cup', '茶壶', 'lamp']);
  expect(likeness[0]).toBeCloseTo(1);
  expect(gallery.nearest(gallery.vectorOf('lamp')!, 1).products).toEqual(['lamp']);
});

test('weighed vectors have length 1, and their products are the likenesses', () => {
  const weighed = gallery.weighed(gallery.vectors);
  const dot = (a: number, b: number) =>
    [0, 1, 2, 3].reduce((sum, i) => sum + weighed[4 * a + i] * weighed[4 * b + i], 0);
  PRODUCTS.forEach((product, row) => {
    expect(dot(row, row)).toBeCloseTo(1);
    expect(dot(0, row)).toBeCloseTo(gallery.likenessesTo('pot')![row]);
    expect(gallery.vectorOf(product)).toEqual(gallery.vectors.subarray(4 * row, 4 * row + 4));
  });
});

test('of a product without a picture nothing is known', () => {
  expect(gallery.vectorOf('table')).toBeUndefined();
  expect(gallery.likenessesTo('table')).toBeUndefined();
});

const bytes = (...shape: number[]) => ({ shape, data: new Int8Array(shape.reduce((a, b) => a * b)) });
test.each([
  ['a half is missing', fileOf({ 'product.look': undefined }), 'product.look is missing'],
  ['another element type', fileOf({ 'product.kind': { shape: [4, 2], data: new Uint8Array(8) } }), 'element type'],
  ['another width', fileOf({ 'product.kind': bytes(4, 3) }), 'has shape [4,3] instead of [4,2]'],
  ['another rank', fileOf({ 'product.kind': bytes(8) }), 'has shape [8] instead of [4,2]'],
  ['a width that is none', fileOf({}, { kind: 0, look: 2 }), 'kind must be'],
])('a file in which %s is refused', (_, file, named) => {
  expect(() => PictureGallery.open(file)).toThrow(
    expect.objectContaining({ code: 'pack-corrupt', message: expect.stringContaining(named) }),
  );
});

test('a section with a vector that is no number is refused', () => {
  const tensors = {
    ...gallery.tensors(),
    'product.kind.scales': { shape: [4], data: Float32Array.of(1, Number.NaN, 1, 1) },
  };
  expect(() => PictureGallery.read({ options: {}, tensors }, gallery.halves)).toThrow(/no number/);
});

test('a tensor that is missing is named with its section, where it has one', () => {
  const empty = { options: {}, tensors: {} };
  expect(() => readTensor(empty, 'scales', [Float32Array], [1], 'latent')).toThrow(/tensor latent\/scales is missing/);
});
