import type { Interaction } from './interaction.ts';
import type { ProductId } from './product.ts';
import type { Declaration, Wish } from './visitor-profile.ts';

/** An event that names no single product, by GA4's names, and one name of our own: `view_category`. */
export type BrowseEvent = {
  /** Unique: an event that arrives several times with the same id is stored once. */
  id?: string;
  /** Milliseconds since 1970; a time in the future is stored as now. */
  at: number;
} & (
  | {
      name: 'search';
      /** The query, as the visitor wrote it. */
      words: string;
    }
  | {
      name: 'view_item_list';
      /** The products shown, in their order; at most 200. */
      products: readonly ProductId[];
      /** The id of the list. */
      list?: string;
      /** What the list is for. */
      placement?: string;
      /** Where the list belongs to an experiment. */
      experiment?: string;
      variant?: string;
      /** By product, the shop's rule that moved it. */
      rules?: Readonly<Record<ProductId, string>>;
      /** By product, the team of an interleaved list that picked it. */
      teams?: Readonly<Record<ProductId, string>>;
    }
  | {
      name: 'view_category';
      /** Its id or name, as the shop writes it. */
      category: string;
    }
  | {
      /** What the visitor says about an interest, by `declare()`. */
      name: 'declare_interest';
      of: Declaration['kind'];
      /** The category or brand, as products name it. */
      interest: string;
      wish: Wish;
    }
  | {
      name: 'page_view';
      /** Address of the page, without its query. */
      page: string;
    }
);

/** An event of a visitor, as adapters read it and the engine stores it. */
export type VisitorEvent = Interaction | BrowseEvent;

/** The result of one `track()` call. */
export interface TrackReport {
  /** Events that are kept: durably committed, or in memory where `durable` is `false`. */
  stored: number;
  /** Entries of the payload that could not be used; `index` is -1 for the whole payload. */
  refused: readonly { index: number; message: string }[];
  /** `false` where storage is not available, or not allowed yet, and the history is in memory only. */
  durable: boolean;
}

/**
 * What the visitor allows. `granted`: the history is stored in this browser. `pending`: the visitor has not answered yet; what
 * they do is kept in this page's memory only, and a later `granted` stores it. `denied`: nothing is kept or read, and lists
 * are the same for everyone.
 */
export type Consent = 'pending' | 'granted' | 'denied';
