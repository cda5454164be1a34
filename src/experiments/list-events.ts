import type { ProductId } from '../contract/product.ts';
import type { RecommendationList } from '../contract/recommendation.ts';
import type { InterleavedList, InterleavedProduct } from './interleaving.ts';

/** A GA4 event: `gtag('event', event.name, event.params)`, `dataLayer.push`, or a beacon of the shop's own. */
export interface ListEvent {
  name: 'view_item_list' | 'select_item' | 'add_to_cart';
  params: {
    item_list_id: string;
    /** The placement. */
    item_list_name: string;
    /** Where the list belongs to an experiment. */
    experiment?: string;
    variant?: string;
    items: ListEventItem[];
  };
}

/** A product of a list, as GA4 names its fields; `rule` and `team` are ours. */
export interface ListEventItem {
  item_id: ProductId;
  item_list_id: string;
  /** Place on the list, from 0. */
  index: number;
  price?: number;
  quantity?: number;
  /** The shop's rule that moved it. */
  rule?: string;
  /** The team of an interleaved list that picked it. */
  team?: string;
}

/**
 * What was seen or done with products of a list, in the form that `vitrine report` reads and that analytics take: with the
 * list, its placement, and the rule, variant and team behind each product.
 * @param products that were seen, chosen or put into the cart. Default: all of the list
 */
export function listEvent(
  name: ListEvent['name'],
  list: RecommendationList | InterleavedList,
  products?: Iterable<ProductId>,
): ListEvent {
  const { id, placement, variant } = list;
  const experiment = 'teams' in list ? list.experiment : variant?.experiment;
  const items: readonly InterleavedProduct[] = list.items;
  const wanted = products === undefined ? undefined : new Set(products);
  return {
    name,
    params: {
      item_list_id: id,
      item_list_name: placement,
      ...(experiment === undefined ? {} : { experiment }),
      ...(variant === undefined ? {} : { variant: variant.variant }),
      items: items.flatMap((item, index) => {
        if (wanted?.has(item.id) === false) return [];
        const { product, rule, team } = item;
        return {
          item_id: item.id,
          item_list_id: id,
          index,
          ...(product.price === undefined ? {} : { price: product.price }),
          ...(rule === undefined ? {} : { rule }),
          ...(team === undefined ? {} : { team }),
        };
      }),
    },
  };
}
