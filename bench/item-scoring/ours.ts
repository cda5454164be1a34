import { Bitset } from '../../src/kernels/bitset.ts';
import { createScorer } from '../../src/kernels/scorer.ts';
import { BestRows } from '../../src/kernels/top-k.ts';
import { TypeScriptScorer } from '../../src/kernels/typescript-scorer.ts';
import { randomOf } from '../harness/random.ts';
import { type Catalogue, quantiseRows } from './catalogue.ts';
import type { Contender } from './contender.ts';

function everyRow(rows: number): Bitset {
  const set = new Bitset(rows);
  for (let row = 0; row < rows; row++) set.add(row);
  return set;
}

const bytesOf = ({ rows, width }: Catalogue): number => rows * (width + 4);

const dot = (vectors: Float32Array, start: number, query: Float32Array): number => {
  let score = 0;
  for (let i = 0; i < query.length; i++) score += vectors[start + i] * query[i];
  return score;
};

const simd: Contender = {
  name: 'vitrine',
  exact: true,
  open: async (catalogue) => {
    const scorer = await createScorer(quantiseRows(catalogue));
    if (scorer.kind !== 'wasm-simd') throw new Error(scorer.reason);
    const allowed = everyRow(catalogue.rows);
    return { top: (query, k) => scorer.topK(query, allowed, k).items, bytes: bytesOf(catalogue) };
  },
};

const filtered: Contender = {
  name: 'vitrine, one product in ten allowed',
  exact: true,
  open: async (catalogue) => {
    const scorer = await createScorer(quantiseRows(catalogue));
    const allowed = new Bitset(catalogue.rows);
    const { uniform } = randomOf(1);
    for (let row = 0; row < catalogue.rows; row++) if (uniform() < 0.1) allowed.add(row);
    return { top: (query, k) => scorer.topK(query, allowed, k).items, bytes: bytesOf(catalogue) };
  },
};

const rescored: Contender = {
  name: 'vitrine, best 200 rescored in float32',
  exact: true,
  open: async (catalogue) => {
    const scorer = await createScorer(quantiseRows(catalogue));
    const allowed = everyRow(catalogue.rows);
    return {
      top: (query, k) => {
        const { items } = scorer.topK(query, allowed, 2 * k);
        const best = new BestRows(k, items.length);
        for (const row of items.sort()) best.offer(row, dot(catalogue.vectors, row * catalogue.width, query));
        return best.take().items;
      },
      bytes: bytesOf(catalogue) + catalogue.vectors.byteLength,
    };
  },
};

const typescript: Contender = {
  name: 'vitrine, no WebAssembly',
  exact: true,
  open: async (catalogue) => {
    const scorer = new TypeScriptScorer(quantiseRows(catalogue), '');
    const allowed = everyRow(catalogue.rows);
    return { top: (query, k) => scorer.topK(query, allowed, k).items, bytes: bytesOf(catalogue) };
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

export const ours: readonly Contender[] = [simd, filtered, rescored, typescript, plainLoop];
