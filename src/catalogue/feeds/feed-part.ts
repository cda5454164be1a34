import type { EntryReader, FeedRow } from './feed-row.ts';
import { feedRows } from './feed-rows.ts';
import { ProductEntries } from './product-entries.ts';

/** What the engine brings in where products are not in Vitrine's own form. */
export interface FeedPart {
  /** A feed of any form, from its bytes. @throws VitrineError `feed-unreadable` */
  rows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRow[]>;
  /** Products of any form that the page holds. */
  entries(): EntryReader;
}

export const feedPart: FeedPart = { rows: feedRows, entries: () => new ProductEntries() };
