import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { afterEach, expect, test } from 'vitest';
import type { PictureTrainingNews, TrainPicturesRequest } from '../../contract/imagination.ts';
import type { BackendName, Neural } from '../../contract/neural.ts';
import { Random } from '../training/random.ts';
import { createNeural } from './neural.ts';

const wasmPath = { 'tfjs-backend-wasm-simd.wasm': new URL(simd, location.href).href };
const SIZE = 8;
const COUNT = 80;

const undo: (() => void)[] = [];
afterEach(() => {
  for (const action of undo.splice(0).reverse()) action();
});

async function open(backend: BackendName): Promise<Neural> {
  const neural = createNeural();
  undo.push(() => void neural.close());
  expect((await neural.open({ backends: [backend], wasmPath })).backend).toBe(backend);
  return neural;
}

/** Dots on white, one kind red, the other blue. */
function request(): TrainPicturesRequest {
  const random = new Random(2);
  const pixels = new Uint8Array(COUNT * SIZE * SIZE * 3).fill(255);
  for (let i = 0; i < COUNT; i++) {
    const [left, top] = [1 + random.below(4), 1 + random.below(4)];
    for (let y = top; y < top + 3; y++) {
      for (let x = left; x < left + 3; x++) {
        pixels.set(i % 2 === 0 ? [210, 20, 30] : [20, 40, 210], ((i * SIZE + y) * SIZE + x) * 3);
      }
    }
  }
  return {
    call: 'pictures-1',
    size: SIZE,
    pixels,
    kinds: ['red', 'blue'],
    kindOf: Uint16Array.from({ length: COUNT }, (_, i) => i % 2),
    products: Array.from({ length: COUNT }, (_, i) => `p-${i}`),
    steps: 6,
    every: 3,
    batch: 8,
    seed: 1,
  };
}

test('a generator is trained and then imagines, beside the real pictures that it is like', async () => {
  const neural = await open('wasm');
  const news: PictureTrainingNews[] = [];
  const { file, metrics } = await neural.trainPictures(request(), (event) => void news.push(event));
  expect(news).toHaveLength(2);
  for (const { losses, quality, samples } of news) {
    expect(losses.total).toBeCloseTo(losses.generator + losses.discriminator, 5);
    expect(quality?.distance).toBeGreaterThan(0);
    expect(samples).toHaveLength(8 * SIZE * SIZE * 3);
  }
  for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true);
  const asked = { generator: file, interests: ['p-1', 'p-3'], count: 3, neighbours: 2, seed: 5 };
  const { pictures, fallback } = await neural.imagine(asked);
  expect(fallback).toBe(false);
  for (const { kind, colour, rgba, neighbours } of pictures) {
    expect({ kind, colour }).toEqual({ kind: 'blue', colour: 'blue' });
    expect(rgba).toHaveLength(SIZE * SIZE * 4);
    for (const product of neighbours) expect(Number(product.slice(2)) % 2).toBe(1);
  }
  expect((await neural.imagine(asked)).pictures).toEqual(pictures);
  expect((await neural.status()).tensors).toBe(0);
  await neural.close();
  // Another backend makes the same pictures, to rounding.
  const onGpu = await (await open('webgpu')).imagine(asked);
  for (const [i, { rgba }] of onGpu.pictures.entries()) {
    const apart = rgba.map((value, at) => Math.abs(value - pictures[i].rgba[at]));
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
  }
});

test('a training that is cancelled ends at once', async () => {
  const neural = await open('wasm');
  const long = { ...request(), steps: 100_000 };
  const training = neural.trainPictures(long, () => void neural.cancel(long.call));
  await expect(training).rejects.toMatchObject({ code: 'aborted' });
});

test('a generator that is not there, or is none, is refused in words', async () => {
  const neural = await open('wasm');
  const asked = { interests: [], count: 1, neighbours: 0, seed: 1 };
  const nowhere = new URL('/nowhere.safetensors', location.href).href;
  await expect(neural.imagine({ ...asked, generator: nowhere })).rejects.toMatchObject({
    code: expect.stringMatching(/^pack-(unreachable|corrupt)$/),
  });
  await expect(neural.imagine({ ...asked, generator: new ArrayBuffer(40) })).rejects.toMatchObject({
    code: 'pack-corrupt',
  });
});

test('too few pictures, or plain ones, are refused before anything is trained', async () => {
  const neural = await open('wasm');
  const plain = { ...request(), pixels: new Uint8Array(COUNT * SIZE * SIZE * 3).fill(9) };
  await expect(neural.trainPictures(plain, () => undefined)).rejects.toMatchObject({ code: 'nothing-to-train' });
});
