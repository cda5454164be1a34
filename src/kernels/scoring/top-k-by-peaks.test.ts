import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitset } from './bitset.ts';
import { BLOCK, NO_PEAK } from './block-peaks-shader.ts';
import type { ItemMatrix } from './item-matrix.ts';
import { quantiseQuery } from './quantised-query.ts';
import { topKByPeaks } from './top-k-by-peaks.ts';
import { TypeScriptScorer } from './typescript-scorer.ts';

const WIDTH = 4;

/** Peaks as a GPU might find them: off by its rounding. */
const peaksOf = ({ rows, data, scales }: ItemMatrix) => ({
  async peaks(query: Float32Array, allowed: Bitset): Promise<Float32Array> {
    const { values } = quantiseQuery(query, WIDTH);
    const peaks = new Float32Array(Math.ceil(rows / BLOCK)).fill(NO_PEAK);
    for (let row = 0; row < rows; row++) {
      if (!allowed.has(row) || Number.isNaN(scales[row])) continue;
      let sum = 0;
      for (let i = 0; i < WIDTH; i++) sum += values[i] * data[row * WIDTH + i];
      const rounding = 1 + ((row % 3) - 1) * 2 ** -23;
      peaks[row >>> 6] = Math.max(peaks[row >>> 6], sum * scales[row] * rounding);
    }
    return peaks;
  },
});

const cases = fc.integer({ min: 1, max: 700 }).chain((rows) =>
  fc.record({
    rows: fc.constant(rows),
    data: fc.int8Array({ minLength: rows * WIDTH, maxLength: rows * WIDTH }),
    scale: fc.constantFrom(1, 0.01, 1e-33),
    query: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: WIDTH, maxLength: WIDTH }),
    every: fc.integer({ min: 1, max: 90 }),
    k: fc.oneof(fc.nat(8), fc.constant(2000)),
    fine: fc.boolean(),
  }),
);

test('the answer is that of the whole scan, or none', async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ({ rows, data, scale, query, every, k, fine }) => {
      const scales = new Float32Array(rows).fill(scale);
      scales[0] = Number.NaN;
      const matrix = { rows, width: WIDTH, data, scales, ...(fine && { fine: data.map((value) => -value) }) };
      const allowed = new Bitset(rows + 10);
      for (let row = 0; row < rows; row += every) allowed.add(row);
      const exact = new TypeScriptScorer(matrix, '');
      const asked = Float32Array.from(query);
      const found = await topKByPeaks(exact, peaksOf(matrix), asked, allowed, k);
      if (found === undefined) return;
      answered++;
      expect(found).toEqual(exact.topK(asked, allowed, k));
    }),
    { numRuns: 300 },
  );
  expect(answered).toBeGreaterThan(50);
});
