import type { Shop } from './shop.ts';

/** What every view and part of the page is given. */
export interface Stage {
  shop: Shop;
  /** Aborted when the view leaves the page. */
  signal: AbortSignal;
}

/** A view that is on the page. */
export interface View {
  /** For the window's title and for the reader's announcement. */
  title: string;
  content: HTMLElement;
}
