import type { ItemIndex, Product, ProductId } from '../contract/product.ts';
import { TextTable } from '../kernels/compact/text-table.ts';
import { Bitset } from '../kernels/scoring/bitset.ts';
import { FeatureIndex } from './feature-index.ts';
import type { FeatureLists } from './feature-lists.ts';
import type { RecordStore } from './record-store.ts';

/** A feed that was read, by place: place `p` is its `p`-th product. */
export interface Feed {
  ids: TextTable;
  records: RecordStore;
  /** NaN where there is none. [products] */
  prices: Float64Array;
  /** Places of products that are out of stock. */
  outOfStock: Uint32Array;
  /** Number of the group whose variant a product is, from 1; 0 where it is none. Empty where no product is one. [products] */
  groups: Uint32Array;
  /** Counted when they are first asked for. */
  features: () => FeatureLists;
  /** Of the bytes that it was read from; none where the page gave the products. */
  digest?: string;
}

/**
 * The products of the shop by id and by item row: the pack's products first, in its order, then what only the feed has.
 * Never changes: a new feed or pack makes a new catalogue.
 */
export class Catalogue {
  /** In the feed and in stock. */
  readonly available: Bitset;
  /** Products of the feed. */
  readonly products: number;
  readonly features: FeatureIndex;
  /** Products that only the feed has; they follow the pack's. Without a pack the feed's own table. */
  readonly #further: TextTable;
  /** Place in the feed of each row, or −1 where only the pack has the product. [rows] */
  readonly #places: Int32Array;
  /** Its ids stand in the pack's table and in `#further`. */
  readonly feed: Omit<Feed, 'ids'>;
  readonly #packIds: TextTable;

  constructor({ ids, ...feed }: Feed, packIds: TextTable) {
    this.#packIds = packIds;
    this.feed = feed;
    this.products = ids.size;
    const order = new Uint32Array(ids.size);
    this.#further = packIds.size === 0 ? ids : new TextTable();
    for (let place = 0; place < ids.size; place++) {
      let packed = packIds.numberIn(ids, place);
      if (packed < 0 && packIds.size > 0) packed = packIds.numberOf(ids.at(place)!.normalize());
      const further = packed >= 0 || packIds.size === 0 ? place : this.#further.addFrom(ids, place);
      order[place] = 1 + (packed >= 0 ? packed : packIds.size + further);
    }
    this.available = new Bitset(this.rows);
    this.#places = new Int32Array(this.rows).fill(-1);
    order.forEach((row, place) => {
      this.#places[row] = place;
      this.available.add(row);
    });
    for (const place of feed.outOfStock) this.available.delete(order[place]);
    this.features = new FeatureIndex(feed.features, this.#places);
  }

  /** Item rows, row 0 included. */
  get rows(): number {
    return 1 + this.#packIds.size + this.#further.size;
  }

  /** Rows of the feed's products, in its order; worked out anew each time. [products] */
  get order(): Uint32Array {
    const order = new Uint32Array(this.products);
    this.#places.forEach((place, row) => {
      if (place >= 0) order[place] = row;
    });
    return order;
  }

  /** Of a row; NaN where there is none. */
  priceOf(item: number): number {
    return this.feed.prices[this.#places[item]] ?? Number.NaN;
  }

  /** Of a row: what its variants share; 0 where it has none. */
  groupOf(item: number): number {
    return this.feed.groups[this.#places[item]] ?? 0;
  }

  /** Whether products have variants at all. */
  get grouped(): boolean {
    return this.feed.groups.length > 0;
  }

  /** Ids are the same in each of their Unicode forms: what a Mac wrote decomposed is found. */
  itemOf(id: ProductId): ItemIndex | undefined {
    return this.#rowOf(id) ?? this.#rowOf(id.normalize()) ?? this.#rowOf(id.normalize('NFD'));
  }

  #rowOf(id: ProductId): ItemIndex | undefined {
    const packed = this.#packIds.numberOf(id);
    if (packed >= 0) return (1 + packed) as ItemIndex;
    const further = this.#further.numberOf(id);
    return further < 0 ? undefined : ((1 + this.#packIds.size + further) as ItemIndex);
  }

  idOf(item: number): ProductId | undefined {
    const number = item - 1;
    return number < this.#packIds.size ? this.#packIds.at(number) : this.#further.at(number - this.#packIds.size);
  }

  /** Whether the feed has the product, in stock or not. */
  isListed(item: number): boolean {
    return this.#places[item] >= 0;
  }

  /** The shop's record, as it came. `undefined` where only the pack knows the product. */
  product(item: number): Product | undefined {
    const place = this.#places[item] ?? -1;
    return place < 0 ? undefined : this.feed.records.read(place, this.idOf(item)!, this.feed.prices[place]);
  }

  /** The same products with the rows that another pack gives them. */
  withPack(packIds: readonly ProductId[] | TextTable): Catalogue {
    return new Catalogue(
      { ...this.feed, ids: this.#ids() },
      packIds instanceof TextTable ? packIds : TextTable.of(packIds),
    );
  }

  /** The feed's, by place. */
  #ids(): TextTable {
    if (this.#packIds.size === 0) return this.#further;
    const ids = TextTable.of(Array.from(this.order, (row) => this.idOf(row)!));
    ids.trim();
    return ids;
  }
}
