// Candidates from Qdrant (1.10 or later), by its HTTP interface.
import { createHash } from 'node:crypto';

/** A collection `products` for vectors of so many numbers, and the fields that filters read: PUT each body at its path. */
export const schema = (width) => [
  ['/collections/products', { vectors: { size: width, distance: 'Dot' } }],
  ['/collections/products/index', { field_name: 'categories', field_schema: 'keyword' }],
  ['/collections/products/index', { field_name: 'brand', field_schema: 'keyword' }],
  ['/collections/products/index', { field_name: 'price', field_schema: 'float' }],
  ['/collections/products/index', { field_name: 'popularity', field_schema: 'float' }],
];

/** The point of a product: Qdrant takes whole numbers and UUIDs alone. The product's own id is in the payload, in `record`. */
export function pointOf(id) {
  const digest = createHash('sha256').update(id).digest('hex');
  return [8, 12, 16, 20, 32].map((end, i, ends) => digest.slice(ends[i - 1] ?? 0, end)).join('-');
}

/** @returns the filter of a query; the engine obeys it while it looks for neighbours */
function filterOf({ filter, recent }) {
  const { categories, brands, price } = filter;
  const must = [
    ...(categories ? [{ key: 'categories', match: { any: categories } }] : []),
    ...(brands ? [{ key: 'brand', match: { any: brands } }] : []),
    ...(price ? [{ key: 'price', range: { gte: price.min, lte: price.max } }] : []),
  ];
  return { must, must_not: recent.length > 0 ? [{ has_id: recent.map(pointOf) }] : [] };
}

/**
 * @param {(path: string, body: object) => Promise<any>} post to the engine; gives its answer, read
 * @returns {(query: import('../candidates-endpoint/endpoint.mjs').Query) => Promise<import('../candidates-endpoint/endpoint.mjs').Candidate[]>}
 */
export function createFind(post) {
  const points = async (body) => (await post('/collections/products/points/query', body)).result.points;
  return async (asked) => {
    const common = { filter: filterOf(asked), limit: asked.limit, with_payload: ['record'] };
    const recent = asked.vector ? [] : await knownOf(post, asked.recent);
    const popular = { order_by: { key: 'popularity', direction: 'desc' } };
    const query =
      asked.vector ?? (recent.length > 0 ? { recommend: { positive: recent, strategy: 'average_vector' } } : popular);
    let found = await points({ ...common, query });
    // The graph is walked along what passes the filter; where that is torn apart, everything that passes is compared.
    if (found.length < asked.limit && query !== popular)
      found = await points({ ...common, query, params: { exact: true } });
    return found.map(({ payload: { record } }) => ({ id: record.id, product: record }));
  };
}

/** A product that the engine lacks would make it refuse the whole query. */
async function knownOf(post, recent) {
  if (recent.length === 0) return [];
  const { result } = await post('/collections/products/points', { ids: recent.map(pointOf), with_payload: false });
  return result.map(({ id }) => id);
}
