import { expect, test, vi } from 'vitest';
import { AheadScorer } from './ahead-scorer.ts';
import { Bitset } from './bitset.ts';
import { BLOCK, NO_PEAK } from './block-peaks-shader.ts';
import { chooseGpu } from './choose-gpu.ts';
import { GpuBlocks } from './gpu-blocks.ts';
import { compileScan, SimdScorer } from './simd-scorer.ts';
import { topKByPeaks } from './top-k-by-peaks.ts';

const ROWS = 20_000;
const WIDTH = 32;

/** Park and Miller's multiplicative generator, 0…1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const random = generator(11);
const matrix = {
  rows: ROWS,
  width: WIDTH,
  data: Int8Array.from({ length: ROWS * WIDTH }, () => random() * 255 - 128),
  scales: Float32Array.from({ length: ROWS }, (_, row) => (row % 997 === 0 ? Number.NaN : 0.001 + random() / 1000)),
};
const allowed = new Bitset(ROWS);
for (let row = 0; row < ROWS; row++) if (row > 10_000 || row % 200 === 0) allowed.add(row);

test('the best of a catalogue by a GPU are those of SIMD, bit for bit', async () => {
  const blocks = await GpuBlocks.open(matrix);
  const exact = new SimdScorer(await compileScan(), matrix);
  for (const k of [1, 20, 150]) {
    const query = Float32Array.from({ length: WIDTH }, () => random() - 0.5);
    const found = await topKByPeaks(exact, blocks, query, allowed, k);
    expect(found).toEqual(exact.topK(query, allowed, k));
  }
  blocks.close();
});

test('peaks are the best of each block, to the last bits of float32', async () => {
  const blocks = await GpuBlocks.open(matrix);
  const query = new Float32Array(WIDTH).fill(1);
  const peaks = await blocks.peaks(query, allowed);
  blocks.close();
  expect(peaks).toHaveLength(Math.ceil(ROWS / BLOCK));
  for (let block = 0; block < peaks.length; block++) {
    let best = NO_PEAK;
    for (let row = block * BLOCK; row < Math.min(ROWS, (block + 1) * BLOCK); row++) {
      if (!allowed.has(row) || Number.isNaN(matrix.scales[row])) continue;
      let sum = 0;
      for (let i = 0; i < WIDTH; i++) sum += 32767 * matrix.data[row * WIDTH + i];
      best = Math.max(best, sum * matrix.scales[row]);
    }
    expect(Math.abs(peaks[block] - best)).toBeLessThanOrEqual(Math.abs(best) * 1e-6);
  }
});

test('what a GPU cannot take is refused with the reason', async () => {
  const odd = { rows: 1, width: 3, data: new Int8Array(3), scales: new Float32Array(1) };
  await expect(GpuBlocks.open(odd)).rejects.toThrow('do not fill words');
  await expect(GpuBlocks.open({ ...matrix, scales: matrix.scales.map(() => 1e30) })).rejects.toThrow('too long');
});

test('a device that is gone fails the question', async () => {
  const blocks = await GpuBlocks.open(matrix);
  blocks.close();
  await expect(blocks.peaks(new Float32Array(WIDTH), allowed)).rejects.toThrow();
});

test('both ways are measured here, and the faster serves', async () => {
  const exact = new SimdScorer(await compileScan(), matrix);
  const scorer = new AheadScorer(exact, chooseGpu, ROWS);
  const query = Float32Array.from({ length: WIDTH }, () => random() - 0.5);
  await scorer.ahead(query, allowed, 50);
  await vi.waitUntil(() => scorer.reason !== '', { timeout: 120_000 });
  const [, own, other] = scorer.reason.match(/^measured (.+) ms by wasm-simd, (.+) ms by webgpu$/) ?? [];
  if (own !== other) expect(scorer.kind).toBe(Number(other) < Number(own) ? 'webgpu' : 'wasm-simd');
  await scorer.ahead(query, allowed, 50);
  expect(scorer.topK(query, allowed, 50)).toEqual(exact.topK(query, allowed, 50));
});
