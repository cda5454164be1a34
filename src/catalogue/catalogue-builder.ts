import type { CatalogueReport, ItemIndex, Product, ProductId, Refusal, RefusalReason } from '../contract/product.ts';
import { Bitset } from '../kernels/bitset.ts';
import { Catalogue } from './catalogue.ts';
import { FeatureCollector } from './feature-collector.ts';
import { readProduct } from './read-product.ts';
import { RecordStore } from './record-store.ts';

/** Bytes of product records that one catalogue may take; rows beyond it are refused, rather than the page crash. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_REFUSALS_NAMED = 100;

/** Takes a feed row by row and makes a catalogue of it. What it holds so far serves nobody until `build`. */
export class CatalogueBuilder {
  readonly #places = new Map<ProductId, number>();
  readonly #records = new RecordStore();
  readonly #features = new FeatureCollector();
  readonly #prices: number[] = [];
  readonly #outOfStock: number[] = [];
  readonly #refusals: Refusal[] = [];
  #row = 0;
  #refused = 0;

  /** Reads the next row of the feed, whatever it is; never throws. */
  add(row: unknown): void {
    const reading = readProduct(row);
    if ('reason' in reading) this.#refuse(reading.reason, reading.message, reading.id);
    else if (this.#places.has(reading.product.id)) {
      this.#refuse('duplicate-id', 'An earlier row has the same id; the first one counts.', reading.product.id);
    } else if (this.#records.bytes > MOST_BYTES) {
      this.#refuse('too-large', 'The catalogue is full: shorten the descriptions.', reading.product.id);
    } else this.#take(reading.product, reading.json);
    this.#row++;
  }

  /** Counts a row that could not even be parsed. */
  refuse(reason: RefusalReason, message: string): void {
    this.#refuse(reason, message);
    this.#row++;
  }

  report(): CatalogueReport {
    return { taken: this.#places.size, refused: this.#refused, refusals: [...this.#refusals] };
  }

  /**
   * Ends the feed; the builder must not be used afterwards.
   * @param packIds products that have the rows 1…n, in the pack's order.
   */
  build(packIds: readonly ProductId[] = []): Catalogue {
    const count = this.#places.size;
    const order = new Uint32Array(count);
    const ids: (ProductId | undefined)[] = [undefined, ...packIds];
    const rowOfId = new Map<ProductId, ItemIndex>(packIds.map((id, i) => [id, (i + 1) as ItemIndex]));
    for (const [id, place] of this.#places) {
      let row = rowOfId.get(id);
      if (row === undefined) {
        row = (ids.push(id) - 1) as ItemIndex;
        rowOfId.set(id, row);
      }
      order[place] = row;
    }
    this.#places.clear();

    const available = new Bitset(ids.length);
    const recordOf = new Int32Array(ids.length).fill(-1);
    const prices = new Float64Array(ids.length).fill(Number.NaN);
    order.forEach((row, place) => {
      recordOf[row] = place;
      prices[row] = this.#prices[place];
      available.add(row);
    });
    for (const place of this.#outOfStock) available.delete(order[place]);
    const features = this.#features.index(order, ids.length);
    return new Catalogue({ rowOfId, ids, recordOf, records: this.#records, available, prices, features, order });
  }

  #take(product: Product, json: string): void {
    const place = this.#records.count;
    this.#records.append(json);
    this.#places.set(product.id, place);
    this.#features.add(product);
    this.#prices.push(product.price ?? Number.NaN);
    if (product.inStock === false) this.#outOfStock.push(place);
  }

  #refuse(reason: RefusalReason, message: string, id?: ProductId): void {
    this.#refused++;
    if (this.#refusals.length >= MOST_REFUSALS_NAMED) return;
    this.#refusals.push({ row: this.#row, reason, message, ...(id === undefined ? {} : { id }) });
  }
}
