import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bitset } from './bitset.ts';
import type { DotScorer, ItemMatrix } from './item-matrix.ts';
import { fineRows, quantiseRows } from './quantise.ts';
import { compileScan, SimdScorer } from './simd-scorer.ts';
import { TypeScriptScorer } from './typescript-scorer.ts';

const kinds: [string, (matrix: ItemMatrix) => Promise<DotScorer>][] = [
  ['typescript', async (matrix) => new TypeScriptScorer(copyOf(matrix), '')],
  ['wasm-simd', async (matrix) => new SimdScorer(await compileScan(), copyOf(matrix))],
];

/** Park and Miller's multiplicative generator, 0…1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const copyOf = ({ rows, width, data, scales, fine }: ItemMatrix): ItemMatrix => ({
  rows,
  width,
  data: data.slice(),
  scales: scales.slice(),
  ...(fine && { fine: fine.slice() }),
});

/** Few different values: ties are common. */
const coarse = fc.integer({ min: -2, max: 2 });
const wide = fc.integer({ min: -128, max: 127 });

const matrixOf = (width: number): fc.Arbitrary<ItemMatrix> =>
  fc
    .tuple(fc.nat(80), fc.constantFrom(coarse, wide), fc.constantFrom([1], [0.5, 1, 2], [0.01, 3e-5, 0, Number.NaN]))
    .chain(([rows, value, scales]) =>
      fc.record({
        rows: fc.constant(rows),
        width: fc.constant(width),
        data: fc.array(value, { minLength: rows * width, maxLength: rows * width }).map((data) => Int8Array.from(data)),
        scales: fc
          .array(fc.constantFrom(...scales), { minLength: rows, maxLength: rows })
          .map((data) => Float32Array.from(data)),
      }),
    );

/** … some of which have second bytes. */
const fineOf = (width: number): fc.Arbitrary<ItemMatrix> =>
  fc.tuple(matrixOf(width), fc.boolean(), fc.nat()).map(([matrix, isFine, seed]) => {
    const random = generator(seed + 1);
    return isFine ? { ...matrix, fine: matrix.data.map(() => random() * 255 - 127.5) } : matrix;
  });

const queryOf = (width: number): fc.Arbitrary<Float32Array> =>
  fc.oneof(
    fc.array(coarse, { minLength: width, maxLength: width }).map((data) => Float32Array.from(data)),
    fc.float32Array({ minLength: width, maxLength: width, noNaN: true, noDefaultInfinity: true, max: 1e6, min: -1e6 }),
  );

const bitsetOf = (size: number, rows: readonly number[]): Bitset => {
  const set = new Bitset(size);
  for (const row of rows) if (row < size) set.add(row);
  return set;
};

const cases = (rowsOf: (width: number) => fc.Arbitrary<ItemMatrix>) =>
  fc.integer({ min: 1, max: 40 }).chain((width) =>
    fc.record({
      matrix: rowsOf(width),
      query: queryOf(width),
      size: fc.nat(120),
      members: fc.oneof(fc.constant(Array.from({ length: 120 }, (_, row) => row)), fc.array(fc.nat(119))),
      k: fc.oneof(fc.nat(12), fc.constant(1000)),
    }),
  );

const all = (matrix: ItemMatrix): Bitset =>
  bitsetOf(
    matrix.rows,
    Array.from({ length: matrix.rows }, (_, row) => row),
  );

/** What must come out, by sorting the scores of all rows. */
function bySorting(scorer: DotScorer, query: Float32Array, allowed: Bitset, k: number) {
  const rows = Array.from({ length: scorer.matrix.rows }, (_, row) => row).filter((row) => allowed.has(row));
  const scores = scorer.scoresOf(query, Int32Array.from(rows));
  return rows
    .map((row, place) => ({ row, score: scores[place] }))
    .filter(({ score }) => !Number.isNaN(score))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, k);
}

