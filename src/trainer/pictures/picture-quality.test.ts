import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Progress } from '../../../cli/progress.ts';
import type { Compute } from '../../learning/compute/backend.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { Conditions } from '../../learning/generators/picture/conditions.ts';
import type { PictureGenerator } from '../../learning/generators/picture/picture-generator.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';
import { Random } from '../../learning/training/random.ts';
import { classifierFor, measurePictures } from './picture-quality.ts';

const SIZE = 8;
const folder = mkdtempSync(join(tmpdir(), 'vitrine-picture-quality-'));
let compute: Compute;
beforeAll(async () => {
  compute = await openCompute('wasm');
});
afterAll(() => {
  compute.close();
  rmSync(folder, { recursive: true, force: true });
});

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
const maker = (set: PictureSet): PictureGenerator =>
  ({ conditions: Conditions.of(set), drawUnder: async () => set }) as unknown as PictureGenerator;

let stages = 0;
/** Presses Ctrl-C after so many events; never where it is 0. */
const progress = (patience = 0): Progress => ({
  stage: async (_, work) => {
    stages++;
    let left = patience;
    return work(() => void (--left === 0 && process.emit('SIGINT')));
  },
});

test('the classifier is trained once, and goes on where it was stopped', async () => {
  const set = bars(320, 1);
  const whole = await classifierFor(set, join(folder, 'whole'), progress());
  await expect(classifierFor(set, join(folder, 'broken'), progress(3))).rejects.toMatchObject({ code: 'aborted' });
  const broken = await classifierFor(set, join(folder, 'broken'), progress());
  expect(broken.weights).toEqual(whole.weights);
  const trained = stages;
  expect((await classifierFor(set, join(folder, 'broken'), progress())).weights).toEqual(whole.weights);
  expect(stages).toBe(trained);
  const [file] = readdirSync(join(folder, 'broken'));
  expect(readFileSync(join(folder, 'broken', file))).toEqual(readFileSync(join(folder, 'whole', file)));
});

test('pictures as real ones are measured so; all of one, under the wrong kind, or all alike are told', async () => {
  const [training, held] = [bars(320, 1), bars(120, 2)];
  const classifier = await classifierFor(training, join(folder, 'whole'), progress());
  const measure = async (set: PictureSet) =>
    (await measurePictures(maker(set), classifier, held, training, 1)).measures;

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
