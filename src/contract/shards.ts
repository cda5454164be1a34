/** What of a catalogue in shards an answer was made without (docs/shards.md). */
export interface Elsewhere {
  /** Products that could have been in the answer, and whose shards are not in the page. */
  products: number;
  /** The same in words. */
  message: string;
}

/** A pack in shards, and what of it is in the page. */
export interface ShardsStatus {
  /** Address of the index. */
  url: string;
  /** Shards of the index. */
  shards: number;
  /** Shards that lists are made of. */
  atHand: number;
  /** Products of all shards. */
  products: number;
  /** Requests for shards and pages of ids since the start; what this browser has stored needs none. */
  requests: number;
  /** Bytes that came by these requests. */
  bytes: number;
  /** Requests that failed: no answer, an error, or another file than the index tells of. */
  failures: number;
}
