import type { Product } from '../contract/product.ts';
import { FEATURE_KINDS, type FeatureKind } from './feature-kinds.ts';
import type { FeatureLists } from './feature-lists.ts';
import { GrowingUint32 } from './growing-uint32.ts';
import { wordsOf } from './words.ts';

/** Words of one product that count, from its title on. */
const MOST_WORDS = 48;
/** Width of a price bucket in natural logarithms: prices within ± 40 % or so fall together. */
const PRICE_STEP = 0.4;

/** Takes products one by one, in the order of the feed, and gives their features when all are there. */
export class FeatureCollector {
  /** Numbers of features by kind and name. */
  readonly #numbers = Object.fromEntries(FEATURE_KINDS.map((kind) => [kind, new Map<string, number>()])) as Record<
    FeatureKind,
    Map<string, number>
  >;
  readonly #kinds = new GrowingUint32();
  /** Features of product `p` of the feed: `#features[#ends[p - 1] … #ends[p])`. */
  readonly #features = new GrowingUint32();
  readonly #ends = new GrowingUint32();

  add(product: Product): void {
    for (const category of product.categories ?? []) this.#note('category', category);
    if (product.brand !== undefined) this.#note('brand', product.brand);
    if (product.price !== undefined) for (const bucket of priceBuckets(product.price)) this.#note('price', bucket);
    const words = new Set<string>();
    for (const text of [product.title, ...(product.tags ?? [])]) {
      if (text !== undefined) for (const word of wordsOf(text)) words.add(word);
    }
    let left = MOST_WORDS;
    for (const word of words) if (left-- > 0) this.#note('word', word);
    this.#ends.push(this.#features.length);
  }

  lists(): FeatureLists {
    const frequency = new Uint32Array(this.#kinds.length);
    for (const feature of this.#features.values) frequency[feature]++;
    const { renumbered, kinds } = this.#keep(frequency);

    const offsets = new Uint32Array(this.#ends.length + 1);
    const kept = new Uint32Array(this.#features.length);
    let count = 0;
    for (let place = 0, i = 0; place < this.#ends.length; place++) {
      const from = count;
      for (; i < this.#ends.at(place); i++) {
        const number = renumbered[this.#features.at(i)];
        if (number >= 0) kept[count++] = number;
      }
      kept.subarray(from, count).sort();
      offsets[place + 1] = count;
    }
    const named = (kind: FeatureKind) =>
      new Map(Array.from(this.#numbers[kind], ([name, number]) => [name, renumbered[number]]));
    const hashes = new Uint32Array(kinds.length);
    for (const kind of FEATURE_KINDS) {
      for (const [name, number] of this.#numbers[kind]) {
        if (renumbered[number] >= 0) hashes[renumbered[number]] = hashOf(`${kind}:${name}`);
      }
    }
    const features = kept.subarray(0, count);
    return {
      kinds,
      hashes,
      offsets,
      features: kinds.length <= 1 << 16 ? Uint16Array.from(features) : features.slice(),
      categories: named('category'),
      brands: named('brand'),
    };
  }

  /** A word that only one product has says nothing about neighbours: it goes. Categories and brands stay, for filters. */
  #keep(frequency: Uint32Array): { renumbered: Int32Array; kinds: Uint8Array } {
    const renumbered = new Int32Array(frequency.length).fill(-1);
    const kinds: number[] = [];
    const word = FEATURE_KINDS.indexOf('word');
    frequency.forEach((count, number) => {
      if (count > 1 || this.#kinds.at(number) !== word) {
        renumbered[number] = kinds.length;
        kinds.push(this.#kinds.at(number));
      }
    });
    return { renumbered, kinds: Uint8Array.from(kinds) };
  }

  #note(kind: FeatureKind, name: string): void {
    const numbers = this.#numbers[kind];
    let number = numbers.get(name);
    if (number === undefined) {
      number = this.#kinds.length;
      numbers.set(name, number);
      this.#kinds.push(FEATURE_KINDS.indexOf(kind));
    }
    this.#features.push(number);
  }
}

/** FNV-1a (Fowler, Noll & Vo) over UTF-16 units, its bits mixed once more so that the low ones are even. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

/** Two rows of buckets, half a step apart, so that near prices share at least one. */
function priceBuckets(price: number): string[] {
  if (price === 0) return ['free'];
  const place = Math.log(price) / PRICE_STEP;
  return [`a${Math.floor(place)}`, `b${Math.floor(place + 0.5)}`];
}
