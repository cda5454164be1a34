/** Of an index: terms in rising order of their UTF-16 units, one after the other. */
export interface StoredVocabulary {
  units: Uint16Array;
  /** Term `t` is `units[starts[t] … starts[t + 1])`. [terms + 1] */
  starts: Uint32Array;
}

/** A term near a word, and how many single edits lie between them. */
export interface NearTerm {
  term: number;
  edits: number;
}

/** The terms of an index by number: exact, by prefix and by likeness. */
export class Vocabulary {
  readonly size: number;
  readonly #units: Uint16Array;
  readonly #starts: Uint32Array;
  /** Units that a term has in common with the one before it, at its beginning. [terms] */
  readonly #shared: Uint8Array;

  constructor({ units, starts }: StoredVocabulary) {
    this.#units = units;
    this.#starts = starts;
    this.size = starts.length - 1;
    this.#shared = new Uint8Array(this.size);
    for (let term = 1; term < this.size; term++) {
      const before = starts[term - 1];
      const own = starts[term];
      const most = Math.min(own - before, starts[term + 1] - own);
      let shared = 0;
      while (shared < most && units[before + shared] === units[own + shared]) shared++;
      this.#shared[term] = shared;
    }
  }

  /** @param terms each once, in rising order of their UTF-16 units */
  static of(terms: readonly string[]): Vocabulary {
    const starts = new Uint32Array(terms.length + 1);
    for (let i = 0; i < terms.length; i++) starts[i + 1] = starts[i] + terms[i].length;
    const units = new Uint16Array(starts[terms.length]);
    terms.forEach((term, i) => {
      for (let at = 0; at < term.length; at++) units[starts[i] + at] = term.charCodeAt(at);
    });
    return new Vocabulary({ units, starts });
  }

  get stored(): StoredVocabulary {
    return { units: this.#units, starts: this.#starts };
  }

  at(term: number): string {
    return String.fromCharCode(...this.#units.subarray(this.#starts[term], this.#starts[term + 1]));
  }

  lengthOf(term: number): number {
    return this.#starts[term + 1] - this.#starts[term];
  }

  /** −1 where there is none. */
  numberOf(word: string): number {
    const term = this.#firstFrom(word);
    return term < this.size && this.lengthOf(term) === word.length && this.#beginsWith(term, word) ? term : -1;
  }

  /** Terms that begin with `word`, itself included: the first and the one after the last. */
  withPrefix(word: string): { from: number; to: number } {
    const from = this.#firstFrom(word);
    // The next text of the same length: a surrogate's units sort as the rest do.
    const last = word.charCodeAt(word.length - 1);
    const to =
      last < 0xffff ? this.#firstFrom(word.slice(0, -1) + String.fromCharCode(last + 1)) : this.#endOf(from, word);
    return { from, to };
  }

  /**
   * Terms at most `most` edits away: a unit put in, left out or changed, or two neighbours exchanged (optimal string
   * alignment). Terms that begin alike share the work, and those that begin too differently are passed over together.
   */
  near(word: string, most: number): NearTerm[] {
    const found: NearTerm[] = [];
    const length = word.length;
    const width = length + 1;
    const deepest = length + most;
    const rows = new Uint8Array((deepest + 1) * width);
    for (let i = 0; i <= length; i++) rows[i] = i;
    const wanted = Uint16Array.from(word, (_, i) => word.charCodeAt(i));
    const units = this.#units;
    /** Rows that hold for the running term. */
    let valid = 0;
    /** Units after which the running beginning is too different, or 0. */
    let hopeless = 0;
    for (let term = 0; term < this.size; term++) {
      const shared = this.#shared[term];
      if (hopeless > 0) {
        if (shared >= hopeless) continue;
        hopeless = 0;
      }
      if (shared < valid) valid = shared;
      const start = this.#starts[term];
      const own = this.#starts[term + 1] - start;
      if (own > deepest || own < length - most) continue;
      while (valid < own) {
        const depth = valid + 1;
        const unit = units[start + valid];
        const row = depth * width;
        const above = row - width;
        rows[row] = depth;
        let least = depth;
        for (let i = 1; i <= length; i++) {
          const change = rows[above + i - 1] + (wanted[i - 1] === unit ? 0 : 1);
          let cost = Math.min(change, rows[above + i] + 1, rows[row + i - 1] + 1);
          if (depth > 1 && i > 1 && wanted[i - 2] === unit && wanted[i - 1] === units[start + valid - 1]) {
            cost = Math.min(cost, rows[above - width + i - 2] + 1);
          }
          rows[row + i] = cost;
          if (cost < least) least = cost;
        }
        valid = depth;
        // An exchange costs one more than two rows above, which is no way back: a row's least grows by one at most.
        if (least > most) {
          hopeless = depth;
          break;
        }
      }
      if (hopeless === 0 && rows[own * width + length] <= most) found.push({ term, edits: rows[own * width + length] });
    }
    return found;
  }

  /** The first term that is not below `word`. */
  #firstFrom(word: string): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isBelow(middle, word)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isBelow(term: number, word: string): boolean {
    const start = this.#starts[term];
    const own = this.#starts[term + 1] - start;
    const common = Math.min(own, word.length);
    for (let i = 0; i < common; i++) {
      const difference = this.#units[start + i] - word.charCodeAt(i);
      if (difference !== 0) return difference < 0;
    }
    return own < word.length;
  }

  #beginsWith(term: number, word: string): boolean {
    const start = this.#starts[term];
    for (let i = 0; i < word.length; i++) if (this.#units[start + i] !== word.charCodeAt(i)) return false;
    return true;
  }

  #endOf(from: number, word: string): number {
    let to = from;
    while (to < this.size && this.lengthOf(to) >= word.length && this.#beginsWith(to, word)) to++;
    return to;
  }
}
