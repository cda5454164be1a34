/** The features of a feed's products, by place in the feed: plain data. */
export interface FeatureLists {
  /** Kind of each feature, an index into `FEATURE_KINDS`. [features] */
  kinds: Uint8Array;
  /** The same for the same kind and name in every catalogue. [features] */
  hashes: Uint32Array;
  /** Features of place `p`, ascending: `features[offsets[p] … offsets[p + 1])`. [products + 1] */
  offsets: Uint32Array;
  /** [entries] */
  features: Uint16Array | Uint32Array;
  /** Numbers of categories and brands by their exact names, for filters. */
  categories: ReadonlyMap<string, number>;
  brands: ReadonlyMap<string, number>;
}
