import { FEATURE_KINDS, type FeatureKind, KIND_WEIGHTS } from './feature-kinds.ts';

export interface FeatureTable {
  /** Products that have features at all. */
  products: number;
  /** Kind of each feature, an index into `FEATURE_KINDS`. [features] */
  kinds: Uint8Array;
  /** The same for the same kind and name in every catalogue. [features] */
  hashes: Uint32Array;
  /** Features of row `r`, ascending: `features[offsets[r] … offsets[r + 1])`. [rows + 1] */
  offsets: Uint32Array;
  /** [entries] */
  features: Uint32Array;
  /** Numbers of categories and brands by their exact names, for filters. */
  categories: ReadonlyMap<string, number>;
  brands: ReadonlyMap<string, number>;
}

/**
 * Which product has which feature, from both sides: features of a row, rows of a feature. A row is a vector of weighted
 * features of length 1; two rows are as similar as the cosine between them.
 */
export class FeatureIndex {
  readonly categories: ReadonlyMap<string, number>;
  readonly brands: ReadonlyMap<string, number>;
  /** Rarity (ln of products per holder, above 0 even where all hold it) times the weight of the kind. [features] */
  readonly weights: Float32Array;
  readonly #table: FeatureTable;
  /** Rows of feature `f`, ascending: `#rows[#starts[f] … #starts[f + 1])`. */
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;
  /** 1 / length of each row's vector; 0 for a row without features. [rows] */
  readonly #scales: Float32Array;

  constructor(table: FeatureTable) {
    this.#table = table;
    this.categories = table.categories;
    this.brands = table.brands;
    const { kinds, offsets, features } = table;
    const rows = offsets.length - 1;

    this.#starts = new Uint32Array(kinds.length + 1);
    for (const feature of features) this.#starts[feature + 1]++;
    for (let f = 0; f < kinds.length; f++) this.#starts[f + 1] += this.#starts[f];
    this.#rows = new Uint32Array(features.length);
    const next = this.#starts.slice();
    for (let row = 0; row < rows; row++) {
      for (let i = offsets[row]; i < offsets[row + 1]; i++) this.#rows[next[features[i]]++] = row;
    }

    this.weights = Float32Array.from(kinds, (kind, feature) => {
      return KIND_WEIGHTS[FEATURE_KINDS[kind]] * Math.log((table.products + 2) / (this.holdersOf(feature) + 1));
    });
    this.#scales = Float32Array.from({ length: rows }, (_, row) => {
      let squares = 0;
      for (const feature of this.featuresOf(row)) squares += this.weights[feature] ** 2;
      return squares === 0 ? 0 : 1 / Math.sqrt(squares);
    });
  }

  get rows(): number {
    return this.#scales.length;
  }

  /** Ascending. */
  featuresOf(row: number): Uint32Array {
    return this.#table.features.subarray(this.#table.offsets[row], this.#table.offsets[row + 1]);
  }

  /** Ascending. */
  rowsOf(feature: number): Uint32Array {
    return this.#rows.subarray(this.#starts[feature], this.#starts[feature + 1]);
  }

  /** How many products have the feature. */
  holdersOf(feature: number): number {
    return this.#starts[feature + 1] - this.#starts[feature];
  }

  /** The same for the same kind and name in every catalogue. */
  hashOf(feature: number): number {
    return this.#table.hashes[feature];
  }

  kindOf(feature: number): FeatureKind {
    return FEATURE_KINDS[this.#table.kinds[feature]];
  }

  /** 1 / length of the row's vector of weights; 0 for a row without features. */
  scaleOf(row: number): number {
    return this.#scales[row];
  }

  /** Cosine of two rows, 0…1. */
  similarity(a: number, b: number): number {
    let dot = 0;
    this.#eachShared(a, b, (feature) => {
      dot += this.weights[feature] ** 2;
    });
    return dot * this.#scales[a] * this.#scales[b];
  }

  /** The kinds of features that two rows have in common, in the order of `FEATURE_KINDS`. */
  sharedKinds(a: number, b: number): FeatureKind[] {
    const shared = new Set<number>();
    this.#eachShared(a, b, (feature) => shared.add(this.#table.kinds[feature]));
    return FEATURE_KINDS.filter((_, kind) => shared.has(kind));
  }

  /** The same features under other rows. @param from rows as they are, @param to as they will be, parallel. @param rows all rows then. */
  moved(from: Uint32Array, to: Uint32Array, rows: number): FeatureIndex {
    const offsets = new Uint32Array(rows + 1);
    from.forEach((row, i) => {
      offsets[to[i] + 1] = this.featuresOf(row).length;
    });
    for (let row = 0; row < rows; row++) offsets[row + 1] += offsets[row];
    const features = new Uint32Array(offsets[rows]);
    from.forEach((row, i) => {
      features.set(this.featuresOf(row), offsets[to[i]]);
    });
    return new FeatureIndex({ ...this.#table, offsets, features });
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
