import { timeAdded } from '../../catalogue/time-added.ts';
import { analyse } from './analyse.ts';
import { IMPACT_STEPS, type StoredTextIndex, TEXT_INDEX_FORM } from './stored-text-index.ts';
import { storeTerms } from './vocabulary.ts';

/** A text of a product, and how much a word counts there. */
export interface WeightedText {
  text: string;
  weight: number;
}

/** Saturation of a word that comes again, and how much length counts (Robertson & Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;
/** Terms written in one step. */
const STRETCH = 4_096;

/**
 * Counts the words of a catalogue into an index, product by product, so that the caller can do it in pieces. BM25F: a word
 * counts by the weight of the field it is in, and length is that of all fields together, weighted alike.
 */
export class TextIndexBuilder {
  readonly #numbers = new Map<string, number>();
  /** Of each posting: the number of its term, the place of its product, and what its fields give. */
  #terms = new Uint32Array(1024);
  #places = new Uint32Array(1024);
  #weights = new Float32Array(1024);
  #postings = 0;
  /** By place. */
  readonly #lengths: number[] = [];
  readonly #groups: number[] = [];
  readonly #added: number[] = [];
  /** The first product of each title. */
  readonly #titles = new Map<string, number>();

  /**
   * Takes the next product of the feed.
   * @param title products of one title are variants of one thing
   * @param labels what it is to be counted and filtered by, each once
   * @param added when it came into the shop; what is no ISO date says nothing
   */
  add(title: string, texts: readonly WeightedText[], labels: readonly string[] = [], added = ''): void {
    const place = this.#lengths.length;
    const first = this.#titles.get(title) ?? place;
    if (first === place && title !== '') this.#titles.set(title, place);
    this.#groups.push(first);
    this.#added.push(timeAdded(added) / 1_000);
    const weights = new Map<number, number>();
    let length = 0;
    for (const { text, weight } of texts) {
      for (const { term, kind } of analyse(text)) {
        // What is only a further way to find a word does not make a product longer.
        if (kind !== 'part' && kind !== 'whole' && kind !== 'single') length += weight;
        const number = this.#numberOf(term);
        weights.set(number, (weights.get(number) ?? 0) + weight);
      }
    }
    for (const label of labels) weights.set(this.#numberOf(label), 1);
    this.#lengths.push(length);
    while (this.#postings + weights.size > this.#terms.length) this.#grow();
    for (const [number, weight] of weights) {
      this.#terms[this.#postings] = number;
      this.#places[this.#postings] = place;
      this.#weights[this.#postings++] = weight;
    }
  }

  /** Writes the index. Each step is some milliseconds of work; the last gives the index. */
  *build(): Generator<void, StoredTextIndex, void> {
    const terms = [...this.#numbers.keys()].sort();
    yield;
    const rank = new Uint32Array(terms.length);
    terms.forEach((term, i) => {
      rank[this.#numbers.get(term)!] = i;
    });
    const offsets = new Uint32Array(terms.length + 1);
    for (let i = 0; i < this.#postings; i++) offsets[rank[this.#terms[i]] + 1]++;
    for (let i = 0; i < terms.length; i++) offsets[i + 1] += offsets[i];
    yield;
    // Places rise in the order in which products came, so they rise within each term too.
    const order = new Uint32Array(this.#postings);
    const next = offsets.slice();
    for (let i = 0; i < this.#postings; i++) order[next[rank[this.#terms[i]]]++] = i;
    yield;
    const mean = this.#lengths.reduce((sum, length) => sum + length, 0) / this.#lengths.length || 1;
    const norms = Float32Array.from(this.#lengths, (length) => K1 * (1 - B + (B * length) / mean));
    const bytes = new Uint8Array(6 * this.#postings);
    const starts = new Uint32Array(terms.length + 1);
    let at = 0;
    for (let term = 0; term < terms.length; term++) {
      let last = 0;
      for (let i = offsets[term]; i < offsets[term + 1]; i++) {
        const posting = order[i];
        const place = this.#places[posting];
        let gap = place - last;
        last = place;
        for (; gap > 127; gap >>>= 7) bytes[at++] = 128 | (gap & 127);
        bytes[at++] = gap;
        const weight = this.#weights[posting];
        bytes[at++] = Math.max(1, Math.round((IMPACT_STEPS * weight) / (weight + norms[place])));
      }
      starts[term + 1] = at;
      if (term % STRETCH === STRETCH - 1) yield;
    }
    return {
      form: TEXT_INDEX_FORM,
      groups: Uint32Array.from(this.#groups),
      added: Uint32Array.from(this.#added.some((time) => time > 0) ? this.#added : []),
      vocabulary: storeTerms(terms),
      documents: Uint32Array.from(terms, (_, term) => offsets[term + 1] - offsets[term]),
      starts,
      postings: bytes.slice(0, at),
    };
  }

  #numberOf(term: string): number {
    let number = this.#numbers.get(term);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(term, number);
    }
    return number;
  }

  #grow(): void {
    const size = 2 * this.#terms.length;
    const larger = <TArray extends Uint32Array | Float32Array>(
      array: TArray,
      of: new (size: number) => TArray,
    ): TArray => {
      const grown = new of(size);
      grown.set(array);
      return grown;
    };
    this.#terms = larger(this.#terms, Uint32Array);
    this.#places = larger(this.#places, Uint32Array);
    this.#weights = larger(this.#weights, Float32Array);
  }
}
