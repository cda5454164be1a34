import type { ItemIndex, Product, ProductId } from '../contract/product.ts';
import { Bitset } from '../kernels/bitset.ts';
import { TextTable } from '../kernels/text-table.ts';
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
  /** Counted when they are first asked for. */
  features: () => FeatureLists;
}

/**
 * The products of the shop by id and by item row: the pack's products first, in its order, then what only the feed has.
 * Never changes: a new feed or pack makes a new catalogue.
 */
export class Catalogue {
  /** In the feed and in stock. */
  readonly available: Bitset;
  /** Rows of the feed's products, in its order. [products] */
  readonly order: Uint32Array;
  readonly features: FeatureIndex;
  /** Products that only the feed has; they follow the pack's. Without a pack the feed's own table. */
  readonly #further: TextTable;
  /** Place in the feed of each row, or −1 where only the pack has the product. [rows] */
  readonly #places: Int32Array;

  constructor(
    private readonly feed: Feed,
    private readonly packIds: TextTable,
  ) {
    const { size } = feed.ids;
    this.order = new Uint32Array(size);
    this.#further = packIds.size === 0 ? feed.ids : new TextTable();
    for (let place = 0; place < size; place++) {
      const packed = packIds.numberIn(feed.ids, place);
      const further = packed >= 0 || packIds.size === 0 ? place : this.#further.addFrom(feed.ids, place);
      this.order[place] = 1 + (packed >= 0 ? packed : packIds.size + further);
    }
    this.available = new Bitset(this.rows);
    this.#places = new Int32Array(this.rows).fill(-1);
    this.order.forEach((row, place) => {
      this.#places[row] = place;
      this.available.add(row);
    });
    for (const place of feed.outOfStock) this.available.delete(this.order[place]);
    this.features = new FeatureIndex(feed.features, this.#places);
  }

  /** Item rows, row 0 included. */
  get rows(): number {
    return 1 + this.packIds.size + this.#further.size;
  }

  /** Products of the feed. */
  get products(): number {
    return this.order.length;
  }

  /** By place in the feed, as `order`; NaN where there is none. [products] */
  get prices(): Float64Array {
    return this.feed.prices;
  }

  itemOf(id: ProductId): ItemIndex | undefined {
    const packed = this.packIds.numberOf(id);
    if (packed >= 0) return (1 + packed) as ItemIndex;
    const further = this.#further.numberOf(id);
    return further < 0 ? undefined : ((1 + this.packIds.size + further) as ItemIndex);
  }

  idOf(item: number): ProductId | undefined {
    const number = item - 1;
    return number < this.packIds.size ? this.packIds.at(number) : this.#further.at(number - this.packIds.size);
  }

  /** The shop's record, as it came. `undefined` where only the pack knows the product. */
  product(item: number): Product | undefined {
    const place = this.#places[item] ?? -1;
    return place < 0 ? undefined : this.feed.records.read(place, this.idOf(item)!);
  }

  /** The same products with the rows that another pack gives them. */
  withPack(packIds: readonly ProductId[] | TextTable): Catalogue {
    return new Catalogue(this.feed, packIds instanceof TextTable ? packIds : TextTable.of(packIds));
  }
}
