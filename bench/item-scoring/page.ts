import { clock, inTurn, rounded, type Timing } from '../harness/measure.ts';
import { exactTop, makeCatalogue } from './catalogue.ts';
import type { OpenContender } from './contender.ts';
import { ours } from './ours.ts';
import { peers } from './peers.ts';
import READ from './stream-read.wat';

const WIDTH = 64;
const K = 100;
const SEED = 1;
/** Queries whose answers are compared with the exact ones. */
const CHECKED = 20;

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
}

export interface SizeResult {
  rows: number;
  read: { bytes: number; timing: Timing; gigabytesPerSecond: number };
  contenders: ContenderResult[];
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

  const truth = catalogue.queries.slice(0, CHECKED).map((query) => new Set(exactTop(catalogue, query, K)));
  const contenders: ContenderResult[] = [];
  for (const { name, exact } of all) {
    const contender = open.get(name);
    if (contender === undefined) continue;
    let found = 0;
    for (const [i, best] of truth.entries())
      for (const row of Array.from(await contender.top(catalogue.queries[i], K))) if (best.has(row)) found++;
    contenders.push({
      name,
      exact,
      timing: timings[name],
      timesRead: rounded(timings[name].median / timings.read.median),
      ...(name.includes('allowed') ? {} : { 'recall@100': rounded(found / (K * CHECKED)) }),
      buildMs: rounded(built.get(name) ?? Number.NaN),
      ...(contender.bytes === undefined ? {} : { bytes: contender.bytes }),
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
    left,
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
