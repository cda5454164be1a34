import { chooseGpu } from '../../src/kernels/scoring/choose-gpu.ts';
import { createScorer } from '../../src/kernels/scoring/scorer.ts';
import { clock, inTurn } from '../harness/measure.ts';
import { rounded, type Timing } from '../harness/order-statistics.mjs';
import { dequantised, exactTop, makeCatalogue, packed, type VectorCatalogue } from './catalogue.ts';
import type { OpenContender } from './contender.ts';
import { everyRow, ours } from './ours.ts';
import { peers } from './peers.ts';
import READ from './stream-read.wat';

const WIDTH = 64;
const K = 100;
const SEED = 1;
/** Queries whose answers are compared with the exact ones. */
const CHECKED = 50;

export interface ContenderResult {
  name: string;
  exact: boolean;
  timing: Timing;
  /** Median as a multiple of the streaming read of the int8 rows. */
  timesRead: number;
  /** Share of the exact best 100 found, mean over the checked queries. Absent where rows were filtered. */
  'recall@100'?: number;
  /** Vectors in → ready to answer, milliseconds. */
  buildMs: number;
  bytes?: number;
  /** Bytes of its vectors in a pack. */
  packed?: number;
}

export interface SizeResult {
  rows: number;
  read: { bytes: number; timing: Timing; gigabytesPerSecond: number };
  contenders: ContenderResult[];
  /** Share of the best 100 by float64 over the int8 rows that our scorer finds: what rounding the query costs. */
  agreement: number;
  left: { name: string; because: string }[];
}

/** All contenders on one catalogue of `rows` products. */
export async function run(rows: number): Promise<{ width: number; k: number; seed: number } & SizeResult> {
  const rounds = { warmUp: 30, counted: rows > 500_000 ? 60 : 200 };
  const catalogue = makeCatalogue(rows, WIDTH, rounds.counted, SEED);
  const queryOf = (round: number): Float32Array => catalogue.queries[round % catalogue.queries.length];
  const read = openRead(rows * (WIDTH + 4));

  const open = new Map<string, OpenContender>();
  const built = new Map<string, number>();
  const left: SizeResult['left'] = [];
  const all = [...ours, ...peers];
  for (const { name, most, open: start } of all) {
    if (most !== undefined && rows > most.rows) left.push({ name, because: most.because });
    else built.set(name, await clock(async () => open.set(name, await start(catalogue))));
  }

  const calls: Record<string, (round: number) => unknown> = { read };
  for (const [name, contender] of open) calls[name] = (round) => contender.top(queryOf(round), K);
  const timings = await inTurn(calls, rounds);

  const checked = catalogue.queries.slice(0, CHECKED);
  const recallOf = recallAgainst(catalogue, checked);
  const agreement = await recallAgainst(dequantised(catalogue), checked)(open.get(ours[0].name)!);
  const contenders: ContenderResult[] = [];
  for (const { name, exact } of all) {
    const contender = open.get(name);
    if (contender === undefined) continue;
    contenders.push({
      name,
      exact,
      timing: timings[name],
      timesRead: rounded(timings[name].median / timings.read.median),
      ...(name.includes('allowed') ? {} : { 'recall@100': rounded(await recallOf(contender)) }),
      buildMs: rounded(built.get(name) ?? Number.NaN),
      ...(contender.bytes === undefined ? {} : { bytes: contender.bytes }),
      ...(contender.packed === undefined ? {} : { packed: contender.packed }),
    });
    contender.close?.();
  }
  const bytes = rows * (WIDTH + 4);
  return {
    width: WIDTH,
    k: K,
    seed: SEED,
    rows,
    read: { bytes, timing: timings.read, gigabytesPerSecond: rounded(bytes / timings.read.median / 1e6) },
    contenders,
    agreement: rounded(agreement),
    left,
  };
}

/** Which code the engine takes for a catalogue of this size in this browser, and why. */
export async function choose(rows: number): Promise<{ rows: number; kind: string; reason: string }> {
  const catalogue = makeCatalogue(rows, WIDTH, 1, SEED);
  const scorer = await createScorer(packed(catalogue), chooseGpu);
  const allowed = everyRow(rows);
  await scorer.ahead(catalogue.queries[0], allowed, K);
  while (scorer.reason === '') await new Promise((resolve) => setTimeout(resolve, 50));
  return { rows, kind: scorer.kind, reason: scorer.reason };
}

/** Measures which share of the exact best rows of `truth` a contender finds. */
function recallAgainst(
  truth: VectorCatalogue,
  queries: readonly Float32Array[],
): (found: OpenContender) => Promise<number> {
  const best = queries.map((query) => new Set(exactTop(truth, query, K)));
  return async (contender) => {
    let hits = 0;
    for (const [i, query] of queries.entries())
      for (const row of Array.from(await contender.top(query, K))) if (best[i].has(row)) hits++;
    return hits / (K * queries.length);
  };
}

/** One streaming read of that many bytes. */
function openRead(bytes: number): () => number {
  const { memory, read } = new WebAssembly.Instance(new WebAssembly.Module(READ)).exports as {
    memory: WebAssembly.Memory;
    read(at: number, end: number): number;
  };
  memory.grow(Math.ceil(bytes / 65536) + 1);
  new Uint8Array(memory.buffer).fill(1);
  return () => read(0, bytes);
}
