// Candidates from PostgreSQL with pgvector (0.8 or later).
import { meanOf } from '../candidates-endpoint/endpoint.mjs';

/** @param {number} width numbers of a vector: that of the pack's section whose vectors these are */
export const schema = (width) => `
  CREATE EXTENSION IF NOT EXISTS vector;
  CREATE TABLE IF NOT EXISTS products (
    id text PRIMARY KEY,
    record jsonb NOT NULL,
    categories text[] NOT NULL DEFAULT '{}',
    brand text,
    price double precision,
    popularity double precision NOT NULL DEFAULT 0,
    embedding vector(${width}) NOT NULL
  );
  CREATE INDEX IF NOT EXISTS products_embedding ON products USING hnsw (embedding vector_ip_ops);
  CREATE INDEX IF NOT EXISTS products_categories ON products USING gin (categories);
  CREATE INDEX IF NOT EXISTS products_popularity ON products (popularity DESC);
`;

/** @returns the condition, and its values, numbered on from `values` */
function conditionOf({ filter, recent }, values) {
  const { categories, brands, price = {} } = filter;
  const conditions = [];
  const add = (sql, value) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(sql.replace('?', `$${values.length}`));
  };
  add('categories && ?::text[]', categories);
  add('brand = ANY(?::text[])', brands);
  add('price >= ?::float8', price.min);
  add('price <= ?::float8', price.max);
  // The page shows none of them again.
  if (recent.length > 0) add('id <> ALL(?::text[])', recent);
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

/**
 * @param database `transaction(work)` runs `work(query)` in one transaction; `query(sql, values)` gives its rows
 * @returns {(query: import('../candidates-endpoint/endpoint.mjs').Query) => Promise<import('../candidates-endpoint/endpoint.mjs').Candidate[]>}
 */
export function createFind(database) {
  return (asked) =>
    database.transaction(async (query) => {
      const vector = asked.vector ?? (await vectorOf(query, asked.recent));
      const values = [];
      const condition = conditionOf(asked, values);
      const select = (order, ...further) =>
        query(`SELECT id, record FROM products ${condition} ORDER BY ${order} LIMIT ${asked.limit}`, [
          ...values,
          ...further,
        ]);
      if (vector === undefined) return candidatesOf(await select('popularity DESC'));

      // An index of neighbours finds first and filters afterwards: of 40 neighbours few may pass. It goes on until enough have
      // passed (`iterative_scan`). It also gives up, after `max_scan_tuples`: then everything that passes is compared.
      const nearest = () => select(`embedding <#> $${values.length + 1}::vector`, JSON.stringify(vector));
      await query('SET LOCAL hnsw.iterative_scan = strict_order');
      await query(`SET LOCAL hnsw.ef_search = ${Math.max(40, asked.limit)}`);
      let rows = await nearest();
      if (rows.length < asked.limit) {
        await query('SET LOCAL enable_indexscan = off');
        rows = await nearest();
      }
      return candidatesOf(rows);
    });
}

async function vectorOf(query, recent) {
  if (recent.length === 0) return undefined;
  const rows = await query('SELECT id, embedding::text AS vector FROM products WHERE id = ANY($1::text[])', [recent]);
  const vectors = new Map(rows.map(({ id, vector }) => [id, JSON.parse(vector)]));
  return meanOf(recent.flatMap((id) => (vectors.has(id) ? [vectors.get(id)] : [])));
}

const candidatesOf = (rows) => rows.map(({ id, record }) => ({ id, product: record }));
