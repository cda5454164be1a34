import type { ItemIndex, Product, ProductId } from '../contract/product.ts';
import { Bitset } from '../kernels/bitset.ts';
import type { FeatureIndex } from './feature-index.ts';
import type { RecordStore } from './record-store.ts';

/** A feed that was read, by place: place `p` is its `p`-th product. */
export interface Feed {
  ids: readonly ProductId[];
  records: RecordStore;
  /** NaN where there is none. [products] */
  prices: Float64Array;
  /** Places of products that are out of stock. */
  outOfStock: Uint32Array;
}

/**
 * Gives item rows: the pack's products first, in its order, then what only the feed has.
 * @param featuresAt features by row, from the item row of each place and the number of rows, row 0 included.
 */
export function arrange(
  feed: Feed,
  packIds: readonly ProductId[],
  featuresAt: (order: Uint32Array, rows: number) => FeatureIndex,
): Catalogue {
  const ids: (ProductId | undefined)[] = [undefined, ...packIds];
  const rows = new Map<ProductId, ItemIndex>(packIds.map((id, i) => [id, (i + 1) as ItemIndex]));
  const order = new Uint32Array(feed.ids.length);
  feed.ids.forEach((id, place) => {
    let row = rows.get(id);
    if (row === undefined) {
      row = (ids.push(id) - 1) as ItemIndex;
      rows.set(id, row);
    }
    order[place] = row;
  });
  return new Catalogue(feed, ids, rows, order, featuresAt(order, ids.length));
}

/** The products of the shop by id and by item row. Never changes: a new feed or pack makes a new catalogue. */
export class Catalogue {
  /** In the feed and in stock. */
  readonly available: Bitset;
  /** NaN where there is none. [rows] */
  readonly prices: Float64Array;
  /** Place in the feed of each row, or −1 where only the pack has the product. [rows] */
  readonly #places: Int32Array;

  constructor(
    private readonly feed: Feed,
    private readonly ids: readonly (ProductId | undefined)[],
    private readonly rowOfId: ReadonlyMap<ProductId, ItemIndex>,
    /** Rows of the feed's products, in its order. [products] */
    readonly order: Uint32Array,
    readonly features: FeatureIndex,
  ) {
    this.available = new Bitset(this.rows);
    this.prices = new Float64Array(this.rows).fill(Number.NaN);
    this.#places = new Int32Array(this.rows).fill(-1);
    order.forEach((row, place) => {
      this.#places[row] = place;
      this.prices[row] = feed.prices[place];
      this.available.add(row);
    });
    for (const place of feed.outOfStock) this.available.delete(order[place]);
  }

  /** Item rows, row 0 included. */
  get rows(): number {
    return this.ids.length;
  }

  /** Products of the feed. */
  get products(): number {
    return this.order.length;
  }

  itemOf(id: ProductId): ItemIndex | undefined {
    return this.rowOfId.get(id);
  }

  idOf(item: number): ProductId | undefined {
    return this.ids[item];
  }

  /** The shop's record, as it came. `undefined` where only the pack knows the product. */
  product(item: number): Product | undefined {
    const place = this.#places[item] ?? -1;
    return place < 0 ? undefined : this.feed.records.read(place);
  }

  /** The same products with the rows that another pack gives them. */
  withPack(packIds: readonly ProductId[]): Catalogue {
    return arrange(this.feed, packIds, (to, rows) => this.features.moved(this.order, to, rows));
  }
}
