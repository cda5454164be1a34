import { afterEach, expect, test, vi } from 'vitest';
import { Bitset } from './bitset.ts';
import type { ItemMatrix } from './item-matrix.ts';
import { createScorer } from './scorer.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const matrix = (rows: number): ItemMatrix => ({
  rows,
  width: 8,
  data: Int8Array.from({ length: rows * 8 }, (_, i) => (i * 37) % 251),
  scales: new Float32Array(rows).fill(0.5),
});

const query = Float32Array.of(1, -2, 3, -4, 5, -6, 7, -8);

function everyRow(rows: number): Bitset {
  const set = new Bitset(rows);
  for (let row = 0; row < rows; row++) set.add(row);
  return set;
}

test('SIMD serves where it runs', async () => {
  const scorer = await createScorer(matrix(100));
  expect(scorer.kind).toBe('wasm-simd');
  expect(scorer.reason).toBe('');
});

test.each([
  ['WebAssembly is missing', () => vi.stubGlobal('WebAssembly', undefined), 'not available'],
  ['SIMD is missing', () => vi.spyOn(WebAssembly, 'validate').mockReturnValue(false), 'no SIMD'],
  [
    'a policy forbids it',
    () => vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('disallowed by embedder')),
    'disallowed by embedder',
  ],
  [
    'memory is refused',
    () =>
      vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
        throw new RangeError('Unable to grow');
      }),
    'Unable to grow',
  ],
])('plain TypeScript serves with the same answer where %s', async (_, arrange, reason) => {
  const expected = (await createScorer(matrix(100))).topK(query, everyRow(100), 10);
  arrange();
  const scorer = await createScorer(matrix(100));
  expect(scorer.kind).toBe('typescript');
  expect(scorer.reason).toContain(reason);
  expect(scorer.topK(query, everyRow(100), 10)).toEqual(expected);
});

test('a catalogue that outgrows the memory granted goes on in plain TypeScript, nothing lost', async () => {
  const scorer = await createScorer(matrix(50));
  vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('Unable to grow');
  });
  const rows = 20_000;
  scorer.write(50, matrix(rows));
  expect(scorer.kind).toBe('typescript');
  expect(scorer.reason).toContain('Unable to grow');
  vi.restoreAllMocks();
  const granted = await createScorer(matrix(50));
  granted.write(50, matrix(rows));
  expect(granted.kind).toBe('wasm-simd');
  expect(scorer.topK(query, everyRow(rows), 20)).toEqual(granted.topK(query, everyRow(rows), 20));
});

test('rows of another width are refused and change nothing', async () => {
  const scorer = await createScorer(matrix(50));
  expect(() => scorer.write(0, { rows: 1, width: 4, data: new Int8Array(4), scales: new Float32Array(1) })).toThrow(
    RangeError,
  );
  expect(scorer.kind).toBe('wasm-simd');
  expect(scorer.matrix.rows).toBe(50);
});
