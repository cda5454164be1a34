// The endpoint that Vitrine's option `remote` asks, as a server of Node's own (docs/candidates.openapi.json has the format). Which
// engine finds the candidates is the caller's.
import { createServer } from 'node:http';

/** Candidates that one answer has at most. */
const MOST = 500;
/** Bytes of a request that are read. */
const MOST_BYTES = 64 * 1024;

/**
 * @typedef {object} Query what a page asks for
 * @property {number} limit candidates wanted
 * @property {{categories?: string[], brands?: string[], price?: {min?: number, max?: number}}} filter all must hold; a product passes
 *   when any of its categories is one of `categories`
 * @property {string[]} recent ids of the visitor's latest products, newest first; may be empty
 * @property {number[] | undefined} vector the visitor's, coarse
 *
 * @typedef {object} Candidate
 * @property {string} id
 * @property {object} [product] the record as in a feed: for products that the page's own feed may lack
 */

/** What was wrong with a request. */
class BadRequest extends Error {}

const isText = (value) => typeof value === 'string' && value.length <= 512;
const isNumber = (value) => Number.isFinite(value);
const listOf = (is, most) => (value) => Array.isArray(value) && value.length <= most && value.every(is);

/** @throws BadRequest where the value is there and is not as it must be */
function optional(value, is, wanted) {
  if (value !== undefined && !is(value)) throw new BadRequest(`${wanted}`);
  return value;
}

/** @returns {Query} */
function readBody(text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new BadRequest('the body must be JSON');
  }
  if (body?.version !== 1) throw new BadRequest('version must be 1');
  const { categories, brands, price } = body.filter ?? {};
  return {
    limit: Math.min(
      MOST,
      optional(body.limit, (value) => Number.isInteger(value) && value > 0, 'limit must be a whole number above 0') ??
        200,
    ),
    filter: {
      categories: optional(categories, listOf(isText, 100), 'filter.categories must be a list of texts'),
      brands: optional(brands, listOf(isText, 100), 'filter.brands must be a list of texts'),
      price: price && {
        min: optional(price.min, isNumber, 'filter.price.min must be a number'),
        max: optional(price.max, isNumber, 'filter.price.max must be a number'),
      },
    },
    recent: optional(body.recent, listOf(isText, 100), 'recent must be a list of texts') ?? [],
    vector: optional(body.vector?.values, listOf(isNumber, 512), 'vector.values must be a list of numbers'),
  };
}

async function readText(request) {
  const pieces = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new BadRequest(`the body must have at most ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * @param {(query: Query) => Promise<Candidate[]>} find asks the engine; best first
 * @param {{origin?: string}} [options] `origin`: the pages that may ask, such as `https://shop.example`. Default: all
 * @returns {import('node:http').Server}
 */
export function createEndpoint(find, { origin = '*' } = {}) {
  return createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', origin);
    const answer = (status, body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
    try {
      if (request.method === 'OPTIONS') {
        response.setHeader('access-control-allow-methods', 'GET, POST');
        response.setHeader('access-control-allow-headers', 'content-type');
        response.setHeader('access-control-max-age', '86400');
        return answer(204);
      }
      if (request.method === 'POST') return answer(200, { candidates: await find(readBody(await readText(request))) });
      if (request.method !== 'GET') return answer(405, { error: 'GET or POST' });
      // What says nothing of a visitor is the same for everyone: a cache may keep it.
      const categories = new URL(request.url, 'http://localhost').searchParams.getAll('category');
      const filter = categories.length > 0 ? { categories } : {};
      const candidates = await find({ limit: 200, filter, recent: [], vector: undefined });
      response.setHeader('cache-control', 'public, max-age=300');
      return answer(200, { candidates });
    } catch (error) {
      if (error instanceof BadRequest) return answer(400, { error: error.message });
      console.error(error);
      return answer(500, { error: 'the engine failed' });
    }
  });
}

/** Weighs the vectors of a visitor's latest products, newest first: each counts a fifth less than the one after it. */
export function meanOf(vectors) {
  if (vectors.length === 0) return undefined;
  return vectors[0].map((_, at) => vectors.reduce((sum, vector, age) => sum + 0.8 ** age * vector[at], 0));
}