describe.each(kinds)('%s', (_, create) => {
  test('gives the k best allowed rows, ties by row', async () => {
    await fc.assert(
      fc.asyncProperty(cases(matrixOf), async ({ matrix, query, size, members, k }) => {
        const allowed = bitsetOf(size, members);
        const scorer = await create(matrix);
        const top = scorer.topK(query, allowed, k);
        const expected = bySorting(scorer, query, allowed, k);
        expect([...top.items]).toEqual(expected.map(({ row }) => row));
        expect([...top.scores].map((score) => score + 0)).toEqual(expected.map(({ score }) => score + 0));
      }),
    );
  });

  test('scores are float64 dot products, but for the rounding of the query to 16 bits', async () => {
    await fc.assert(
      fc.asyncProperty(cases(matrixOf), async ({ matrix, query }) => {
        const scorer = await create(matrix);
        const scores = scorer.scoresOf(
          query,
          Int32Array.from({ length: matrix.rows }, (_, row) => row),
        );
        const largest = query.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        for (let row = 0; row < matrix.rows; row++) {
          let exact = 0;
          let magnitude = 0;
          for (let i = 0; i < matrix.width; i++) {
            exact += query[i] * matrix.data[row * matrix.width + i] * matrix.scales[row];
            magnitude += Math.abs(matrix.data[row * matrix.width + i] * matrix.scales[row]);
          }
          if (Number.isNaN(exact)) expect(scores[row]).toBeNaN();
          else expect(Math.abs(scores[row] - exact)).toBeLessThanOrEqual((magnitude * largest * 1.01) / 65534 + 1e-30);
        }
      }),
    );
  });

  test('a query that is not finite is refused, a query of zeros ties them all', async () => {
    const scorer = await create({
      rows: 3,
      width: 2,
      data: Int8Array.of(0, 0, 1, 2, 3, 4),
      scales: Float32Array.of(1, 1, 1),
    });
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => scorer.topK(Float32Array.of(1, bad), all(scorer.matrix), 2)).toThrow(RangeError);
      expect(() => scorer.topK(Float32Array.of(bad, 1), all(scorer.matrix), 2)).toThrow(RangeError);
    }
    expect([...scorer.topK(new Float32Array(2), all(scorer.matrix), 2).items]).toEqual([0, 1]);
  });

  test('a filter that leaves nothing, a catalogue of nothing and a list of nothing are empty lists', async () => {
    const one = { rows: 1, width: 2, data: Int8Array.of(1, 2), scales: Float32Array.of(1) };
    const none = { rows: 0, width: 2, data: new Int8Array(0), scales: new Float32Array(0) };
    const query = Float32Array.of(1, 1);
    const [single, empty] = [await create(one), await create(none)];
    expect(single.topK(query, new Bitset(1), 5)).toEqual({ items: new Int32Array(0), scores: new Float32Array(0) });
    expect(single.topK(query, new Bitset(0), 5).items).toHaveLength(0);
    expect(single.topK(query, all(one), 0).items).toHaveLength(0);
    expect(empty.topK(query, all(one), 5).items).toHaveLength(0);
    expect([...single.topK(query, all(one), 1e9).items]).toEqual([0]);
  });

  test('sums stay exact at the extremes of a wide vector', async () => {
    const width = 1024;
    const matrix = { rows: 2, width, data: new Int8Array(2 * width).fill(-128), scales: Float32Array.of(1, 1) };
    matrix.data.fill(127, width);
    const scorer = await create(matrix);
    const { items, scores } = scorer.topK(new Float32Array(width).fill(-1), all(matrix), 2);
    expect([...items]).toEqual([0, 1]);
    expect(scores[0] / (128 * width)).toBeCloseTo(1, 6);
    expect(scores[1] / (-127 * width)).toBeCloseTo(1, 6);
  });

  test('rows can be rewritten and added between answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }).chain((width) =>
          fc.record({
            matrix: fineOf(width),
            added: fineOf(width),
            query: queryOf(width),
            at: fc.nat(80),
          }),
        ),
        async ({ matrix, added, query, at }) => {
          const first = Math.min(at, matrix.rows);
          const scorer = await create(matrix);
          scorer.topK(query, all(matrix), 5);
          scorer.write(first, added);
          const rows = Math.max(matrix.rows, first + added.rows);
          const data = new Int8Array(rows * matrix.width);
          const scales = new Float32Array(rows);
          data.set(matrix.data);
          scales.set(matrix.scales);
          data.set(added.data, first * matrix.width);
          scales.set(added.scales, first);
          const fine = new Int8Array(rows * matrix.width);
          fine.set(matrix.fine ?? []);
          fine.fill(0, first * matrix.width, (first + added.rows) * matrix.width);
          fine.set(added.fine ?? [], first * matrix.width);
          const isFine = matrix.fine !== undefined || added.fine !== undefined;
          const fresh = await create({ rows, width: matrix.width, data, scales, ...(isFine && { fine }) });
          expect(scorer.matrix).toEqual(fresh.matrix);
          expect(scorer.topK(query, all(fresh.matrix), 7)).toEqual(fresh.topK(query, all(fresh.matrix), 7));
        },
      ),
    );
  });

  test('refuses arrays of wrong sizes, a gap, and a query of another width', async () => {
    const matrix = { rows: 2, width: 2, data: new Int8Array(4), scales: new Float32Array(2) };
    await expect(create({ ...matrix, data: new Int8Array(3) })).rejects.toThrow(RangeError);
    await expect(create({ ...matrix, width: 0 })).rejects.toThrow(RangeError);
    await expect(create({ ...matrix, fine: new Int8Array(3) })).rejects.toThrow(RangeError);
    const scorer = await create(matrix);
    expect(() => scorer.write(3, matrix)).toThrow(RangeError);
    expect(() => scorer.write(0, { ...matrix, width: 1, data: new Int8Array(2) })).toThrow(RangeError);
    expect(() => scorer.topK(new Float32Array(3), all(matrix), 1)).toThrow(RangeError);
  });
});

