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

/** @param terms each once, in rising order of their UTF-16 units */
export function storeTerms(terms: readonly string[]): StoredVocabulary {
  const starts = new Uint32Array(terms.length + 1);
  for (let i = 0; i < terms.length; i++) starts[i + 1] = starts[i] + terms[i].length;
  const units = new Uint16Array(starts[terms.length]);
  terms.forEach((term, i) => {
    for (let at = 0; at < term.length; at++) units[starts[i] + at] = term.charCodeAt(at);
  });
  return { units, starts };
}

/** The terms of an index by number: exact, by prefix and by likeness. */
export class Vocabulary {
  readonly size: number;
  readonly #units: Uint16Array;
  readonly #starts: Uint32Array;
  /** Units that a term has in common with the one before it, at its beginning. [terms] */
  readonly #shared: Uint8Array;
  /** Of each term, a bit for each unit in it, by its last five bits: what is too different is told from these alone. [terms] */
  readonly #masks: Uint32Array;

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
    this.#masks = new Uint32Array(this.size);
    for (let term = 0; term < this.size; term++) {
      let mask = 0;
      for (let at = starts[term]; at < starts[term + 1]; at++) mask |= 1 << (units[at] & 31);
      this.#masks[term] = mask;
    }
  }

  at(term: number): string {
    return String.fromCharCode(...this.#units.subarray(this.#starts[term], this.#starts[term + 1]));
  }

  lengthOf(term: number): number {
    return this.#starts[term + 1] - this.#starts[term];
  }

  /** −1 where there is none. */
  numberOf(word: string): number {
    const term = this.firstFrom(word);
    return term < this.size && this.lengthOf(term) === word.length && this.#beginsWith(term, word) ? term : -1;
  }

  /** Terms that begin with `word`, itself included: the first and the one after the last. */
  withPrefix(word: string): { from: number; to: number } {
    const from = this.firstFrom(word);
    // The next text of the same length: a surrogate's units sort as the rest do.
    const last = word.charCodeAt(word.length - 1);
    const to =
      last < 0xffff ? this.firstFrom(word.slice(0, -1) + String.fromCharCode(last + 1)) : this.#endOf(from, word);
    return { from, to };
  }

  /**
   * Terms at most `most` edits away: a unit put in, left out or changed, or two neighbours exchanged (optimal string
   * alignment). An edit changes at most one unit of a term's mask either way; of the terms that pass, those that begin alike
   * share the work.
   * @param from the first term that is looked at
   */
  near(word: string, most: number, from = 0): NearTerm[] {
    const found: NearTerm[] = [];
    const length = word.length;
    const wanted = Uint16Array.from({ length }, (_, i) => word.charCodeAt(i));
    const mask = wanted.reduce((bits, unit) => bits | (1 << (unit & 31)), 0);
    const width = length + 1;
    const deepest = length + most;
    /** How many edits lie between the first units of the term and of the word. [units of the term + 1, units of the word + 1] */
    const edits = new Uint8Array((deepest + 1) * width);
    for (let i = 0; i <= length; i++) edits[i] = i;
    /** Units of the running term whose edits are worked out. */
    let valid = 0;
    for (let term = from; term < this.size; term++) {
      if (this.#shared[term] < valid) valid = this.#shared[term];
      const own = this.#masks[term];
      if (bitsOf(own & ~mask) > most || bitsOf(mask & ~own) > most) continue;
      const start = this.#starts[term];
      const units = this.#starts[term + 1] - start;
      if (units > deepest || units < length - most) continue;
      while (valid < units && this.#extend(edits, wanted, start, ++valid) <= most);
      if (valid === units && edits[units * width + length] <= most) {
        found.push({ term, edits: edits[units * width + length] });
      }
    }
    return found;
  }

  /**
   * One more unit of a term: a row of the table of edits.
   * @returns the least of it. No further row is below: the exchange of neighbours, which skips a row, costs an edit more than
   * the row above that one
   */
  #extend(edits: Uint8Array, wanted: Uint16Array, start: number, depth: number): number {
    const units = this.#units;
    const width = wanted.length + 1;
    const unit = units[start + depth - 1];
    const row = depth * width;
    const above = row - width;
    edits[row] = depth;
    let least = depth;
    for (let i = 1; i < width; i++) {
      let cost = edits[above + i - 1] + (wanted[i - 1] === unit ? 0 : 1);
      if (edits[above + i] + 1 < cost) cost = edits[above + i] + 1;
      if (edits[row + i - 1] + 1 < cost) cost = edits[row + i - 1] + 1;
      if (depth > 1 && i > 1 && wanted[i - 2] === unit && wanted[i - 1] === units[start + depth - 2]) {
        const exchanged = edits[above - width + i - 2] + 1;
        if (exchanged < cost) cost = exchanged;
      }
      edits[row + i] = cost;
      if (cost < least) least = cost;
    }
    return least;
  }

  /** The first term that is not below `word`. */
  firstFrom(word: string): number {
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

/** Bits of a word of 32 that are set. */
function bitsOf(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
