import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { ProductId } from '../../contract/product.ts';
import type { RecommendationList } from '../../contract/recommendation.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';

/** The rows of the products that the page gave, in stock or not, and what cannot be ranked of what it gave. */
export function chooseAmong(
  catalogue: Catalogue,
  ids: readonly ProductId[],
): { rows: Bitset } & Pick<RecommendationList, 'leftOut'> {
  const rows = new Bitset(catalogue.rows);
  const unknown: ProductId[] = [];
  const repeated: ProductId[] = [];
  const met = new Set<ProductId>();
  for (const id of ids) {
    const item = catalogue.itemOf(id);
    if (met.has(id)) repeated.push(id);
    else if (item === undefined || !catalogue.isListed(item)) unknown.push(id);
    else rows.add(item);
    met.add(id);
  }
  return { rows, ...(unknown.length + repeated.length > 0 && { leftOut: { unknown, repeated } }) };
}
