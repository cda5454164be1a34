import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { Conditions } from '../../learning/generators/picture/conditions.ts';
import { Gallery } from '../../learning/generators/picture/gallery.ts';
import {
  type LatentFile,
  readLatentFile,
  writeLatentFile,
} from '../../learning/generators/picture/latent/latent-file.ts';
import { LatentGenerator } from '../../learning/generators/picture/latent/latent-generator.ts';
import { ProductCodes } from '../../learning/generators/picture/latent/product-codes.ts';
import { initialise } from '../../learning/generators/picture/shapes.ts';
import { Random } from '../../learning/training/random.ts';
import { readGenerator } from '../../pack/generator-file.ts';
import { LentCompute } from '../lent-compute.ts';
import { MemoryFolder } from '../run-folder.ts';
import { abortedAt, testRun } from '../testing/run.ts';
import { type FlowPlan, trainFlow } from './train-flow.ts';

const compute = new LentCompute(() => openCompute('wasm'));
afterAll(() => compute.close());

const KINDS = ['round', 'flat', 'rare'];
const CHANNELS = 8;

/** Products of two kinds, whose codes are high in either half of the channels, and three of a third kind. */
function shop(count: number): LatentFile {
  const random = new Random(2);
  const size = 16;
  const side = size / 8;
  const kindOf = Uint16Array.from({ length: count }, (_, i) => (i < 3 ? 2 : i % 2));
  const products = Array.from({ length: count }, (_, i) => `p${i}`);
  const levels = new Uint8Array((count * side * side * CHANNELS) / 2);
  const codesEach = levels.length / count;
  levels.forEach((_, at) => {
    const channel = (2 * at) % CHANNELS;
    const high = kindOf[Math.floor(at / codesEach)] === 0 ? channel < CHANNELS / 2 : channel >= CHANNELS / 2;
    const level = (): number => (high ? 12 : 2) + random.below(3);
    levels[at] = level() | (level() << 4);
  });
  const options = {
    codeChannels: CHANNELS,
    decoderWidths: [8, 8, 8, 4],
    width: 32,
    depth: 2,
    heads: 2,
    steps: 8,
    guidance: 1,
  };
  const generator = new LatentGenerator(new Conditions(KINDS, [], 0, []), size, options);
  generator.adopt(initialise(generator.decoder.shapes, random), initialise(generator.flow.shapes, random), {
    mean: new Float32Array(CHANNELS),
    deviation: new Float32Array(CHANNELS).fill(0.7),
  });
  const pixels = new Uint8Array(count * size * size * 3);
  const gallery = Gallery.of({ size, channels: 3, pixels, kinds: KINDS, colours: [], kindOf, products });
  return { generator, gallery, codes: new ProductCodes(products, levels, side * side * CHANNELS) };
}

const never = new AbortController().signal;
const plan: FlowPlan = {
  kinds: ['flat', 'round'],
  ...{ steps: 120, every: 30, batch: 16 },
  onSamples: () => undefined,
  finish: never,
};

test('a flow begins with noise, comes to what it is shown, and its file makes these kinds alone', async () => {
  const distances: number[] = [];
  const sizes: number[] = [];
  const onSamples: FlowPlan['onSamples'] = ({ pixels, size }, { step, distance, rollbacks }) => {
    distances.push(distance);
    sizes.push(pixels.length / (size * size * 3));
    expect([step, rollbacks]).toEqual([30 * distances.length, 0]);
  };
  const { generator: bytes, metrics } = await trainFlow(shop(160), { ...plan, onSamples }, testRun({ compute }));
  expect(distances).toHaveLength(4);
  expect(metrics.distance).toBe(Math.min(...distances));
  expect(metrics.distance).toBeLessThan(0.9 * distances[0]);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(16);
  const { generator, gallery, codes } = readLatentFile(readGenerator(bytes, 'latent-picture'));
  expect(generator.conditions.kinds).toEqual(['flat', 'round']);
  expect(gallery.products).toHaveLength(157);
  expect(gallery.get('p4')!.kind, 'round is the second now').toBe(1);
  expect(codes.get('p4')).toEqual(shop(160).codes.get('p4'));
  expect(codes.get('p0'), 'of the kind that was left out').toBeUndefined();
});

test('one that was stopped goes on from its last examination, to the same weights', async () => {
  const whole = await trainFlow(shop(160), plan, testRun({ compute }));
  const folder = new MemoryFolder();
  const steps: number[] = [];
  const onSamples: FlowPlan['onSamples'] = (_, { step }) => void steps.push(step);
  await expect(
    trainFlow(shop(160), { ...plan, onSamples }, testRun({ compute, folder, ...abortedAt(14) })),
  ).rejects.toMatchObject({ code: 'aborted' });
  const before = steps.length;
  expect(before).toBeGreaterThan(0);
  const { metrics } = await trainFlow(shop(160), { ...plan, onSamples }, testRun({ compute, folder }));
  expect(steps.at(-1)).toBe(120);
  expect(steps.slice(before)[0], 'not from the beginning').toBeGreaterThan(30);
  expect(metrics).toEqual(whole.metrics);
});

test('one that is finished early keeps what it learned', async () => {
  const finish = new AbortController();
  const steps: number[] = [];
  const onSamples: FlowPlan['onSamples'] = (_, { step, collapsed }) => {
    steps.push(step);
    if (!collapsed) finish.abort();
  };
  const run = testRun({ compute });
  const { metrics } = await trainFlow(shop(160), { ...plan, onSamples, finish: finish.signal }, run);
  expect(steps.at(-1)).toBeLessThan(120);
  expect(metrics.coverage).toBeGreaterThan(0);
});

test.each([
  ['few products', shop(40), ['flat', 'round']],
  ['a rare kind', shop(160), ['rare']],
  ['a kind that the file does not know', shop(160), ['square']],
])('of %s nothing is learned', async (_, file, kinds) => {
  await expect(trainFlow(file, { ...plan, kinds }, testRun({ compute }))).rejects.toMatchObject({
    code: 'nothing-to-train',
    remedy: expect.any(String),
  });
});

describe('a file that was read and written again', () => {
  const golden = new URL('../../learning/generators/picture/latent/golden/tiny.safetensors', import.meta.url);
  const file = readLatentFile(readGenerator(new Uint8Array(readFileSync(golden)), 'latent-picture'));
  const again = readLatentFile(readGenerator(writeLatentFile(file, {}), 'latent-picture'));

  test('has the same weights, products and codes', () => {
    for (const net of ['decoder', 'flow'] as const) {
      for (const [name, { data }] of Object.entries(file.generator.weights[net])) {
        const off = data.reduce((most, value, i) => {
          return Math.max(most, Math.abs(value - again.generator.weights[net][name].data[i]));
        }, 0);
        expect(off, name).toBeLessThan(1e-6);
      }
    }
    expect(again.generator.conditions).toEqual(file.generator.conditions);
    expect(again.gallery).toEqual(file.gallery);
    for (const product of file.gallery.products) expect(again.codes.get(product)).toEqual(file.codes.get(product));
  });
});
