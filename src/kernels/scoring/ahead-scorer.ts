import type { ScoringStatus } from '../../contract/engine.ts';
import type { Bitset } from './bitset.ts';
import { GpuBlocks } from './gpu-blocks.ts';
import type { DotScorer, ItemMatrix, TopK } from './item-matrix.ts';
import { type BlockPeaks, topKByPeaks } from './top-k-by-peaks.ts';

/** Rows. A smaller catalogue is scored before a GPU could have answered. */
export const LARGE = 200_000;
/** Times that both ways are measured before one is chosen. */
const ROUNDS = 5;

interface Gpu extends BlockPeaks {
  close(): void;
}

/** A question, and its answer. */
interface Asked {
  query: Float32Array;
  words: Uint32Array;
  k: number;
  answer: TopK;
}

const median = (durations: number[]): number => durations.sort((a, b) => a - b)[durations.length >> 1];
const same = (a: Float32Array | Uint32Array, b: Float32Array | Uint32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/**
 * A scorer that can be asked ahead, which gives a GPU time to say where to look. Both ways are measured on the first
 * question about a large catalogue, when it was answered, and the faster one serves; the answers are the same.
 */
export class AheadScorer implements DotScorer {
  #gpu: Gpu | undefined;
  #measured = false;
  #reason = '';
  #asked: Asked | undefined;
  #waiting = false;
  /** Counts writes: what was begun before one is not used after it. */
  #writes = 0;

  /** @param open, now: how a GPU is opened, and the clock. */
  constructor(
    private readonly exact: DotScorer,
    private readonly open: (matrix: ItemMatrix) => Promise<Gpu> = GpuBlocks.open,
    private readonly now = () => performance.now(),
    private readonly large = LARGE,
  ) {}

  get kind(): ScoringStatus['kind'] {
    return this.#gpu === undefined ? this.exact.kind : 'webgpu';
  }

  get reason(): string {
    return [this.exact.reason, this.#reason].filter((reason) => reason !== '').join('; ');
  }

  get matrix(): ItemMatrix {
    return this.exact.matrix;
  }

  async ahead(query: Float32Array, allowed: Bitset, k: number): Promise<void> {
    if (this.matrix.rows < this.large || this.#waiting) return;
    const question = { query: query.slice(), words: allowed.words.slice(), k };
    if (!this.#measured) {
      this.#measured = true;
      setTimeout(() => this.#measure(question.query, allowed.clone(), k));
    }
    if (this.#gpu === undefined) return;
    const writes = this.#writes;
    this.#waiting = true;
    try {
      const answer = await topKByPeaks(this.exact, this.#gpu, question.query, allowed, k);
      if (answer !== undefined && writes === this.#writes) this.#asked = { ...question, answer };
    } catch (thrown) {
      this.#drop(`the GPU failed: ${wordsOf(thrown)}`);
    } finally {
      this.#waiting = false;
    }
  }

  topK(query: Float32Array, allowed: Bitset, k: number): TopK {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked?.k === k && same(asked.query, query) && same(asked.words, allowed.words)) return asked.answer;
    return this.exact.topK(query, allowed, k);
  }

  scoresOf(query: Float32Array, items: Int32Array): Float32Array {
    return this.exact.scoresOf(query, items);
  }

  write(first: number, rows: ItemMatrix): void {
    this.exact.write(first, rows);
    this.#writes++;
    this.#asked = undefined;
    this.#drop('');
    this.#measured = false;
  }

  async #measure(query: Float32Array, allowed: Bitset, k: number): Promise<void> {
    const writes = this.#writes;
    let gpu: Gpu | undefined;
    let reason = '';
    try {
      gpu = await this.open(this.matrix);
      const durations: { exact: number[]; gpu: number[] } = { exact: [], gpu: [] };
      for (let round = 0; round < ROUNDS && writes === this.#writes; round++) {
        const start = this.now();
        this.exact.topK(query, allowed, k);
        const between = this.now();
        await topKByPeaks(this.exact, gpu, query, allowed, k);
        durations.exact.push(between - start);
        durations.gpu.push(this.now() - between);
      }
      const [own, other] = [median(durations.exact), median(durations.gpu)];
      const faster = other < own;
      reason = `measured ${own.toFixed(1)} ms by ${this.exact.kind}, ${other.toFixed(1)} ms by webgpu`;
      if (writes === this.#writes && faster) {
        this.#gpu = gpu;
        gpu = undefined;
      }
    } catch (thrown) {
      reason = `no GPU: ${wordsOf(thrown)}`;
    }
    gpu?.close();
    if (writes === this.#writes) this.#reason = reason;
  }

  #drop(reason: string): void {
    this.#gpu?.close();
    this.#gpu = undefined;
    this.#reason = reason;
  }
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
