import { VitrineError } from '../../contract/errors.ts';
import { JsonEntries, parseFeed } from '../../reading/json-entries.ts';
import type { FeedForm, FeedReader } from './feed-reader.ts';
import type { FeedRow } from './feed-row.ts';
import { firstOf, isFields } from './field-values.ts';
import { listOf } from './platform-entries.ts';
import { ProductEntries } from './product-entries.ts';
import { graphProducts } from './unwrapped-entries.ts';

type Fields = Record<string, unknown>;

/** Under what names platforms keep their list of products. */
const LISTS = [
  'products',
  'items',
  'data',
  'hits',
  'results',
  'records',
  'resources',
  'entries',
  'docs',
  'rows',
  'offers',
  'elements',
  'listings',
  'itemSummaries',
  'hydra:member',
  'member',
];
/** Fields by which an object of a list under another name is seen to be a product. */
const NAMED = ['name', 'title', 'productName'];
/** A list that starts at once, or under such a name behind plain fields: it is read as it comes. */
const LIST_START = new RegExp(`^\\s*(?:\\[|\\{[^[\\]{}]*"(?:${LISTS.join('|')})"\\s*:\\s*\\[(?!\\s*\\]))`);
/** UTF-16 units in which the list should have started; a feed that keeps it deeper is read whole. */
const LONGEST_HEAD = 64 * 1024;
/** UTF-16 units of a feed that is read whole. */
const LONGEST_WHOLE = 32 * 1024 * 1024;
const DEEPEST = 8;

/** JSON that has the list of products anywhere: at the top, in an answer's wrapper, in a graph of schema.org. */
export const wrappedJson: FeedForm = { open: (head) => (/^[[{]/.test(head) ? new WrappedJson() : null) };

class WrappedJson implements FeedReader {
  readonly #products = new ProductEntries();
  #list: JsonEntries | undefined;
  /** What came before the list, or all of it. */
  #text = '';

  push(piece: string): FeedRow[] {
    if (this.#list !== undefined) return this.#read(this.#list.push(piece));
    this.#text += piece;
    const start = this.#text.length - piece.length > LONGEST_HEAD ? null : LIST_START.exec(this.#text);
    if (start !== null) {
      this.#list = new JsonEntries();
      return this.#read(this.#list.push(this.#text.slice(start[0].length)));
    }
    if (this.#text.length > LONGEST_WHOLE) throw unreadable('It goes on for over 32 MB without a list of products.');
    return [];
  }

  end(): FeedRow[] {
    if (this.#list !== undefined) {
      this.#list.end();
      return this.#products.end();
    }
    const entries = findProducts(parseFeed(this.#text));
    if (entries === undefined) throw unreadable('It holds no list of products.');
    return [...this.#read(entries), ...this.#products.end()];
  }

  #read(entries: readonly unknown[]): FeedRow[] {
    return this.#products.push(entries);
  }
}

/** The list of products that an answer holds, as deep as it may be. */
function findProducts(value: unknown, depth = 0): unknown[] | undefined {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return undefined;
  if (value['@context'] !== undefined || value['@graph'] !== undefined) {
    const products = graphProducts(value);
    if (products.length > 0) return products;
  }
  if (Array.isArray(value.edges) || Array.isArray(value.nodes)) return listOf(value);
  const named = LISTS.map((name) => findProducts(value[name], depth + 1)).find((list) => list !== undefined);
  if (named !== undefined) return named;
  if (Array.isArray(value.objects)) return squareItems(value.objects.filter(isFields));
  const lists = Object.values(value).filter(
    (one): one is Fields[] =>
      Array.isArray(one) && one.some((each) => isFields(each) && firstOf(each, NAMED) !== undefined),
  );
  if (lists.length > 0) return lists.reduce((longest, list) => (list.length > longest.length ? list : longest));
  const inner = Object.values(value).find((one) => isFields(one) && findProducts(one, depth + 1) !== undefined);
  if (inner !== undefined) return findProducts(inner, depth + 1);
  // One product alone.
  return firstOf(value, ['id', 'sku', 'objectID']) === undefined ? undefined : [value];
}

/** Square's catalogue has pictures and categories as objects beside the items, which name them by id. */
function squareItems(objects: readonly Fields[]): unknown[] {
  const held = new Map(objects.map((one) => [one.id, (one.image_data ?? one.category_data) as Fields | undefined]));
  return objects
    .filter(({ item_data }) => isFields(item_data))
    .map((object) => {
      const item = object.item_data as Fields;
      const categories = [item.category_id, ...listOf(item.categories).map((one) => (one as Fields).id)];
      const names = new Set(categories.map((id) => held.get(id)?.name).filter((name) => name !== undefined));
      const images = listOf(item.image_ids).map((id) => held.get(id)?.url);
      return { ...object, item_data: { ...item, categories: [...names], images } };
    });
}

function unreadable(message: string): VitrineError {
  const remedy = 'Offer the products as a JSON list of objects, each with an id.';
  return new VitrineError('feed-unreadable', message, { remedy });
}
