import { beforeAll, expect, test } from 'vitest';
import type { Compute } from '../../learning/compute/backend.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { COLOURS, coloursOf } from '../../learning/generators/picture/colours.ts';
import { Conditions } from '../../learning/generators/picture/conditions.ts';
import { Gallery } from '../../learning/generators/picture/gallery.ts';
import type { MakerFile } from '../../learning/generators/picture/maker-file.ts';
import { PictureClassifier } from '../../learning/generators/picture/picture-classifier.ts';
import { type PictureSet, type Pixels, picturesAt } from '../../learning/generators/picture/picture-set.ts';
import { Random } from '../../learning/training/random.ts';
import { LentCompute } from '../lent-compute.ts';
import { measureProductPictures } from './product-picture-quality.ts';

const SIZE = 8;
let compute: Compute;
let classifier: PictureClassifier;
const set = squares(160);
const training = picturesAt(
  set,
  Int32Array.from({ length: 100 }, (_, i) => i),
);
const held = picturesAt(
  set,
  Int32Array.from({ length: 60 }, (_, i) => 100 + i),
);

/** Squares of a colour with grain, of two kinds: at the left and at the right. */
function squares(count: number): PictureSet {
  const random = new Random(3);
  const pixels = new Uint8Array(count * SIZE * SIZE * 3).fill(255);
  const kindOf = Uint16Array.from({ length: count }, (_, i) => i % 2);
  for (let i = 0; i < count; i++) {
    for (let y = 1; y < 6; y++) {
      for (let x = kindOf[i] * 4; x < kindOf[i] * 4 + 4; x++) {
        const at = ((i * SIZE + y) * SIZE + x) * 3;
        pixels.set(kindOf[i] === 0 ? [160 + random.below(90), 20, 20] : [20, 20, 160 + random.below(90)], at);
      }
    }
  }
  const shown = { size: SIZE, channels: 3, pixels };
  const products = Array.from({ length: count }, (_, i) => `p-${i}`);
  return { ...shown, kinds: ['left', 'right'], colours: COLOURS, kindOf, colourOf: coloursOf(shown), products };
}

/** A generator that gives these pictures, one after the other, whatever it is asked for. */
function making(pictures: Pixels): MakerFile {
  const conditions = Conditions.of(set);
  return {
    generator: { conditions, size: SIZE, channels: 3, drawUnder: async () => pictures },
    gallery: Gallery.of(training),
  };
}

const measure = async (pictures: Pixels) => {
  const run = { compute: new LentCompute(async () => compute), seed: 1 };
  return (await measureProductPictures(making(pictures), classifier, { held, training }, run)).measures;
};

beforeAll(async () => {
  compute = await openCompute('cpu');
  classifier = new PictureClassifier(SIZE, 3, set.kinds);
  for await (const _ of classifier.fit(training, {
    epochs: 12,
    patience: 12,
    validateEvery: 1,
    seed: 1,
    signal: new AbortController().signal,
  }));
});

test('held-out pictures themselves are all that can be reached', async () => {
  const measures = await measure(held);
  expect(measures.frechet).toBeLessThan(0.01);
  expect(measures.recognised).toBe(measures.recognisedOfReal);
  for (const name of ['coloured', 'sharpness', 'diversity', 'diversityOfFeatures', 'novelty'] as const) {
    expect(measures[name]).toBeCloseTo(1);
  }
});

test('copies of training pictures are told from new ones', async () => {
  const copies = picturesAt(
    training,
    Int32Array.from({ length: 60 }, (_, i) => i),
  );
  expect((await measure(copies)).novelty).toBe(0);
});

test('blurred pictures, pictures all alike and pictures of other kinds and colours are found out', async () => {
  const grey = { ...held, pixels: held.pixels.map((value) => 128 + (value - 128) / 4) };
  const [first] = [held.pixels.subarray(0, SIZE * SIZE * 3)];
  const alike = { ...held, pixels: Uint8Array.from({ length: held.pixels.length }, (_, i) => first[i % first.length]) };
  const swapped = picturesAt(
    held,
    Int32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? i + 1 : i - 1)),
  );
  expect((await measure(grey)).sharpness).toBeLessThan(0.5);
  expect((await measure(alike)).diversity).toBe(0);
  const other = await measure(swapped);
  expect(other.coloured).toBe(0);
  expect(other.recognised).toBeLessThan(0.5);
});
