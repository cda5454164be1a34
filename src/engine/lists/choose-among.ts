import type { Catalogue } from '../../catalogue/catalogue.ts';
import { PADDING, type ProductId } from '../../contract/product.ts';
import type { RecommendationList } from '../../contract/recommendation.ts';

/** What the page gave to be put in order. */
export interface Among extends Pick<RecommendationList, 'leftOut'> {
  /** Rows of its products, in stock or not, each once, in its order. */
  rows: Int32Array;
}

export function chooseAmong(catalogue: Catalogue, ids: readonly ProductId[]): Among {
  const rows = new Set<number>();
  const unknown: ProductId[] = [];
  const repeated: ProductId[] = [];
  for (const id of ids) {
    const item = catalogue.itemOf(id) ?? PADDING;
    if (!catalogue.isListed(item)) unknown.push(id);
    else if (rows.has(item)) repeated.push(id);
    else rows.add(item);
  }
  return {
    rows: Int32Array.from(rows),
    ...(rows.size < ids.length && { leftOut: { unknown, repeated } }),
  };
}
