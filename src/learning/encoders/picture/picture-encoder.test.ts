import { afterAll, beforeAll, expect, test } from 'vitest';
import { PictureGallery } from '../../../pack/picture-gallery.ts';
import type { Compute } from '../../compute/backend.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { bytesOfWeights, readEncoderFile, writeEncoderFile } from './encoder-file.ts';
import { fitPictureEncoder } from './fit-picture-encoder.ts';
import { PictureEncoder } from './picture-encoder.ts';
import { shapesOfColour } from './testing/shapes-of-colour.ts';
import { look, randomView } from './views.ts';

const SHAPE = { size: 16, widths: [8, 16, 16], kind: 8, look: 16 };
const TRAINING = { epochs: 12, patience: 9, validateEvery: 3, seed: 1 };

let compute: Compute;
const trained = new PictureEncoder(SHAPE);
const taught = shapesOfColour(600, 1);
const unseen = shapesOfColour(200, 2);
let vectors: Float32Array;
beforeAll(async () => {
  compute = await openCompute('wasm');
  for await (const _ of fitPictureEncoder(trained, taught, TRAINING));
  vectors = await trained.encode(unseen);
});
afterAll(() => compute.close());

const galleryOf = (vectors: Float32Array) => new PictureGallery(unseen.products, vectors, SHAPE);
const vectorOf = (row: number) => vectors.subarray(row * trained.width, (row + 1) * trained.width);

test('pictures that it never saw stand beside others of their kind, and it leaves no tensors', async () => {
  const gallery = galleryOf(vectors);
  let right = 0;
  for (let row = 0; row < unseen.kindOf.length; row++) {
    const [, nearest] = gallery.nearest(vectorOf(row), 2).products;
    if (unseen.kindOf[Number(nearest.slice(1))] === unseen.kindOf[row]) right++;
  }
  expect(right / unseen.kindOf.length).toBeGreaterThan(0.75); // at random one in three
  expect(compute.status().tensors).toBe(0);
});

test('a picture is found again cropped and in another light', async () => {
  const random = new Random(3);
  const each = SHAPE.size ** 2 * 3;
  const seen = new Float32Array(each);
  const pixels = new Uint8Array(unseen.pixels.length);
  for (let i = 0; i < unseen.kindOf.length; i++) {
    look(unseen, i, { ...randomView(unseen.size, random), mirrored: false }, random, seen);
    for (let at = 0; at < each; at++) pixels[i * each + at] = Math.round((seen[at] + 1) * 127.5);
  }
  const queries = await trained.encode({ size: SHAPE.size, channels: 3, pixels });
  const gallery = galleryOf(vectors);
  let first = 0;
  for (let row = 0; row < unseen.kindOf.length; row++) {
    const query = queries.subarray(row * trained.width, (row + 1) * trained.width);
    if (gallery.nearest(query, 10).products.includes(`p${row}`)) first++;
  }
  // At random one in twenty.
  expect(first / unseen.kindOf.length).toBeGreaterThan(0.5);
});

test('a training that was stopped goes on to the same weights', async () => {
  const options = { epochs: 2, patience: 9, validateEvery: 1, seed: 1 };
  const some = shapesOfColour(160, 5);
  const whole = new PictureEncoder(SHAPE);
  const states: unknown[] = [];
  for await (const _ of fitPictureEncoder(whole, some, {
    ...options,
    checkpoint: async (state) => void states.push(state),
  }));
  const resumed = new PictureEncoder(SHAPE);
  for await (const _ of fitPictureEncoder(resumed, some, { ...options, resume: states[0] as never }));
  expect(resumed.weights).toEqual(whole.weights);
});

test('a file holds what it takes to find the same products, in a byte a weight', async () => {
  const file = writeEncoderFile({ encoder: trained, gallery: galleryOf(vectors), leftOut: 7 }, { errors: 0.1 });
  const read = readEncoderFile(file);
  expect(read.leftOut).toBe(7);
  expect(bytesOfWeights(read.encoder)).toBe(bytesOfWeights(trained));
  const again = await read.encoder.encode(unseen);
  const own = again.reduce((most, value, i) => Math.max(most, Math.abs(value - vectors[i])), 0);
  expect(own).toBeLessThan(0.1);
  expect(read.gallery.products).toEqual(galleryOf(vectors).products);
  const { products, likeness } = read.gallery.nearest(read.gallery.vectorOf('p3')!, 5);
  expect(products[0]).toBe('p3');
  expect(likeness[0]).toBeCloseTo(1, 2);
  expect(read.gallery.vectorOf('gone')).toBeUndefined();
  const alone = PictureGallery.open(file);
  expect(alone.nearest(alone.vectorOf('p3')!, 5)).toEqual({ products, likeness });
});

test('a file that is damaged is refused', () => {
  const file = writeEncoderFile({ encoder: trained, gallery: galleryOf(vectors), leftOut: 0 }, {});
  for (const broken of [file.slice(0, 400), file.slice(0, -8), new Uint8Array(0)]) {
    expect(() => readEncoderFile(broken)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
    expect(() => PictureGallery.open(broken)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
  }
});
