import { compileKernel } from '../compile.ts';
import type { Bitset } from './bitset.ts';
import { BYTES } from './dot-scan.wasm.ts';
import { bestByFine, isFine, shortlistFor, writeFine } from './fine-scores.ts';
import { checkMatrix, checkWrite, type DotScorer, type ItemMatrix, type TopK } from './item-matrix.ts';
import { quantiseQuery } from './quantised-query.ts';
import { BestRows } from './top-k.ts';
import { scoresOf } from './typescript-scorer.ts';

/** What dot-scan.wat exports; its parameters are described there. */
interface DotScan {
  memory: WebAssembly.Memory;
  found: WebAssembly.Global<'i32'>;
  scan(
    data: number,
    scales: number,
    allowed: number,
    query: number,
    width: number,
    queryScale: number,
    row: number,
    end: number,
    threshold: number,
    hits: number,
    room: number,
  ): number;
}

/** Hits that one scan may hand over: few, so that the threshold soon rises. */
const ROOM = 64;
const PAGE = 65536;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Byte offsets of the parts of the linear memory. */
function layoutOf(rows: number, width: number) {
  const query = 0;
  const hits = aligned(2 * width);
  const allowed = hits + aligned(8 * (ROOM + 2));
  const scales = allowed + aligned((rows + 31) >>> 3);
  const data = scales + aligned(4 * (rows + 3));
  return { query, hits, allowed, scales, data, end: data + aligned((rows + 3) * width + 8) };
}

/** @throws Error with the reason, where WebAssembly or its SIMD is missing or forbidden. */
export const compileScan = (): Promise<WebAssembly.Module> => compileKernel(BYTES);

/** The scorer in WebAssembly SIMD. The rows lie in its linear memory and nowhere else, but for their second bytes. */
export class SimdScorer implements DotScorer {
  readonly kind = 'wasm-simd';
  readonly reason = '';
  readonly #kernel: DotScan;
  #matrix: ItemMatrix;
  #layout: ReturnType<typeof layoutOf>;
  /** Views of the whole memory; growing replaces them. */
  #words = new Uint32Array(0);
  #floats = new Float32Array(0);

  /**
   * @param module of `compileScan`. @param matrix is copied, but for `fine`.
   * @throws RangeError where memory is refused.
   */
  constructor(module: WebAssembly.Module, matrix: ItemMatrix) {
    checkMatrix(matrix);
    this.#kernel = new WebAssembly.Instance(module).exports as unknown as DotScan;
    this.#layout = layoutOf(0, matrix.width);
    this.#matrix = { rows: 0, width: matrix.width, data: new Int8Array(0), scales: new Float32Array(0) };
    this.write(0, matrix);
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
    const { rows, width } = this.#matrix;
    const at = this.#layout;
    const { values, scale } = quantiseQuery(query, width);
    const end = Math.min(rows, allowed.size);
    const best = new BestRows(k, end);
    new Int16Array(this.#kernel.memory.buffer, at.query, aligned(2 * width) / 2).fill(0).set(values);
    const filter = new Uint32Array(this.#kernel.memory.buffer, at.allowed, (end + 31) >>> 5);
    filter.set(allowed.words.subarray(0, filter.length));
    if ((end & 31) !== 0) filter[filter.length - 1] &= (1 << (end & 31)) - 1;
    for (let row = 0; row < end; ) {
      const { query, hits } = at;
      const { threshold } = best;
      row = this.#kernel.scan(at.data, at.scales, at.allowed, query, width, scale, row, end, threshold, hits, ROOM);
      const last = (hits >>> 2) + 2 * this.#kernel.found.value;
      for (let hit = hits >>> 2; hit < last; hit += 2) best.offer(this.#words[hit], this.#floats[hit + 1]);
    }
    return best.take();
  }

  scoresOf(query: Float32Array, items: Int32Array): Float32Array {
    return scoresOf(this.#matrix, query, items);
  }

  /** @throws RangeError where memory is refused; everything is then as it was. */
  write(first: number, added: ItemMatrix): void {
    checkWrite(this.#matrix, first, added);
    const before = this.#matrix;
    this.#grow(first + added.rows);
    const fine = writeFine(before, first, added);
    if (fine) this.#matrix = { ...this.#matrix, fine };
    this.#matrix.data.set(added.data, first * added.width);
    this.#matrix.scales.set(added.scales, first);
  }

  /** Makes room for `rows` rows, the old ones kept. */
  #grow(rows: number): void {
    const { memory } = this.#kernel;
    const old = this.#matrix;
    const from = this.#layout;
    if (rows <= old.rows && memory.buffer.byteLength > 0) return;
    const to = layoutOf(rows, old.width);
    const pages = Math.ceil(to.end / PAGE) - memory.buffer.byteLength / PAGE;
    if (pages > 0) memory.grow(pages);
    const bytes = new Uint8Array(memory.buffer);
    // Parts move up: the last one first.
    bytes.copyWithin(to.data, from.data, from.data + old.rows * old.width);
    bytes.copyWithin(to.scales, from.scales, from.scales + 4 * old.rows);
    this.#layout = to;
    this.#words = new Uint32Array(memory.buffer);
    this.#floats = new Float32Array(memory.buffer);
    this.#matrix = {
      rows,
      width: old.width,
      data: new Int8Array(memory.buffer, to.data, rows * old.width),
      scales: new Float32Array(memory.buffer, to.scales, rows),
    };
  }
}
