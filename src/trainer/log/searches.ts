import { SESSION_GAP_MS } from '../../contract/interaction.ts';
import { interestsOf } from '../../contract/interests.ts';
import type { ProductId } from '../../contract/product.ts';
import type { ShopperEvents } from './event-log.ts';

/** A search of a shopper, and the products that they turned to after it. */
export interface ShopSearch {
  shopper: string;
  words: string;
  /** Milliseconds. */
  at: number;
  /** In their order, each once. */
  chosen: readonly ProductId[];
}

/** Products turned to after one search that tell of its words. */
const MOST_CHOSEN = 5;

/** The searches after which a shopper turned to a product: within half an hour, and before the next search. */
export function searchesOf({ shopperIds, events, searches }: ShopperEvents): ShopSearch[] {
  return shopperIds.flatMap((shopper, row) => {
    const own = searches[row].toSorted((a, b) => a.at - b.at);
    if (own.length === 0) return [];
    const chosen: ProductId[][] = own.map(() => []);
    const inOrder = events[row].toSorted((a, b) => a.at - b.at).map((event) => ({ ...event, session: 1 }));
    for (const { product, at } of interestsOf(inOrder)) {
      const search = own.findLastIndex((one) => one.at <= at);
      if (search < 0 || at - own[search].at > SESSION_GAP_MS) continue;
      if (chosen[search].length < MOST_CHOSEN && !chosen[search].includes(product)) chosen[search].push(product);
    }
    return own.flatMap(({ words, at }, i) => (chosen[i].length > 0 ? [{ shopper, words, at, chosen: chosen[i] }] : []));
  });
}
