import type { Interaction } from './interaction.ts';
import type { ProductId } from './product.ts';

/** One thing that a visitor did and that names no single product, as GA4 names it; and one addition: `view_category`. */
export type BrowseEvent = {
  /** Its own, given once: however often the same event arrives, it is stored once. */
  id?: string;
  /** Milliseconds since 1970; a time in the future is stored as now. */
  at: number;
} & (
  | {
      name: 'search';
      /** What was searched for, as the visitor wrote it. */
      words: string;
    }
  | {
      name: 'view_item_list';
      /** The products shown, in their order; at most 200. */
      products: readonly ProductId[];
      /** The id of the list. */
      list?: string;
    }
  | {
      name: 'view_category';
      /** Its id or name, as the shop writes it. */
      category: string;
    }
  | {
      name: 'page_view';
      /** Address of the page, without its query. */
      page: string;
    }
);

/** What a visitor did, as adapters read it and the engine takes it. */
export type VisitorEvent = Interaction | BrowseEvent;

/** What became of one `track()` call. */
export interface TrackReport {
  /** Events that are kept: durably committed, or in memory where `durable` is `false`. */
  stored: number;
  /** Entries of the payload that could not be used; `index` is -1 where it is the whole payload. */
  refused: readonly { index: number; message: string }[];
  /** `false` where storage is not available, or not allowed yet, and history lives in memory only. */
  durable: boolean;
}

/**
 * What the visitor allows. `granted`: history is stored in this browser. `pending`: the visitor has not answered yet; what
 * they do is kept in this page's memory alone, and a later `granted` stores it. `denied`: nothing is kept or read, and lists
 * are the same for everyone.
 */
export type Consent = 'pending' | 'granted' | 'denied';
