import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import { readMakerFile } from '../../src/learning/generators/picture/maker-file.ts';
import type { PictureSet } from '../../src/learning/generators/picture/picture-set.ts';
import { Random } from '../../src/learning/training/random.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { testRun } from '../../src/trainer/testing/run.ts';
import type { ExaminedPictures } from '../workbench.ts';
import { drawSheet, trainGenerator } from './picture-training.ts';

const compute = new LentCompute(() => openCompute('wasm'));
afterAll(() => compute.close());

/** Bars on white, red ones lying and blue ones standing, each at its own place. */
function bars(count: number): PictureSet {
  const size = 8;
  const random = new Random(3);
  const pixels = new Uint8Array(count * size * size * 3).fill(255);
  const kindOf = Uint16Array.from({ length: count }, (_, i) => i % 2);
  kindOf.forEach((kind, i) => {
    const place = random.below(size);
    for (let along = 0; along < size; along++) {
      const at = kind === 0 ? place * size + along : along * size + place;
      pixels.set(kind === 0 ? [200, 20 + random.below(20), 20] : [20, 20, 200], (i * size * size + at) * 3);
    }
  });
  return {
    ...{ size, channels: 3, pixels, kindOf, kinds: ['lying', 'standing'], colours: ['red', 'blue'] },
    colourOf: kindOf.slice(),
    products: Array.from({ length: count }, (_, i) => `p${i}`),
  };
}

test('a training tells each examination with its sheet, and one that is finished early keeps what it learned', async () => {
  const examined: ExaminedPictures[] = [];
  const finish = new AbortController();
  const onExamined = (found: ExaminedPictures): void => {
    examined.push(found);
    if (!found.collapsed) finish.abort();
  };
  const plan = { steps: 500, finish: finish.signal, onExamined };
  const { generator, metrics } = await trainGenerator(bars(160), plan, testRun({ compute }));
  expect(examined[0]).toMatchObject({ step: 25, collapsed: expect.any(Boolean), rollbacks: 0 });
  const { sheet } = examined[0];
  expect([sheet.width, sheet.height]).toEqual([64, 16]);
  expect(new Set(sheet.rgba).size, 'it is no plain square').toBeGreaterThan(10);
  expect(examined.at(-1)!.step, 'it ended early').toBeLessThan(500);
  expect(metrics.distance).toBe(examined.at(-1)!.distance);
  const file = readMakerFile(generator);
  expect(file.generator.conditions.kinds).toEqual(['lying', 'standing']);
  const made = await drawSheet(file, 'standing', 1, { compute });
  expect(made).toMatchObject({ steps: 0, sheet: { width: 64, height: 16 } });
  await expect(drawSheet(file, 'round', 1, { compute })).rejects.toMatchObject({ code: 'bad-options' });
});

const plan = { steps: 25, finish: new AbortController().signal, onExamined: () => undefined };

test.each([
  ['ten pictures only', bars(10), 'Only 10 pictures'],
  ['none at all', bars(0), 'Only 0 pictures'],
  [
    'all the same',
    (() => {
      const set = bars(80);
      return { ...set, pixels: set.pixels.map((_, i) => set.pixels[i % 192]) };
    })(),
    'All pictures are the same',
  ],
])('%s: nothing to train', async (_, set, message) => {
  await expect(trainGenerator(set, plan, testRun({ compute }))).rejects.toMatchObject({
    code: 'nothing-to-train',
    message: expect.stringContaining(message),
  });
});

test('a training in which all pictures were alike keeps none, and says so', async () => {
  // Ended before its first examination, nothing that was learned is known to be good.
  const finish = AbortSignal.abort();
  await expect(trainGenerator(bars(80), { ...plan, finish }, testRun({ compute }))).rejects.toMatchObject({
    code: 'diverged',
    remedy: expect.any(String),
  });
});

test('pictures of a generator that flows are followed from noise', async () => {
  const golden = new URL('../../src/learning/generators/picture/latent/golden/tiny.safetensors', import.meta.url);
  const file = readMakerFile(new Uint8Array(readFileSync(golden)));
  const [kind] = file.generator.conditions.kinds;
  const { steps, sheet } = await drawSheet(file, kind, 1, { compute });
  expect(steps).toBeGreaterThan(0);
  const { size } = file.generator;
  expect([sheet.width, sheet.height]).toEqual([(steps + 1) * size, 4 * size]);
  // The last of each row is the picture itself.
  const rows = new Float32Array(4 * file.generator.conditions.width);
  for (let i = 0; i < 4; i++) {
    file.generator.conditions.ofRequest({ kind }, rows.subarray((i * rows.length) / 4, ((i + 1) * rows.length) / 4));
  }
  const whole = await compute.lend(() => file.generator.drawUnder(rows, 1));
  const last = (row: number, x: number, y: number): number[] => [
    ...sheet.rgba.slice(((row * size + y) * sheet.width + steps * size + x) * 4).slice(0, 3),
  ];
  for (let row = 0; row < 4; row++) {
    const at = ((row * size + 3) * size + 2) * 3;
    expect(last(row, 2, 3)).toEqual([...whole.pixels.slice(at, at + 3)]);
  }
});
