import { GapLists } from '../kernels/compact/gap-lists.ts';
import { FEATURE_KINDS, type FeatureKind, KIND_WEIGHTS } from './feature-kinds.ts';
import type { FeatureLists } from './feature-lists.ts';

const NOTHING = new Uint16Array(0);

/** What is counted of the lists when it is first asked for. */
interface Counted {
  lists: FeatureLists;
  /** Rarity (ln of products per holder, above 0 even where all hold it) times the weight of the kind. [features] */
  weights: Float32Array;
  /** How many products have each feature. [features] */
  frequency: Uint32Array;
  /** Rows of each feature. */
  holders: GapLists;
  /** 1 / length of each row's vector; 0 for a row without features. [rows] */
  scales: Float32Array;
}

/**
 * Which product has which feature, from both sides: features of a row, rows of a feature. A row is a vector of weighted
 * features of length 1; two rows are as similar as the cosine between them. A list can be made without it, so it is
 * counted when it is first asked for.
 */
export class FeatureIndex {
  readonly #listed: () => FeatureLists;
  #counted: Counted | undefined;
  readonly #places: Int32Array;

  /**
   * @param listed gives the lists
   * @param places place in the feed of each row, or −1. [rows]
   */
  constructor(listed: () => FeatureLists, places: Int32Array) {
    this.#places = places;
    this.#listed = listed;
  }

  /** Counts now what would be counted later. */
  prepare(): void {
    this.#counted ??= this.#count();
  }

  get rows(): number {
    return this.#places.length;
  }

  get categories(): ReadonlyMap<string, number> {
    return this.#all.lists.categories;
  }

  get brands(): ReadonlyMap<string, number> {
    return this.#all.lists.brands;
  }

  /** How much each feature counts. [features] */
  get weights(): Float32Array {
    return this.#all.weights;
  }

  /** Ascending. */
  featuresOf(row: number): Uint16Array | Uint32Array {
    const { offsets, features } = this.#all.lists;
    const place = this.#places[row] ?? -1;
    return place < 0 ? NOTHING : features.subarray(offsets[place], offsets[place + 1]);
  }

  /** Ascending, in a view that the next call writes over. */
  rowsOf(feature: number): Uint32Array {
    return this.#all.holders.at(feature);
  }

  /** How many products have the feature. */
  holdersOf(feature: number): number {
    return this.#all.frequency[feature];
  }

  /** The same for the same kind and name in every catalogue. */
  hashOf(feature: number): number {
    return this.#all.lists.hashes[feature];
  }

  kindOf(feature: number): FeatureKind {
    return FEATURE_KINDS[this.#all.lists.kinds[feature]];
  }

  /** 1 / length of the row's vector of weights; 0 for a row without features. */
  scaleOf(row: number): number {
    return this.#all.scales[row];
  }

  /** Cosine of two rows, 0…1; 0 for rows that are not there. */
  similarity(a: number, b: number): number {
    const { weights, scales } = this.#all;
    let dot = 0;
    this.#eachShared(a, b, (feature) => {
      dot += weights[feature] ** 2;
    });
    return dot && dot * scales[a] * scales[b];
  }

  /** The kinds of features that two rows have in common, in the order of `FEATURE_KINDS`. */
  sharedKinds(a: number, b: number): FeatureKind[] {
    const { kinds } = this.#all.lists;
    const shared = new Set<number>();
    this.#eachShared(a, b, (feature) => shared.add(kinds[feature]));
    return FEATURE_KINDS.filter((_, kind) => shared.has(kind));
  }

  get #all(): Counted {
    this.#counted ??= this.#count();
    return this.#counted;
  }

  #count(): Counted {
    const lists = this.#listed();
    const { kinds, offsets, features } = lists;
    const places = this.#places;
    const rows = places.length;
    const products = offsets.length - 1;

    const frequency = new Uint32Array(kinds.length);
    for (let i = 0; i < features.length; i++) frequency[features[i]]++;
    const starts = new Uint32Array(kinds.length + 1);
    for (let f = 0; f < kinds.length; f++) starts[f + 1] = starts[f] + frequency[f];
    const weights = Float32Array.from(
      kinds,
      (kind, feature) => KIND_WEIGHTS[FEATURE_KINDS[kind]] * Math.log((products + 2) / (frequency[feature] + 1)),
    );
    const holders = rows <= 1 << 16 ? new Uint16Array(features.length) : new Uint32Array(features.length);
    const scales = new Float32Array(rows);
    const next = starts.slice();
    for (let row = 0; row < rows; row++) {
      const place = places[row];
      if (place < 0) continue;
      let squares = 0;
      for (let i = offsets[place]; i < offsets[place + 1]; i++) {
        holders[next[features[i]]++] = row;
        squares += weights[features[i]] ** 2;
      }
      scales[row] = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    }
    return { lists, weights, frequency, holders: new GapLists(holders, starts), scales };
  }

  #eachShared(a: number, b: number, visit: (feature: number) => void): void {
    const ours = this.featuresOf(a);
    const theirs = this.featuresOf(b);
    for (let i = 0, j = 0; i < ours.length && j < theirs.length; ) {
      if (ours[i] === theirs[j]) {
        visit(ours[i]);
        i++;
        j++;
      } else if (ours[i] < theirs[j]) i++;
      else j++;
    }
  }
}