test('both kinds give the same bits', async () => {
  const module = await compileScan();
  await fc.assert(
    fc.property(cases(fineOf), ({ matrix, query, size, members, k }) => {
      const allowed = bitsetOf(size, members);
      const plain = new TypeScriptScorer(copyOf(matrix), '').topK(query, allowed, k);
      const simd = new SimdScorer(module, matrix).topK(query, allowed, k);
      expect(simd.items).toEqual(plain.items);
      expect(new Uint32Array(simd.scores.buffer)).toEqual(new Uint32Array(plain.scores.buffer));
    }),
    { numRuns: 500 },
  );
});

describe.each(kinds)('%s with second bytes', (_, create) => {
  const width = 16;
  const random = generator(3);
  const values = Float32Array.from({ length: 3000 * width }, () => random() - 0.5);
  const rounded = quantiseRows(values, width);
  const matrix = { rows: 3000, width, ...rounded, fine: fineRows(values, rounded, width) };

  test('finds what float64 finds where one byte misses some', async () => {
    const [one, two] = [await create(copyOf({ ...matrix, fine: undefined })), await create(copyOf(matrix))];
    const missed = { one: 0, two: 0 };
    for (let i = 0; i < 30; i++) {
      const query = Float32Array.from({ length: width }, () => random() - 0.5);
      const exact = Array.from({ length: matrix.rows }, (_, row) => {
        let score = 0;
        for (let j = 0; j < width; j++) score += values[row * width + j] * query[j];
        return { row, score };
      }).sort((a, b) => b.score - a.score);
      const best = new Set(exact.slice(0, 100).map(({ row }) => row));
      missed.one += one.topK(query, all(matrix), 100).items.filter((row) => !best.has(row)).length;
      missed.two += two.topK(query, all(matrix), 100).items.filter((row) => !best.has(row)).length;
    }
    expect(missed.one).toBeGreaterThan(5);
    expect(missed.two).toBeLessThanOrEqual(1);
  });

  test('gives the scores that it gives when asked for them', async () => {
    const scorer = await create(copyOf(matrix));
    const query = Float32Array.from({ length: width }, () => random() - 0.5);
    const { items, scores } = scorer.topK(query, all(matrix), 50);
    expect(scorer.scoresOf(query, items)).toEqual(scores);
    expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
    expect(scorer.scoresOf(query, Int32Array.of(-1, 3000))).toEqual(Float32Array.of(Number.NaN, Number.NaN));
  });
});

test('both kinds give the same bits on a catalogue that takes many scans', async () => {
  const rows = 20_000;
  const width = 64;
  const random = generator(7);
  const matrix = {
    rows,
    width,
    data: Int8Array.from({ length: rows * width }, () => random() * 255 - 127.5),
    scales: Float32Array.from({ length: rows }, (_, row) => (row % 997 === 0 ? Number.NaN : 0.001 + random() / 1000)),
  };
  const plain = new TypeScriptScorer(matrix, '');
  const simd = new SimdScorer(await compileScan(), matrix);
  for (const share of [1, 0.5, 0.01]) {
    const allowed = bitsetOf(
      rows,
      Array.from({ length: rows }, (_, row) => row).filter(() => random() < share),
    );
    for (const k of [1, 100, 1000, 30_000]) {
      const query = Float32Array.from({ length: width }, () => random() - 0.5);
      expect(simd.topK(query, allowed, k)).toEqual(plain.topK(query, allowed, k));
    }
  }
});
