// Candidates from Chroma (1.5 or later), by its HTTP interface.
import { meanOf } from '../candidates-endpoint/endpoint.mjs';

export const COLLECTIONS = '/api/v2/tenants/default_tenant/databases/default_database/collections';

/** POST to `COLLECTIONS`: makes the collection, or gives the one that is there; the answer has its `id`. */
export const schema = { name: 'products', get_or_create: true, configuration: { hnsw: { space: 'ip' } } };

/** Vectors of so many products are compared one by one at once. */
const COMPARED = 2_000;

/**
 * What POST to `COLLECTIONS/ID/upsert` takes, of some products.
 * @param {{record: {id: string, categories?: readonly string[], brand?: string, price?: number}, rank: number, vector: number[]}[]} products
 *   `rank`: places in the order of popularity, from 0 on
 */
export const rowsOf = (products) => ({
  ids: products.map(({ record }) => record.id),
  embeddings: products.map(({ vector }) => vector),
  documents: products.map(({ record }) => JSON.stringify(record)),
  metadatas: products.map(({ record: { id, categories, brand, price }, rank }) => ({
    id,
    rank,
    // An empty list is refused.
    ...(categories?.length > 0 && { categories }),
    ...(brand !== undefined && { brand }),
    ...(price !== undefined && { price }),
  })),
});

/** @returns the condition, or `undefined` where there is none */
function conditionOf({ filter, recent }, ...further) {
  const { categories, brands, price = {} } = filter;
  const all = [
    ...(categories ? [anyOf(categories.map((category) => ({ categories: { $contains: category } })))] : []),
    ...(brands ? [{ brand: { $in: brands } }] : []),
    ...(price.min === undefined ? [] : [{ price: { $gte: price.min } }]),
    ...(price.max === undefined ? [] : [{ price: { $lte: price.max } }]),
    // The page shows none of them again.
    ...(recent.length > 0 ? [{ id: { $nin: recent } }] : []),
    ...further,
  ];
  return all.length > 1 ? { $and: all } : all[0];
}

/** Chroma takes no list of one condition. */
const anyOf = (conditions) => (conditions.length > 1 ? { $or: conditions } : conditions[0]);

const isEmpty = ({ categories, brands }) => categories?.length === 0 || brands?.length === 0;

/**
 * @param {(path: string, body: object) => Promise<any>} post to the engine; gives its answer, read
 * @param {string} collection its `id`
 * @returns {(query: import('../candidates-endpoint/endpoint.mjs').Query) => Promise<import('../candidates-endpoint/endpoint.mjs').Candidate[]>}
 */
export function createFind(post, collection) {
  const ask = (what, body) => post(`${COLLECTIONS}/${collection}/${what}`, body);
  return async (asked) => {
    // Nothing is in none of no categories; Chroma takes no empty list.
    if (isEmpty(asked.filter)) return [];
    const vector = asked.vector ?? (await vectorOf(ask, asked.recent));
    if (vector === undefined) return popular(ask, asked);
    const where = conditionOf(asked);
    const common = { include: ['documents'], where };
    const found = await ask('query', { ...common, query_embeddings: [vector], n_results: asked.limit });
    if (where === undefined || found.ids[0].length >= asked.limit)
      return candidatesOf(found.ids[0], found.documents[0]);
    // The index walks its graph and may not reach all that passes the filter: then that is compared one by one.
    return nearest(ask, where, vector, asked.limit);
  };
}

async function nearest(ask, where, vector, limit) {
  const best = [];
  for (let offset = 0; ; offset += COMPARED) {
    const page = await ask('get', { where, include: ['documents', 'embeddings'], limit: COMPARED, offset });
    page.ids.forEach((id, i) => {
      const score = page.embeddings[i].reduce((sum, number, k) => sum + number * vector[k], 0);
      best.push({ id, document: page.documents[i], score });
    });
    best.sort((a, b) => b.score - a.score).splice(limit);
    if (page.ids.length < COMPARED) break;
  }
  return candidatesOf(
    best.map(({ id }) => id),
    best.map(({ document }) => document),
  );
}

/** Chroma gives no order but that of vectors: the ranks are asked for up to a bound that grows. */
async function popular(ask, asked) {
  for (let bound = asked.limit; ; bound *= 8) {
    const where = conditionOf(asked, { rank: { $lt: bound } });
    const { ids, documents, metadatas } = await ask('get', { where, include: ['documents', 'metadatas'] });
    if (ids.length < asked.limit && (await isAnyBeyond(ask, asked, bound))) continue;
    const order = ids.map((_, i) => i).sort((a, b) => metadatas[a].rank - metadatas[b].rank);
    const best = order.slice(0, asked.limit);
    return candidatesOf(
      best.map((i) => ids[i]),
      best.map((i) => documents[i]),
    );
  }
}

async function isAnyBeyond(ask, asked, bound) {
  const where = conditionOf(asked, { rank: { $gte: bound } });
  return (await ask('get', { where, include: [], limit: 1 })).ids.length > 0;
}

async function vectorOf(ask, recent) {
  if (recent.length === 0) return undefined;
  const { ids, embeddings } = await ask('get', { ids: recent, include: ['embeddings'] });
  const vectors = new Map(ids.map((id, i) => [id, embeddings[i]]));
  return meanOf(recent.flatMap((id) => (vectors.has(id) ? [vectors.get(id)] : [])));
}

const candidatesOf = (ids, documents) => ids.map((id, i) => ({ id, product: JSON.parse(documents[i]) }));
