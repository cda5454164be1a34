/**
 * Rows or offsets, whole numbers under 2^31, in three bytes where two will not do (four from 2^24 on): the low 16 bits of
 * each, and those above.
 */
export class PackedRows {
  readonly #low: Uint16Array;
  readonly #high: Uint8Array | Uint16Array | undefined;
  /** Of the stretch that was read last; grows to the longest that is asked for. */
  #read = new Uint32Array(64);

  /** @param rows taken as they are where they have two bytes */
  constructor(rows: Uint16Array | Uint32Array) {
    if (rows instanceof Uint16Array) {
      this.#low = rows;
      return;
    }
    this.#low = Uint16Array.from(rows);
    const above = rows.map((row) => row >>> 16);
    this.#high = above.some((row) => row > 0xff) ? Uint16Array.from(above) : Uint8Array.from(above);
  }

  get length(): number {
    return this.#low.length;
  }

  at(index: number): number {
    return this.#low[index] | ((this.#high?.[index] ?? 0) << 16);
  }

  /** Those from `start` up to `end`, in a view that the next call writes over. */
  between(start: number, end: number): Uint16Array | Uint32Array {
    if (this.#high === undefined) return this.#low.subarray(start, end);
    if (end - start > this.#read.length) this.#read = new Uint32Array(2 * (end - start));
    for (let i = start; i < end; i++) this.#read[i - start] = this.#low[i] | (this.#high[i] << 16);
    return this.#read.subarray(0, end - start);
  }
}
