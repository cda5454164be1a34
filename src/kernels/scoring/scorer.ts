import { AheadScorer } from './ahead-scorer.ts';
import type { Bitset } from './bitset.ts';
import { checkMatrix, type DotScorer, type ItemMatrix, type TopK } from './item-matrix.ts';
import { compileScan, SimdScorer } from './simd-scorer.ts';
import { TypeScriptScorer } from './typescript-scorer.ts';

const words = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Scores by SIMD for as long as memory is granted, then in plain TypeScript. The answers are the same. */
class RetreatingScorer implements DotScorer {
  #scorer: DotScorer;

  constructor(scorer: SimdScorer) {
    this.#scorer = scorer;
  }

  get kind(): DotScorer['kind'] {
    return this.#scorer.kind;
  }

  get reason(): string {
    return this.#scorer.reason;
  }

  get matrix(): ItemMatrix {
    return this.#scorer.matrix;
  }

  topK(query: Float32Array, allowed: Bitset, k: number): TopK {
    return this.#scorer.topK(query, allowed, k);
  }

  scoresOf(query: Float32Array, items: Int32Array): Float32Array {
    return this.#scorer.scoresOf(query, items);
  }

  write(first: number, rows: ItemMatrix): void {
    try {
      this.#scorer.write(first, rows);
    } catch (thrown) {
      // A scorer that refuses the rows themselves refuses them again below.
      const plain = new TypeScriptScorer(this.#scorer.matrix, `WebAssembly memory was refused: ${words(thrown)}`);
      plain.write(first, rows);
      this.#scorer = plain;
    }
  }
}

/**
 * The fastest scorer that runs here, over `matrix`, whose arrays are the scorer's from now on: WebAssembly SIMD, or
 * plain TypeScript where that is missing, forbidden by the page's policy, or gets no memory; for a large catalogue that is
 * asked ahead, a GPU where that is faster. `reason` says which it was.
 */
export async function createScorer(matrix: ItemMatrix): Promise<AheadScorer> {
  checkMatrix(matrix);
  return new AheadScorer(await createExact(matrix));
}

async function createExact(matrix: ItemMatrix): Promise<DotScorer> {
  try {
    return new RetreatingScorer(new SimdScorer(await compileScan(), matrix));
  } catch (thrown) {
    return new TypeScriptScorer(matrix, words(thrown));
  }
}
