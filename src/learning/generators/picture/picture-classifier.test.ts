import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Compute } from '../../compute/backend.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { PictureClassifier } from './picture-classifier.ts';
import type { PictureSet } from './picture-set.ts';

const SIZE = 8;

let compute: Compute;
beforeAll(async () => {
  compute = await openCompute('wasm');
});
afterAll(() => compute.close());

/** Bars on black, lying or standing, each at its own place and of its own brightness. */
function bars(count: number, seed: number): PictureSet {
  const random = new Random(seed);
  const kindOf = Uint16Array.from({ length: count }, () => random.below(2));
  const pixels = new Uint8Array(count * SIZE * SIZE);
  kindOf.forEach((kind, i) => {
    const [place, start, brightness] = [1 + random.below(6), random.below(4), 120 + random.below(136)];
    for (let along = start; along < start + 4; along++) {
      pixels[i * SIZE * SIZE + (kind === 0 ? place * SIZE + along : along * SIZE + place)] = brightness;
    }
  });
  return { size: SIZE, channels: 1, pixels, kinds: ['lying', 'standing'], colours: [], kindOf };
}

test('tells kinds apart in pictures that it never saw, and leaves no tensors', async () => {
  const before = compute.status().tensors;
  const classifier = new PictureClassifier(SIZE, 1, ['lying', 'standing']);
  const run = classifier.fit(bars(400, 1), { epochs: 4, patience: 9, validateEvery: 4, seed: 1 });
  for await (const _ of run);
  const unseen = bars(200, 2);
  const { kinds, features } = await classifier.name(unseen);
  const right = kinds.reduce((sum, kind, i) => sum + (kind === unseen.kindOf[i] ? 1 : 0), 0);
  expect(right / kinds.length).toBeGreaterThan(0.95);
  expect(features.data).toHaveLength(200 * features.width);
  expect(compute.status().tensors).toBe(before);
});
