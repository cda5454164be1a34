import { expect, test, vi } from 'vitest';
import { AheadScorer, type ChooseGpu } from './ahead-scorer.ts';
import { Bitset } from './bitset.ts';
import { BLOCK } from './block-peaks-shader.ts';
import { chooseGpu } from './choose-gpu.ts';
import type { ItemMatrix } from './item-matrix.ts';
import { TypeScriptScorer } from './typescript-scorer.ts';

const ROWS = 1000;
const matrix = (): ItemMatrix => ({
  rows: ROWS,
  width: 2,
  data: Int8Array.from({ length: 2 * ROWS }, (_, i) => (i * 37) % 101),
  scales: new Float32Array(ROWS).fill(1),
});
const query = Float32Array.of(1, 2);
const allowed = new Bitset(ROWS);
for (let row = 1; row < ROWS; row++) allowed.add(row);

/** A clock that a GPU's question moves by `gpu`, and an exact scan by 10. */
function setting({ gpu, open }: { gpu: number; open?: () => Promise<never> }) {
  let time = 0;
  const exact = new TypeScriptScorer(matrix(), '');
  const whole = exact.topK.bind(exact);
  const scans: number[] = [];
  exact.topK = (asked, within, k) => {
    scans.push(within.count());
    if (within.count() === allowed.count()) time += 10;
    return whole(asked, within, k);
  };
  const card = {
    close: vi.fn(),
    peaks: vi.fn(async (asked: Float32Array) => {
      time += gpu;
      const scores = exact.scoresOf(
        asked,
        Int32Array.from({ length: ROWS }, (_, row) => row),
      );
      const scale = 2 / 32767; // of the query, which peaks leave out
      return Float32Array.from({ length: Math.ceil(ROWS / BLOCK) }, (_, block) =>
        Math.max(...scores.subarray(block * BLOCK, (block + 1) * BLOCK).map((score) => score / scale)),
      );
    }),
  };
  const choose: ChooseGpu = (scorer, question) => chooseGpu(scorer, question, open ?? (async () => card), () => time);
  const scorer = new AheadScorer(exact, choose, 500);
  return { scorer, exact, card, scans, expected: whole(query, allowed, 5) };
}

const settled = (scorer: AheadScorer) => vi.waitUntil(() => scorer.reason !== '', { timeout: 120_000, interval: 5 });

test('the faster way serves, with the same answer, and says so', async () => {
  const { scorer, card, scans, expected } = setting({ gpu: 2 });
  await scorer.ahead(query, allowed, 5);
  expect(scorer.topK(query, allowed, 5)).toEqual(expected);
  expect(scorer.kind).toBe('typescript');
  await settled(scorer);
  expect(scorer.kind).toBe('webgpu');
  expect(scorer.reason).toBe('measured 10.0 ms by typescript, 2.0 ms by webgpu');
  scans.length = 0;
  await scorer.ahead(query, allowed, 5);
  expect(scorer.topK(query, allowed, 5)).toEqual(expected);
  expect(scans).toHaveLength(1);
  expect(scans[0]).toBeLessThan(allowed.count());
  expect(card.close).not.toHaveBeenCalled();
});

test('a slower GPU is let go, with the reason', async () => {
  const { scorer, card } = setting({ gpu: 30 });
  await scorer.ahead(query, allowed, 5);
  await settled(scorer);
  expect(scorer.kind).toBe('typescript');
  expect(scorer.reason).toBe('measured 10.0 ms by typescript, 30.0 ms by webgpu');
  expect(card.close).toHaveBeenCalledOnce();
});

test('where there is none, nothing changes but the reason', async () => {
  const { scorer, expected } = setting({ gpu: 1, open: () => Promise.reject(new Error('there is no WebGPU here')) });
  await scorer.ahead(query, allowed, 5);
  await settled(scorer);
  await scorer.ahead(query, allowed, 5);
  expect(scorer.topK(query, allowed, 5)).toEqual(expected);
  expect(scorer.reason).toBe('no GPU: there is no WebGPU here');
});

test('another question than the one asked ahead gets its own answer', async () => {
  const { scorer, exact } = setting({ gpu: 2 });
  await scorer.ahead(query, allowed, 5);
  await settled(scorer);
  const few = new Bitset(ROWS);
  few.add(7);
  for (const [asked, within, k] of [
    [Float32Array.of(-1, 2), allowed, 5],
    [query, few, 5],
    [query, allowed, 6],
  ] as const) {
    await scorer.ahead(query, allowed, 5);
    expect(scorer.topK(asked, within, k)).toEqual(exact.topK(asked, within, k));
  }
});

test('rows written lie on no GPU: both ways are measured anew', async () => {
  const { scorer, exact, card } = setting({ gpu: 2 });
  await scorer.ahead(query, allowed, 5);
  await settled(scorer);
  await scorer.ahead(query, allowed, 5);
  scorer.write(3, { rows: 1, width: 2, data: Int8Array.of(127, 127), scales: Float32Array.of(9) });
  expect(scorer.topK(query, allowed, 5)).toEqual(exact.topK(query, allowed, 5));
  expect(scorer.topK(query, allowed, 5).items[0]).toBe(3);
  expect([scorer.kind, scorer.reason]).toEqual(['typescript', '']);
  expect(card.close).toHaveBeenCalledOnce();
  await scorer.ahead(query, allowed, 5);
  await settled(scorer);
  expect(scorer.kind).toBe('webgpu');
});

test('an answer that rows were written under is not used', async () => {
  const { scorer, exact, card } = setting({ gpu: 2 });
  await scorer.ahead(query, allowed, 5);
  await settled(scorer);
  const waiting = scorer.ahead(query, allowed, 5);
  scorer.write(3, { rows: 1, width: 2, data: Int8Array.of(127, 127), scales: Float32Array.of(9) });
  await waiting;
  expect(card.peaks).toHaveBeenCalled();
  expect(scorer.topK(query, allowed, 5)).toEqual(exact.topK(query, allowed, 5));
  expect(scorer.topK(query, allowed, 5).items[0]).toBe(3);
});

test('a GPU that is lost is left for good, and the list is whole', async () => {
  const { scorer, card, expected } = setting({ gpu: 2 });
  await scorer.ahead(query, allowed, 5);
  await settled(scorer);
  card.peaks.mockRejectedValue(new Error('device lost'));
  await scorer.ahead(query, allowed, 5);
  expect(scorer.topK(query, allowed, 5)).toEqual(expected);
  expect(scorer.kind).toBe('typescript');
  expect(scorer.reason).toBe('the GPU failed: device lost');
});

test('a small catalogue asks no GPU', async () => {
  const choose = vi.fn(() => Promise.reject<never>(new Error()));
  const scorer = new AheadScorer(new TypeScriptScorer(matrix(), ''), choose);
  await scorer.ahead(query, allowed, 5);
  // It would be asked in the next turn.
  await new Promise((resolve) => setTimeout(resolve));
  expect(choose).not.toHaveBeenCalled();
});
