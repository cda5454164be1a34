import { Bitset } from '../../src/kernels/scoring/bitset.ts';
import type { DotScorer } from '../../src/kernels/scoring/item-matrix.ts';
import { rowsOfCodes } from '../../src/kernels/scoring/product-codes.ts';
import { createScorer } from '../../src/kernels/scoring/scorer.ts';
import { BestRows } from '../../src/kernels/scoring/top-k.ts';
import { TypeScriptScorer } from '../../src/kernels/scoring/typescript-scorer.ts';
import { productQuantise } from '../../src/learning/models/product-quantisation.ts';
import { randomOf } from '../harness/random.ts';
import { packed, packedFine } from './catalogue.ts';
import type { Contender } from './contender.ts';

export function everyRow(rows: number): Bitset {
  const set = new Bitset(rows);
  for (let row = 0; row < rows; row++) set.add(row);
  return set;
}

/** The scorer's memory: WebAssembly's own where it has one. */
const bytesOf = ({ kind, matrix: { data, scales, fine } }: DotScorer): number =>
  (kind === 'wasm-simd' ? data.buffer.byteLength : data.byteLength + scales.byteLength) + (fine?.byteLength ?? 0);

const dot = (vectors: Float32Array, start: number, query: Float32Array): number => {
  let score = 0;
  for (let i = 0; i < query.length; i++) score += vectors[start + i] * query[i];
  return score;
};

/** Bytes of its vectors in a pack. */
const packedBytes = ({ matrix: { data, scales, fine } }: DotScorer): number =>
  data.byteLength + scales.byteLength + (fine?.byteLength ?? 0);

const simd: Contender = {
  name: 'vitrine',
  exact: true,
  open: async (catalogue) => {
    const scorer = await createScorer(packed(catalogue));
    if (scorer.kind !== 'wasm-simd') throw new Error(scorer.reason);
    const allowed = everyRow(catalogue.rows);
    return {
      top: (query, k) => scorer.topK(query, allowed, k).items,
      packed: packedBytes(scorer),
      bytes: bytesOf(scorer),
    };
  },
};

const filtered: Contender = {
  name: 'vitrine, one product in ten allowed',
  exact: true,
  open: async (catalogue) => {
    const scorer = await createScorer(packed(catalogue));
    const allowed = new Bitset(catalogue.rows);
    const { uniform } = randomOf(1);
    for (let row = 0; row < catalogue.rows; row++) if (uniform() < 0.1) allowed.add(row);
    return {
      top: (query, k) => scorer.topK(query, allowed, k).items,
      packed: packedBytes(scorer),
      bytes: bytesOf(scorer),
    };
  },
};

const fine: Contender = {
  name: 'vitrine, 16 bits',
  exact: true,
  open: async (catalogue) => {
    const scorer = await createScorer(packedFine(catalogue));
    const allowed = everyRow(catalogue.rows);
    return {
      top: (query, k) => scorer.topK(query, allowed, k).items,
      packed: packedBytes(scorer),
      bytes: bytesOf(scorer),
    };
  },
};

/** Bytes of the code of a product. */
const CODE = 16;

const productQuantised: Contender = {
  name: 'vitrine, product-quantised',
  exact: false,
  open: async ({ rows, width, vectors }) => {
    const codes = productQuantise(vectors, width, CODE, 1);
    const scorer = await createScorer({ rows, width, ...rowsOfCodes(codes, width) });
    const allowed = everyRow(rows);
    return {
      top: (query, k) => scorer.topK(query, allowed, k).items,
      packed: codes.codes.byteLength + codes.centroids.byteLength,
      bytes: bytesOf(scorer),
    };
  },
};

const typescript: Contender = {
  name: 'vitrine, no WebAssembly',
  exact: true,
  open: async (catalogue) => {
    const scorer = new TypeScriptScorer(packed(catalogue), '');
    const allowed = everyRow(catalogue.rows);
    return {
      top: (query, k) => scorer.topK(query, allowed, k).items,
      packed: packedBytes(scorer),
      bytes: bytesOf(scorer),
    };
  },
};

const plainLoop: Contender = {
  name: 'plain loop, float32',
  exact: true,
  open: async ({ rows, width, vectors }) => ({
    top: (query, k) => {
      const best = new BestRows(k, rows);
      for (let row = 0; row < rows; row++) {
        const score = dot(vectors, row * width, query);
        if (score > best.threshold) best.offer(row, score);
      }
      return best.take().items;
    },
    bytes: vectors.byteLength,
  }),
};

export const ours: readonly Contender[] = [simd, filtered, fine, productQuantised, typescript, plainLoop];
