// Candidates from OpenSearch (2.9 or later) with its k-NN plugin.
import { meanOf } from '../candidates-endpoint/endpoint.mjs';

/** The index `products`: PUT it at /products. Lucene obeys a filter while it looks for neighbours. */
export const schema = (width) => ({
  settings: { 'index.knn': true },
  mappings: {
    properties: {
      embedding: {
        type: 'knn_vector',
        dimension: width,
        method: { name: 'hnsw', engine: 'lucene', space_type: 'cosinesimil' },
      },
      categories: { type: 'keyword' },
      brand: { type: 'keyword' },
      price: { type: 'double' },
      popularity: { type: 'double' },
      record: { type: 'object', enabled: false },
    },
  },
});

function filterOf({ filter, recent }) {
  const { categories, brands, price } = filter;
  return {
    bool: {
      filter: [
        ...(categories ? [{ terms: { categories } }] : []),
        ...(brands ? [{ terms: { brand: brands } }] : []),
        ...(price ? [{ range: { price: { gte: price.min, lte: price.max } } }] : []),
      ],
      must_not: recent.length > 0 ? [{ ids: { values: recent } }] : [],
    },
  };
}

/**
 * @param {(path: string, body: object) => Promise<any>} post to the engine; gives its answer, read
 * @returns {(query: import('../candidates-endpoint/endpoint.mjs').Query) => Promise<import('../candidates-endpoint/endpoint.mjs').Candidate[]>}
 */
export function createFind(post) {
  return async (asked) => {
    const filter = filterOf(asked);
    const search = async (body) =>
      (await post('/products/_search', { size: asked.limit, _source: ['record'], ...body })).hits.hits;
    const vector = asked.vector ?? (await vectorOf(post, asked.recent));
    const popular = () => search({ query: filter, sort: [{ popularity: 'desc' }] });
    if (!vector) return candidatesOf(await popular());
    // The filter stands within `knn`: beside it, it would remove neighbours that were found.
    let hits = await search({ query: { knn: { embedding: { vector, k: asked.limit, filter } } } });
    if (hits.length < asked.limit) {
      // Everything that passes is compared.
      const params = { field: 'embedding', query_value: vector, space_type: 'cosinesimil' };
      hits = await search({
        query: { script_score: { query: filter, script: { source: 'knn_score', lang: 'knn', params } } },
      });
    }
    return candidatesOf(hits);
  };
}

async function vectorOf(post, recent) {
  if (recent.length === 0) return undefined;
  const { docs } = await post('/products/_mget?_source=embedding', { ids: recent });
  return meanOf(docs.flatMap(({ found, _source }) => (found ? [_source.embedding] : [])));
}

const candidatesOf = (hits) => hits.map(({ _id, _source }) => ({ id: _id, product: _source.record }));
