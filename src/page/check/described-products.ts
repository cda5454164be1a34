/** Values that are looked through in one page: more than any page describes. */
const MOST_VALUES = 20_000;

const PRODUCT = /(^|\/)(Product|ProductGroup|IndividualProduct|ProductModel)$/;

/**
 * Ids of the products that the page describes as JSON-LD (schema.org): for each product all of its ids, the most specific first. A script
 * that is no JSON counts as none.
 */
export function describedProducts(page: Pick<Document, 'querySelectorAll'>): string[][] {
  const products: string[][] = [];
  for (const script of page.querySelectorAll<HTMLScriptElement>('script[type="application/ld+json"]')) {
    try {
      collect(JSON.parse(script.text), products);
    } catch {
      // No JSON: the search engines pass it over too.
    }
  }
  return products;
}

function collect(root: unknown, products: string[][]): void {
  const waiting: unknown[] = [root];
  for (let seen = 0; waiting.length > 0 && seen < MOST_VALUES; seen += 1) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const fields = value as Record<string, unknown>;
    const types = [fields['@type']].flat();
    if (types.some((type) => typeof type === 'string' && PRODUCT.test(type))) {
      const variants = [fields.hasVariant].flat() as Record<string, unknown>[];
      const named = [fields, ...variants].flatMap((record) => [record?.sku, record?.productID, record?.productGroupID]);
      const ids = named.flatMap((id) => (typeof id === 'string' || typeof id === 'number' ? [String(id)] : []));
      if (ids.length > 0) products.push([...new Set(ids)]);
    } else waiting.push(...Object.values(fields));
  }
}
