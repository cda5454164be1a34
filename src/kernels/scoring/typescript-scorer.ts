import type { Bitset } from './bitset.ts';
import { bestByFine, fineScores, isFine, shortlistFor, writeFine } from './fine-scores.ts';
import { integerDot } from './integer-dot.ts';
import { checkMatrix, checkWrite, type DotScorer, type ItemMatrix, type TopK } from './item-matrix.ts';
import { quantiseQuery } from './quantised-query.ts';
import { BestRows } from './top-k.ts';

/** A score from its integer sum: float32 after each step, as every other kind does it. */
const scaled = (sum: number, rowScale: number, queryScale: number): number =>
  Math.fround(Math.fround(Math.fround(sum) * rowScale) * queryScale);

/** Scores of these rows, in their order; NaN for a row without a vector. */
export function scoresOf(matrix: ItemMatrix, query: Float32Array, items: Int32Array): Float32Array {
  if (isFine(matrix)) return fineScores(matrix, query, items);
  const { values, scale } = quantiseQuery(query, matrix.width);
  return Float32Array.from(items, (row) =>
    row >= 0 && row < matrix.rows
      ? scaled(integerDot(values, matrix.data, row), matrix.scales[row], scale)
      : Number.NaN,
  );
}

/** The scorer in plain TypeScript: where WebAssembly may not run, and the measure of what must come out where it does. */
export class TypeScriptScorer implements DotScorer {
  readonly kind = 'typescript';
  #matrix: ItemMatrix;

  /** @param matrix its arrays are the scorer's from now on. @param reason why no faster scorer is in use. */
  constructor(
    matrix: ItemMatrix,
    readonly reason: string,
  ) {
    checkMatrix(matrix);
    this.#matrix = matrix;
  }

  get matrix(): ItemMatrix {
    return this.#matrix;
  }

  topK(query: Float32Array, allowed: Bitset, k: number): TopK {
    const matrix = this.#matrix;
    if (!isFine(matrix)) return this.#scan(query, allowed, k);
    return bestByFine(matrix, query, this.#scan(query, allowed, shortlistFor(k)), k);
  }

  #scan(query: Float32Array, allowed: Bitset, k: number): TopK {
    const { rows, width, data, scales } = this.#matrix;
    const { values, scale } = quantiseQuery(query, width);
    const end = Math.min(rows, allowed.size);
    const best = new BestRows(k, end);
    for (let word = 0; word << 5 < end; word++) {
      // The lowest row of the word that is left, until none is.
      for (let left = allowed.words[word]; left !== 0; left &= left - 1) {
        const row = (word << 5) + (31 - Math.clz32(left & -left));
        if (row >= end) break;
        const score = scaled(integerDot(values, data, row), scales[row], scale);
        if (score > best.threshold) best.offer(row, score);
      }
    }
    return best.take();
  }

  scoresOf(query: Float32Array, items: Int32Array): Float32Array {
    return scoresOf(this.#matrix, query, items);
  }

  write(first: number, added: ItemMatrix): void {
    checkWrite(this.#matrix, first, added);
    const { rows, width } = this.#matrix;
    const fine = writeFine(this.#matrix, first, added);
    let { data, scales } = this.#matrix;
    const end = first + added.rows;
    if (end > rows) {
      data = new Int8Array(end * width);
      scales = new Float32Array(end);
      data.set(this.#matrix.data);
      scales.set(this.#matrix.scales);
    }
    data.set(added.data, first * width);
    scales.set(added.scales, first);
    this.#matrix = { rows: Math.max(rows, end), width, data, scales, ...(fine && { fine }) };
  }
}
