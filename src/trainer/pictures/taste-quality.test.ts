import { expect, test } from 'vitest';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { Conditions } from '../../learning/generators/picture/conditions.ts';
import { Gallery } from '../../learning/generators/picture/gallery.ts';
import type { MakerFile } from '../../learning/generators/picture/maker-file.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';
import { LentCompute } from '../lent-compute.ts';
import { measureTaste } from './taste-quality.ts';

const SIZE = 8;
const EACH = SIZE * SIZE * 3;
const COUNT = 40;

/** Things of one kind, the even ones light and the odd ones dark; taste tells which, and colour does not. */
const set: PictureSet = {
  size: SIZE,
  channels: 3,
  pixels: Uint8Array.from({ length: COUNT * EACH }, (_, at) => (Math.floor(at / EACH) % 2 === 0 ? 220 : 90) + (at % 7)),
  kinds: ['things'],
  colours: ['grey'],
  kindOf: new Uint16Array(COUNT),
  colourOf: new Uint16Array(COUNT),
  taste: { width: 1, vectors: Float32Array.from({ length: COUNT }, (_, i) => (i % 2 === 0 ? 1 : -1)) },
  products: Array.from({ length: COUNT }, (_, i) => `p-${i}`),
};
const conditions = Conditions.of(set);

/** Draws a grey of its own for each taste. */
const file = (obeys: boolean): MakerFile => ({
  gallery: Gallery.of(set),
  generator: {
    conditions,
    size: SIZE,
    channels: 3,
    drawUnder: async (rows) => {
      const count = rows.length / conditions.width;
      const taste = (i: number) => (obeys ? rows[(i + 1) * conditions.width - 1] : 0);
      const pixels = Uint8Array.from({ length: count * EACH }, (_, at) => 155 + 65 * taste(Math.floor(at / EACH)));
      return { size: SIZE, channels: 3, pixels };
    },
  },
});

/** Visitors who keep to light or to dark things. */
const choices = Array.from({ length: COUNT }, (_, i) => ({
  before: [`p-${(i + 2) % COUNT}`, `p-${(i + 4) % COUNT}`, 'gone'],
  next: `p-${i}`,
}));

test('a generator that follows tastes is told from one that does not', async () => {
  const run = { compute: new LentCompute(() => openCompute('cpu')), seed: 1 };
  const follows = await measureTaste(file(true), set, [...choices, { before: ['gone'], next: 'p-1' }], run);
  expect(follows.visitors).toBe(COUNT);
  // Every other visitor chose a thing as light as this one's own, so that half of the comparisons are ties or nearly so.
  expect(follows.taste).toBeGreaterThan(0.65);
  expect(follows.tasteByKindAndColour).toBeLessThan(0.6);
  // The real things nearest to a taste are as light as this visitor's own.
  expect(follows.tasteOfReal).toBeGreaterThan(0.65);
  const deaf = await measureTaste(file(false), set, choices, run);
  expect(deaf.taste).toBeCloseTo(deaf.tasteByKindAndColour);
});
