import { Bitset } from '../../src/kernels/scoring/bitset.ts';
import { createScorer } from '../../src/kernels/scoring/scorer.ts';
import { clock } from '../harness/measure.ts';
import { rounded, type Timing, timingOf } from '../harness/order-statistics.mjs';
import { makeCatalogue, packed } from '../item-scoring/catalogue.ts';

const WIDTH = 64;
const K = 200;
const SEED = 1;

export interface GrowthResult {
  products: number;
  timing: Timing;
  /** Of the scorer's memory. */
  bytes: number;
  nanosecondsAProduct: number;
}

/** What it takes to find the best 200 of a catalogue, every product allowed. */
export async function run(products: number): Promise<GrowthResult> {
  const rounds = { warmUp: 30, counted: products > 200_000 ? 100 : 300 };
  const catalogue = makeCatalogue(products, WIDTH, rounds.counted, SEED);
  const scorer = await createScorer(packed(catalogue));
  const allowed = new Bitset(products);
  for (let row = 0; row < products; row++) allowed.add(row);
  const durations: number[] = [];
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    const query = catalogue.queries[round % catalogue.queries.length];
    const took = await clock(() => scorer.topK(query, allowed, K));
    if (round >= rounds.warmUp) durations.push(took);
  }
  const timing = timingOf(durations);
  return {
    products,
    timing,
    bytes: scorer.matrix.data.buffer.byteLength,
    nanosecondsAProduct: rounded((timing.median * 1e6) / products),
  };
}
