import type { Catalogue } from '../../catalogue/catalogue.ts';
import { passing } from '../../catalogue/filter.ts';
import type { InteractionName, StoredInteraction } from '../../contract/interaction.ts';
import { type Interest, Interests } from '../../contract/interests.ts';
import { PADDING, type Product, type ProductId } from '../../contract/product.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import { deleteWithVariants, settleSeenVariants } from '../reranking/variants.ts';
import type { VisitorContext } from '../sources/candidate-source.ts';
import type { ResolvedQuery } from './resolve-query.ts';

/** The history that a visitor is followed through. */
export interface Followed {
  /** Oldest first; grows at the end only while `generation` stays the same. */
  readonly entries: readonly StoredInteraction[];
  readonly generation: number;
}

/**
 * The visitor as the funnel sees them: interests mapped to item rows. One more interaction costs one more step; all is
 * mapped anew only when the catalogue is another one or something earlier was taken back. Products that the catalogue
 * does not know are passed over, and found when it does.
 */
export class Visitor {
  #interests = new Interests();
  #generation = -1;
  #read = 0;

  #catalogue: Catalogue | undefined;
  #revision = -1;
  #mapped = 0;
  #last: Interest | undefined;
  #items = new Int32Array(64);
  #names: InteractionName[] = [];
  #session = 0;
  #sessionStart = 0;
  #seen = new Bitset(0);

  /** Brings the view up to date. */
  follow(history: Followed, catalogue: Catalogue): void {
    if (history.generation !== this.#generation) {
      this.#generation = history.generation;
      this.#interests = new Interests();
      this.#read = 0;
      this.#catalogue = undefined;
    }
    for (; this.#read < history.entries.length; this.#read++) this.#interests.add(history.entries[this.#read]);
    if (catalogue !== this.#catalogue || this.#interests.revision !== this.#revision) this.#mapAnew(catalogue);
    const { list } = this.#interests;
    if (this.#mapped > 0 && list[this.#mapped - 1] !== this.#last)
      this.#mapLastAgain(list[this.#mapped - 1], catalogue);
    for (; this.#mapped < list.length; this.#mapped++) this.#map(list[this.#mapped], catalogue);
    this.#last = list.at(-1);
  }

  /**
   * What the funnel is asked with. `follow` was called before.
   * @param among rows that the page gave to be put in order, if it did
   */
  context({ like, friends, seen, filter, shown }: ResolvedQuery, among?: Int32Array): VisitorContext {
    const catalogue = this.#catalogue!;
    const allowed = passing(catalogue, filter, among && bitsetOf(catalogue, among));
    const { dismissed, seen: met, list } = this.#interests;
    const elsewhere = [...like, ...shown];
    if (seen === 'exclude') {
      for (let word = 0; word < allowed.words.length; word++) allowed.words[word] &= ~this.#seen.words[word];
    }
    if (among === undefined) {
      // Seeds are the visitor's latest interest, and not shown themselves.
      settleSeenVariants(catalogue, allowed, this.#seen, seen);
      const unwanted = [...dismissed, ...elsewhere].map((id) => catalogue.itemOf(id));
      deleteWithVariants(
        catalogue,
        allowed,
        unwanted.filter((item) => item !== undefined),
      );
    }
    const own = {
      items: this.#items.subarray(0, this.#names.length),
      names: this.#names,
      sessionStart: this.#sessionStart,
      friends: friends.map((ids) => Int32Array.from(ids, (id) => catalogue.itemOf(id) ?? PADDING)),
      allowed,
      among,
      // The page's own set has no guests.
      ...(among === undefined && { guests: new Map<number, Product>() }),
      filter,
      latest: (count: number) =>
        [...new Set([...list.map(({ product }) => product), ...like].reverse())].slice(0, count),
      hides: (id: ProductId): boolean =>
        dismissed.has(id) || elsewhere.includes(id) || (seen === 'exclude' && met.has(id)),
    };
    const seeds = like.map((id) => catalogue.itemOf(id)).filter((item) => item !== undefined);
    if (seeds.length === 0) return own;
    const items = new Int32Array(own.items.length + seeds.length);
    items.set(own.items);
    items.set(seeds, own.items.length);
    return { ...own, items, names: [...own.names, ...seeds.map(() => 'view_item' as const)] };
  }

  #mapAnew(catalogue: Catalogue): void {
    this.#catalogue = catalogue;
    this.#revision = this.#interests.revision;
    this.#mapped = 0;
    // Contexts of lists that are still being made keep theirs.
    this.#items = new Int32Array(this.#items.length);
    this.#names = [];
    this.#session = 0;
    this.#sessionStart = 0;
    this.#seen = new Bitset(catalogue.rows);
    for (const id of this.#interests.seen) {
      const item = catalogue.itemOf(id);
      if (item !== undefined) this.#seen.add(item);
    }
  }

  #map({ product, name, session }: Interest, catalogue: Catalogue): void {
    const item = catalogue.itemOf(product);
    if (item === undefined) return;
    this.#seen.add(item);
    const place = this.#names.push(name) - 1;
    if (place === this.#items.length) {
      const larger = new Int32Array(place * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[place] = item;
    this.#enterSession(session);
  }

  /** The last interest has another name, and perhaps belongs to the next session; its product is the same. */
  #mapLastAgain({ product, name, session }: Interest, catalogue: Catalogue): void {
    if (catalogue.itemOf(product) === undefined) return;
    this.#names[this.#names.length - 1] = name;
    this.#enterSession(session);
  }

  /** The last item belongs to this session. */
  #enterSession(session: number): void {
    if (session === this.#session) return;
    this.#session = session;
    this.#sessionStart = this.#names.length - 1;
  }
}

function bitsetOf({ rows }: Catalogue, items: Int32Array): Bitset {
  const bits = new Bitset(rows);
  for (const item of items) bits.add(item);
  return bits;
}
