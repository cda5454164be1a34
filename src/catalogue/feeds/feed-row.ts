/** A row of a feed as it was read, or one that could not be. */
export type FeedRow = { row: unknown } | { broken: string };

/** An entry of a feed by the plain names of its fields (see `plainName`). */
export type NamedFields = Record<string, unknown>;

/** Entries of any form → rows as `readProduct` takes them. Some wait for those that belong to the same product. */
export interface EntryReader {
  push(entries: readonly unknown[]): FeedRow[];
  /** What waited. */
  end(): FeedRow[];
}
