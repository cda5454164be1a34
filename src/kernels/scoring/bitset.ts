/** A set of row numbers as bits, 32 to a word: the form in which filters reach the scoring kernels. */
export class Bitset {
  /** Bit `i & 31` of word `i >>> 5` is row `i`. */
  readonly words: Uint32Array;

  /** @param size rows; all absent at first. */
  constructor(readonly size: number) {
    this.words = new Uint32Array((size + 31) >>> 5);
  }

  has(row: number): boolean {
    return row >= 0 && row < this.size && (this.words[row >>> 5] & (1 << (row & 31))) !== 0;
  }

  add(row: number): void {
    this.words[row >>> 5] |= 1 << (row & 31);
  }

  delete(row: number): void {
    this.words[row >>> 5] &= ~(1 << (row & 31));
  }

  clone(): Bitset {
    const copy = new Bitset(this.size);
    copy.words.set(this.words);
    return copy;
  }

  count(): number {
    let total = 0;
    for (let word of this.words) for (; word !== 0; word &= word - 1) total++;
    return total;
  }
}
