import { afterAll, expect, test } from 'vitest';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { Conditions } from '../../learning/generators/picture/conditions.ts';
import type { PictureGenerator } from '../../learning/generators/picture/picture-generator.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';
import { Random } from '../../learning/training/random.ts';
import { LentCompute } from '../lent-compute.ts';
import { MemoryFolder } from '../run-folder.ts';
import { abortedAt, testRun } from '../testing/run.ts';
import { classifierFor, measurePictures } from './picture-quality.ts';

const SIZE = 8;
const compute = new LentCompute(() => openCompute('wasm'));
const whole = new MemoryFolder();
afterAll(() => compute.close());

/** Bars, lying or standing, each at its own place and of its own brightness. */
function bars(count: number, seed: number): PictureSet {
  const random = new Random(seed);
  const kindOf = Uint16Array.from({ length: count }, (_, i) => i % 2);
  const pixels = new Uint8Array(count * SIZE * SIZE);
  kindOf.forEach((kind, i) => {
    const [place, brightness] = [1 + random.below(6), 100 + random.below(156)];
    for (let along = 0; along < SIZE; along++) {
      pixels[i * SIZE * SIZE + (kind === 0 ? place * SIZE + along : along * SIZE + place)] = brightness;
    }
  });
  return { size: SIZE, channels: 1, pixels, kinds: ['lying', 'standing'], colours: [], kindOf };
}

/** Stands in for a generator: "makes" the pictures of a set. */
const generatorOf = (set: PictureSet): PictureGenerator =>
  ({ conditions: Conditions.of(set), drawUnder: async () => set }) as unknown as PictureGenerator;

test('the classifier is trained once, and goes on where it was stopped', async () => {
  const set = bars(320, 1);
  const broken = new MemoryFolder();
  const once = await classifierFor(set, testRun({ folder: whole, compute }));
  const aborted = classifierFor(set, testRun({ folder: broken, compute, ...abortedAt(3) }));
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  const again = await classifierFor(set, testRun({ folder: broken, compute }));
  expect(again.weights).toEqual(once.weights);
  // Once it is trained, no step begins: none can be aborted.
  const known = await classifierFor(set, testRun({ folder: broken, compute, ...abortedAt(1) }));
  expect(known.weights).toEqual(once.weights);
  const [file] = await broken.list();
  expect(await broken.read(file)).toEqual(await whole.read(file));
});

test('pictures as real ones are measured so; all of one, under the wrong kind, or all alike are told', async () => {
  const [training, held] = [bars(320, 1), bars(120, 2)];
  const classifier = await classifierFor(training, testRun({ folder: whole, compute }));
  const measure = async (set: PictureSet) =>
    (await measurePictures(generatorOf(set), classifier, { test: held, training }, testRun({ compute }))).measures;

  const own = await measure(held);
  expect(own.accuracy).toBeGreaterThan(0.95);
  expect(own.recognised).toBe(own.accuracy);
  expect(own.frechet).toBeLessThan(1e-3);
  expect(own.diversity).toBeCloseTo(1, 6);
  expect(own.diversityOfFeatures).toBeCloseTo(1, 6);

  const real = await measure(bars(120, 3));
  expect(real.frechet).toBeLessThan(4 * real.frechetOfReal);

  const swapped = await measure({
    ...held,
    pixels: new Uint8Array([...held.pixels.slice(64), ...held.pixels.slice(0, 64)]),
  });
  expect(swapped.recognised).toBeLessThan(0.05);

  const first = held.pixels.subarray(0, 2 * 64);
  const alike = await measure({ ...held, pixels: Uint8Array.from(held.pixels, (_, i) => first[i % first.length]) });
  expect(alike.diversity).toBeCloseTo(0, 6);
  expect(alike.frechet).toBeGreaterThan(4 * real.frechet);
});
