import type { Bitset } from '../../kernels/scoring/bitset.ts';
import { BestRows } from '../../kernels/scoring/top-k.ts';
import type { RankedPlaces, TextIndex } from './text-index.ts';
import { normalise, type WordVectors } from './word-vectors.ts';

const STEPS = 127;
/** Postings, or products, that are worked through in one step: some milliseconds. */
const STRETCH = 20_000;
/** Products less alike than this have nothing to do with a query. */
const LEAST = 0.2;
/** A word of a query, and what it may have been meant for, best first. */
export interface MeantWord {
  text: string;
  terms: readonly string[];
}

/** What the products of an index mean: each the sum of its words' vectors, rare words counting more. */
export class Meaning {
  readonly words: WordVectors;
  readonly #index: TextIndex;
  /** By place, of length 1. [products, width] */
  readonly #products: Int8Array;

  private constructor(index: TextIndex, words: WordVectors, products: Int8Array) {
    this.#index = index;
    this.words = words;
    this.#products = products;
  }

  /** Each step is some milliseconds of work; the last gives the meanings. */
  static *of(index: TextIndex, words: WordVectors): Generator<void, Meaning, void> {
    const { width } = words;
    const sums = new Float32Array(index.products * width);
    const own = new Float32Array(width);
    let read = 0;
    for (const { term, places, impacts } of index.words()) {
      own.fill(0);
      if (!words.has(term) || !words.add(term, index.rarityOf(places.length), own)) continue;
      for (let i = 0; i < places.length; i++) {
        for (let k = 0, at = places[i] * width; k < width; k++) sums[at++] += impacts[i] * own[k];
      }
      read += places.length;
      if (read < STRETCH) continue;
      read = 0;
      yield;
    }
    const products = new Int8Array(sums.length);
    for (let place = 0; place < index.products; place++) {
      const vector = normalise(sums.subarray(place * width, (place + 1) * width));
      for (let k = 0; k < width; k++) products[place * width + k] = Math.round(STEPS * vector[k]);
      if (place % STRETCH === STRETCH - 1) yield;
    }
    return new Meaning(index, words, products);
  }

  /** Products that mean what the words mean, the nearest first; none where nothing is known of the words. */
  nearest(asked: readonly MeantWord[], allowed: Bitset, limit: number): RankedPlaces {
    const { width } = this.words;
    const sum = new Float32Array(width);
    for (const { text, terms } of asked) {
      const word = [text, ...terms].find((one) => this.words.has(one)) ?? text;
      this.words.add(word, this.#index.rarityOf(this.#index.documentsOf(word)), sum);
    }
    const query = normalise(sum);
    const best = new BestRows(limit, this.#index.products);
    const least = LEAST * STEPS;
    for (let place = 0; place < this.#index.products; place++) {
      if (!allowed.has(place)) continue;
      let likeness = 0;
      for (let k = 0, at = place * width; k < width; k++) likeness += query[k] * this.#products[at++];
      if (likeness > least) best.offer(place, likeness);
    }
    const { items, scores } = best.take();
    return { places: items, scores };
  }
}
