import type { ScoringStatus } from '../../contract/engine.ts';
import type { Bitset } from './bitset.ts';
import type { DotScorer, ItemMatrix, TopK } from './item-matrix.ts';
import { TypeScriptScorer } from './typescript-scorer.ts';

/** Rows. A smaller catalogue is scored before a GPU could have answered. */
export const LARGE = 200_000;

/** A question about the rows. */
export interface Question {
  query: Float32Array;
  allowed: Bitset;
  k: number;
}

/** A GPU that holds the rows. */
export interface GpuScan {
  /** The answer of the exact scorer; undefined where the GPU leaves it open. Rejects where the GPU was lost. */
  topK(question: Question): Promise<TopK | undefined>;
  close(): void;
}

/**
 * Measures both ways at a question.
 * @returns the GPU where it was faster, and what was measured, in words. Rejects with the reason where there is no GPU
 */
export type ChooseGpu = (exact: DotScorer, question: Question) => Promise<{ gpu?: GpuScan; reason: string }>;

const same = (a: Float32Array | Uint32Array, b: Float32Array | Uint32Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/**
 * A scorer that goes on in plain TypeScript where rows are written for which there is no WebAssembly memory, and that can be
 * asked ahead, which gives a GPU time to say where to look. Both ways are measured on the first question about a large
 * catalogue, when it was answered, and the faster one serves. The answers are the same by all of them.
 */
export class AheadScorer implements DotScorer {
  #gpu: GpuScan | undefined;
  #measured = false;
  #reason = '';
  /** The question that was asked last, and its answer. */
  #asked: (Question & { answer: TopK }) | undefined;
  #waiting = false;
  /** Counts writes: what was begun before one is not used after it. */
  #writes = 0;
  #exact: DotScorer;
  readonly #choose: ChooseGpu | undefined;
  readonly #large: number;

  /**
   * @param choose default: no GPU is looked for
   * @param large rows from which on one is
   */
  constructor(exact: DotScorer, choose?: ChooseGpu, large = LARGE) {
    this.#exact = exact;
    this.#choose = choose;
    this.#large = large;
  }

  get kind(): ScoringStatus['kind'] {
    return this.#gpu === undefined ? this.#exact.kind : 'webgpu';
  }

  get reason(): string {
    return [this.#exact.reason, this.#reason].filter((reason) => reason !== '').join('; ');
  }

  get matrix(): ItemMatrix {
    return this.#exact.matrix;
  }

  async ahead(query: Float32Array, allowed: Bitset, k: number): Promise<void> {
    if (this.matrix.rows < this.#large || this.#waiting) return;
    const question = { query: query.slice(), allowed: allowed.clone(), k };
    if (this.#choose && !this.#measured) {
      this.#measured = true;
      setTimeout(() => this.#measure(question, this.#choose!));
    }
    if (this.#gpu === undefined) return;
    const writes = this.#writes;
    this.#waiting = true;
    try {
      const answer = await this.#gpu.topK(question);
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
    if (asked?.k === k && same(asked.query, query) && same(asked.allowed.words, allowed.words)) return asked.answer;
    return this.#exact.topK(query, allowed, k);
  }

  scoresOf(query: Float32Array, items: Int32Array): Float32Array {
    return this.#exact.scoresOf(query, items);
  }

  write(first: number, rows: ItemMatrix): void {
    try {
      this.#exact.write(first, rows);
    } catch (thrown) {
      // A scorer that refuses the rows themselves refuses them again here.
      const plain = new TypeScriptScorer(this.matrix, `WebAssembly memory was refused: ${wordsOf(thrown)}`);
      plain.write(first, rows);
      this.#exact = plain;
    }
    this.#writes++;
    this.#asked = undefined;
    this.#drop('');
    this.#measured = false;
  }

  async #measure(question: Question, choose: ChooseGpu): Promise<void> {
    const writes = this.#writes;
    const { gpu, reason } = await choose(this.#exact, question).catch((thrown) => ({
      gpu: undefined,
      reason: `no GPU: ${wordsOf(thrown)}`,
    }));
    // What was written meanwhile does not lie on the GPU.
    if (writes !== this.#writes) return gpu?.close();
    this.#gpu = gpu;
    this.#reason = reason;
  }

  #drop(reason: string): void {
    this.#gpu?.close();
    this.#gpu = undefined;
    this.#reason = reason;
  }
}

export const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
