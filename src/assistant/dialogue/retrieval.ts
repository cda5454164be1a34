import type { Product, ProductId } from '../../contract/product.ts';
import type { ProductFilter } from '../../contract/recommendation.ts';
import type { FoundProduct, SearchResult } from '../../contract/search.ts';
import { holds, mentions, namingTexts } from '../record-texts.ts';
import type { AssistantShop } from '../shop.ts';
import type { Wish } from '../state/conversation.ts';
import { textOf } from '../state/wishes.ts';

export interface FoundList<TProduct extends Product> {
  items: readonly FoundProduct<TProduct>[];
  found: number;
  list: string;
  alternatives: readonly FoundProduct<TProduct>[];
  dropped: readonly string[];
}

/** Products that are read of a result: enough to divide them, and to leave some out. */
const DEPTH = 200;
/** What searches, and lists of the assistant's own choice, are for. */
const PLACEMENT = 'assistant';

/** What the shop is asked while a turn is answered. */
export class Retrieval<TProduct extends Product> {
  readonly #shop: AssistantShop<TProduct>;
  readonly #calling: { signal?: AbortSignal };
  /** What was searched for in this turn: several readings of a text come to the same search. */
  readonly #results = new Map<string, Promise<SearchResult<TProduct>>>();

  constructor(shop: AssistantShop<TProduct>, signal: AbortSignal | undefined) {
    this.#shop = shop;
    this.#calling = signal ? { signal } : {};
  }

  search(text: string, filter: ProductFilter = {}): Promise<SearchResult<TProduct>> {
    const asked = JSON.stringify([text, filter]);
    const known = this.#results.get(asked);
    if (known !== undefined) return known;
    const result = this.#shop.search({
      ...this.#calling,
      placement: PLACEMENT,
      text,
      limit: DEPTH,
      prefix: false,
      filter,
    });
    this.#results.set(asked, result);
    return result;
  }

  /** Products that hold all of a wish. */
  async find(wish: Wish): Promise<FoundList<TProduct>> {
    if (wish.like !== undefined) return this.#alike(wish.like, filterOf(wish));
    const text = textOf(wish) || priceText(wish.price);
    const result = await this.search(text, filterOf(wish));
    const fits = ({ product }: FoundProduct<TProduct>) => !wish.without.some((word) => mentions(product, word));
    const fitting = result.items.filter(fits);
    // What is called so comes before what a description mentions in passing.
    const called = fitting.filter(({ product }) => isCalled(product, wish));
    const labelled = called.filter(({ product }) => isLabelled(product, wish));
    const items = [labelled, called, fitting].find(({ length }) => length > 0) ?? [];
    return {
      items,
      found: items.length < result.items.length ? items.length : result.found,
      list: result.id,
      alternatives: result.alternatives.filter(fits),
      dropped: result.dropped,
    };
  }

  /** Products as they are, in the order of their ids. */
  async byId(ids: readonly ProductId[]): Promise<TProduct[]> {
    if (ids.length === 0) return [];
    const { items } = await this.#shop.recommend({
      ...this.#calling,
      placement: PLACEMENT,
      among: ids,
      explain: false,
    });
    const known = new Map(items.map(({ id, product }) => [id, product]));
    return ids.flatMap((id) => known.get(id) ?? []);
  }

  /** A look around: what the shelves would show. */
  async around(): Promise<Pick<FoundList<TProduct>, 'items' | 'list'>> {
    const { items, id } = await this.#shop.recommend({ ...this.#calling, limit: DEPTH, seen: 'include' });
    return { items: items.map((one) => ({ ...one, highlights: [] })), list: id };
  }

  async #alike(like: ProductId, filter: ProductFilter): Promise<FoundList<TProduct>> {
    const [product] = await this.byId([like]);
    const kind = product?.categories?.at(-1);
    const { items, id } = await this.#shop.recommend({
      ...this.#calling,
      placement: 'looking-similar',
      like: [like],
      limit: DEPTH,
      filter: kind === undefined ? filter : { ...filter, categories: [kind] },
      seen: 'include',
    });
    const others = items.filter((one) => one.id !== like).map((one) => ({ ...one, highlights: [] }));
    return { items: others, found: others.length, list: id, alternatives: [], dropped: [] };
  }
}

function filterOf({ price, seen }: Wish): ProductFilter {
  const { min, max } = price ?? {};
  return {
    ...(price && { price: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) } }),
    ...(seen.length > 0 && { exclude: seen }),
  };
}

/** A price alone, as a text that the search understands. */
function priceText(price: Wish['price']): string {
  if (price === undefined) return '';
  if (price.max === undefined) return `from ${price.min ?? 0}`;
  return price.min === undefined ? `under ${price.max}` : `between ${price.min} and ${price.max}`;
}

/** Whether the record calls a product all of what is wished for, and does not only mention it in a description. */
export function isCalled(product: Product, { parts, words }: Pick<Wish, 'parts' | 'words'>): boolean {
  const naming = namingTexts(product);
  return [...parts.filter(({ exclude }) => !exclude).map(({ name }) => name), ...words].every((word) =>
    holds(naming, word),
  );
}

/** Whether it has every label of the wish, and does not only hold its words: a bottle vase is no bottle. */
function isLabelled({ categories = [], brand, tags = [] }: Product, { parts }: Wish): boolean {
  const own = new Set([brand, ...categories, ...tags]);
  return parts.every(({ name, exclude }) => exclude || own.has(name));
}
