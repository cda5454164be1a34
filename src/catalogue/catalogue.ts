import type { ItemIndex, Product, ProductId } from '../contract/product.ts';
import type { Bitset } from '../kernels/bitset.ts';
import type { FeatureIndex } from './feature-index.ts';
import type { RecordStore } from './record-store.ts';

export interface CatalogueParts {
  /** Row of each id; the pack's ids included, whether or not the feed has them. */
  rowOfId: ReadonlyMap<ProductId, ItemIndex>;
  /** Id of each row; row 0 has none. [rows] */
  ids: readonly (ProductId | undefined)[];
  /** Place in `records` of each row, or −1 where only the pack has the product. [rows] */
  recordOf: Int32Array;
  records: RecordStore;
  /** In the feed and in stock. */
  available: Bitset;
  /** NaN where there is none. [rows] */
  prices: Float64Array;
  features: FeatureIndex;
  /** Rows of the feed's products, in its order. [products] */
  order: Uint32Array;
}

/** The products of the shop by id and by item row. Never changes: a new feed makes a new catalogue. */
export class Catalogue {
  readonly available: Bitset;
  readonly prices: Float64Array;
  readonly features: FeatureIndex;
  readonly order: Uint32Array;
  readonly #parts: CatalogueParts;

  constructor(parts: CatalogueParts) {
    this.#parts = parts;
    this.available = parts.available;
    this.prices = parts.prices;
    this.features = parts.features;
    this.order = parts.order;
  }

  /** Item rows, row 0 included. */
  get rows(): number {
    return this.#parts.ids.length;
  }

  /** Products of the feed. */
  get products(): number {
    return this.order.length;
  }

  itemOf(id: ProductId): ItemIndex | undefined {
    return this.#parts.rowOfId.get(id);
  }

  idOf(item: number): ProductId | undefined {
    return this.#parts.ids[item];
  }

  /** The shop's record, as it came. `undefined` where only the pack knows the product. */
  product(item: number): Product | undefined {
    const record = this.#parts.recordOf[item] ?? -1;
    return record < 0 ? undefined : this.#parts.records.read(record);
  }
}
