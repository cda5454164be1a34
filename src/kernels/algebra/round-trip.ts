import { compileKernel } from '../compile.ts';
import { BYTES } from './row-sums.wasm.ts';

/** Lists of rows of a table: list `i` is `rows[offsets[i] … offsets[i+1])`. */
export interface RowLists {
  readonly rows: Int32Array;
  readonly offsets: Int32Array;
}

/** A graph between items and visitors, and what flows through each of them is multiplied with. */
export interface Bipartite {
  /** Visitors of each item row. */
  readonly ofItem: RowLists;
  /** Items of each visitor. */
  readonly ofVisitor: RowLists;
  /** Twice: where a vector leaves an item, and where it comes back. [rows] */
  readonly itemScales: Float32Array;
  /** [visitors] */
  readonly visitorScales: Float32Array;
}

/** Carries vectors from items to visitors and back: two products of a sparse matrix and a dense one. */
export interface RoundTrip {
  /** @param vectors [rows, width]; @returns [rows, width] */
  run(vectors: Float32Array): Float32Array;
}

/** In plain TypeScript: where WebAssembly SIMD is missing, and the measure of what must come out where it is not. */
export class TypeScriptRoundTrip implements RoundTrip {
  constructor(
    readonly graph: Bipartite,
    readonly width: number,
  ) {}

  run(vectors: Float32Array): Float32Array {
    const { ofItem, ofVisitor, itemScales, visitorScales } = this.graph;
    const leaving = new Float32Array(vectors.length);
    scaleInto(leaving, vectors, itemScales, this.width, this.width);
    return this.#sum(ofItem, this.#sum(ofVisitor, leaving, visitorScales), itemScales);
  }

  #sum({ rows, offsets }: RowLists, table: Float32Array, scales: Float32Array): Float32Array {
    const { width } = this;
    const sums = new Float32Array(scales.length * width);
    for (let list = 0; list < scales.length; list++) {
      const to = list * width;
      for (let i = offsets[list]; i < offsets[list + 1]; i++) {
        const from = rows[i] * width;
        for (let k = 0; k < width; k++) sums[to + k] += table[from + k];
      }
      for (let k = 0; k < width; k++) sums[to + k] *= scales[list];
    }
    return sums;
  }
}

/** What row-sums.wat exports; its parameters are described there. */
interface RowSumsKernel {
  memory: WebAssembly.Memory;
  sum(rows: number, offsets: number, lists: number, table: number, stride: number, scales: number, sums: number): void;
}

const PAGE = 65536;
/** Numbers of a row that the kernel takes at a time. */
const TOGETHER = 32;

/** By WebAssembly SIMD: the graph and both tables stay in its memory. Rows are filled up with zeros. */
class SimdRoundTrip implements RoundTrip {
  readonly #kernel: RowSumsKernel;
  readonly #stride: number;
  /** Byte offsets. */
  readonly #at: Record<
    | 'itemRows'
    | 'itemOffsets'
    | 'visitorRows'
    | 'visitorOffsets'
    | 'itemScales'
    | 'visitorScales'
    | 'items'
    | 'visitors',
    number
  >;

  /** @throws RangeError where no memory is granted */
  constructor(
    module: WebAssembly.Module,
    readonly graph: Bipartite,
    readonly width: number,
  ) {
    const { ofItem, ofVisitor, itemScales, visitorScales } = graph;
    this.#kernel = new WebAssembly.Instance(module).exports as unknown as RowSumsKernel;
    this.#stride = Math.ceil(width / TOGETHER) * TOGETHER;
    let end = 0;
    const place = (numbers: number): number => {
      const start = end;
      end += Math.ceil(numbers / 4) * 16;
      return start;
    };
    this.#at = {
      itemRows: place(ofItem.rows.length),
      itemOffsets: place(ofItem.offsets.length),
      visitorRows: place(ofVisitor.rows.length),
      visitorOffsets: place(ofVisitor.offsets.length),
      itemScales: place(itemScales.length),
      visitorScales: place(visitorScales.length),
      items: place(itemScales.length * this.#stride),
      visitors: place(visitorScales.length * this.#stride),
    };
    const { memory } = this.#kernel;
    memory.grow(Math.ceil(end / PAGE));
    const put = (at: number, values: Int32Array) => new Int32Array(memory.buffer, at, values.length).set(values);
    put(this.#at.itemRows, ofItem.rows);
    put(this.#at.itemOffsets, ofItem.offsets);
    put(this.#at.visitorRows, ofVisitor.rows);
    put(this.#at.visitorOffsets, ofVisitor.offsets);
    new Float32Array(memory.buffer, this.#at.itemScales, itemScales.length).set(itemScales);
    new Float32Array(memory.buffer, this.#at.visitorScales, visitorScales.length).set(visitorScales);
  }

  run(vectors: Float32Array): Float32Array {
    const { itemScales, visitorScales } = this.graph;
    const { memory, sum } = this.#kernel;
    const [at, stride, width] = [this.#at, this.#stride, this.width];
    const items = new Float32Array(memory.buffer, at.items, itemScales.length * stride);
    scaleInto(items, vectors, itemScales, width, stride);
    const bytes = stride * 4;
    sum(at.visitorRows, at.visitorOffsets, visitorScales.length, at.items, bytes, at.visitorScales, at.visitors);
    sum(at.itemRows, at.itemOffsets, itemScales.length, at.visitors, bytes, at.itemScales, at.items);
    if (width === stride) return items.slice();
    const out = new Float32Array(itemScales.length * width);
    for (let row = 0; row < itemScales.length; row++) {
      out.set(items.subarray(row * stride, row * stride + width), row * width);
    }
    return out;
  }
}

/** Writes rows of `width` times their scales to rows of `stride`. */
function scaleInto(to: Float32Array, from: Float32Array, scales: Float32Array, width: number, stride: number): void {
  for (let row = 0; row < scales.length; row++) {
    const scale = scales[row];
    for (let k = 0; k < width; k++) to[row * stride + k] = from[row * width + k] * scale;
  }
}

/** The fastest that runs here. What comes out is the same. */
export async function createRoundTrip(graph: Bipartite, width: number): Promise<RoundTrip> {
  try {
    return new SimdRoundTrip(await compileKernel(BYTES), graph, width);
  } catch {
    return new TypeScriptRoundTrip(graph, width);
  }
}
