import { analyse } from './analyse.ts';
import { IMPACT_STEPS, type StoredTextIndex, TEXT_INDEX_VERSION } from './text-index.ts';
import { Vocabulary } from './vocabulary.ts';

/** A product's texts by field, and how much a word counts there. */
export interface WeightedText {
  text: string;
  weight: number;
}

/** Saturation of a word that comes again, and how much length counts (Robertson & Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;

/**
 * Counts the words of a catalogue into an index, product by product, so that the caller can do it in pieces. BM25F: a word
 * counts by the weight of the field it is in, and length is that of all fields together, weighted alike.
 */
export class TextIndexBuilder {
  readonly #numbers = new Map<string, number>();
  #terms = new Uint32Array(1024);
  #rows = new Uint32Array(1024);
  #weights = new Float32Array(1024);
  #postings = 0;
  readonly #lengths: number[] = [];
  readonly #indexed: number[] = [];
  /** Of each product, the first of those with the same title. */
  readonly #groups: number[] = [];
  readonly #titles = new Map<string, number>();

  /** @param row of the product; rows rise from call to call @param title products of one title are variants of one thing */
  add(row: number, title: string, texts: readonly WeightedText[]): void {
    const group = this.#titles.get(title) ?? row;
    if (group === row && title !== '') this.#titles.set(title, row);
    this.#groups.push(group);
    const weights = new Map<string, number>();
    let length = 0;
    for (const { text, weight } of texts) {
      for (const { term, kind } of analyse(text)) {
        // What is only a further way to find a word neither makes a product longer nor counts as much.
        if (kind === 'word' || kind === 'pair') length += weight;
        weights.set(term, (weights.get(term) ?? 0) + weight);
      }
    }
    for (const [term, weight] of weights) {
      let number = this.#numbers.get(term);
      if (number === undefined) {
        number = this.#numbers.size;
        this.#numbers.set(term, number);
      }
      if (this.#postings === this.#terms.length) this.#grow();
      this.#terms[this.#postings] = number;
      this.#rows[this.#postings] = row;
      this.#weights[this.#postings++] = weight;
    }
    this.#indexed.push(row);
    this.#lengths.push(length);
  }

  build(): StoredTextIndex {
    const sorted = [...this.#numbers.keys()].sort();
    const place = new Uint32Array(sorted.length);
    sorted.forEach((term, i) => {
      place[this.#numbers.get(term)!] = i;
    });
    const counts = new Uint32Array(sorted.length + 1);
    for (let i = 0; i < this.#postings; i++) counts[place[this.#terms[i]] + 1]++;
    for (let i = 0; i < sorted.length; i++) counts[i + 1] += counts[i];
    const order = new Uint32Array(this.#postings);
    const next = counts.slice();
    // Rows rise in order of arrival, so they rise within each term too.
    for (let i = 0; i < this.#postings; i++) order[next[place[this.#terms[i]]]++] = i;
    const mean = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, this.#lengths.length);
    const norm = new Float32Array((this.#indexed.at(-1) ?? 0) + 1);
    this.#indexed.forEach((row, i) => {
      norm[row] = K1 * (1 - B + (B * this.#lengths[i]) / (mean || 1));
    });
    const bytes = new Uint8Array(5 * this.#postings);
    const starts = new Uint32Array(sorted.length + 1);
    let at = 0;
    for (let term = 0; term < sorted.length; term++) {
      let last = 0;
      for (let i = counts[term]; i < counts[term + 1]; i++) {
        const posting = order[i];
        const row = this.#rows[posting];
        let gap = row - last;
        last = row;
        for (; gap > 127; gap >>>= 7) bytes[at++] = 128 | (gap & 127);
        bytes[at++] = gap;
        const weight = this.#weights[posting];
        bytes[at++] = Math.max(1, Math.round((IMPACT_STEPS * weight) / (weight + norm[row])));
      }
      starts[term + 1] = at;
    }
    const groups = new Uint32Array(norm.length);
    this.#indexed.forEach((row, i) => {
      groups[row] = this.#groups[i];
    });
    return {
      version: TEXT_INDEX_VERSION,
      products: this.#indexed.length,
      groups,
      vocabulary: Vocabulary.of(sorted).stored,
      documents: Uint32Array.from(sorted, (_, term) => counts[term + 1] - counts[term]),
      starts,
      postings: bytes.slice(0, at),
    };
  }

  #grow(): void {
    const size = 2 * this.#terms.length;
    const terms = new Uint32Array(size);
    terms.set(this.#terms);
    this.#terms = terms;
    const rows = new Uint32Array(size);
    rows.set(this.#rows);
    this.#rows = rows;
    const weights = new Float32Array(size);
    weights.set(this.#weights);
    this.#weights = weights;
  }
}
