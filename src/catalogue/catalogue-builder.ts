import type { CatalogueReport, Product, ProductId, Refusal, RefusalReason } from '../contract/product.ts';
import { arrange, type Catalogue } from './catalogue.ts';
import { FeatureCollector } from './feature-collector.ts';
import { readProduct } from './read-product.ts';
import { RecordStore } from './record-store.ts';

/** Bytes of product records that one catalogue may take; rows beyond it are refused, rather than the page crash. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_REFUSALS_NAMED = 100;

/** Takes a feed row by row and makes a catalogue of it. What it holds so far serves nobody until `build`. */
export class CatalogueBuilder {
  readonly #taken = new Set<ProductId>();
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
    else if (this.#taken.has(reading.product.id)) {
      this.#refuse('duplicate-id', 'An earlier row has the same id; the first one counts.', reading.product.id);
    } else if (this.#records.bytes > MOST_BYTES) {
      this.#refuse('too-large', 'The catalogue is full: shorten the descriptions.', reading.product.id);
    } else this.#take(reading.product, reading.record);
    this.#row++;
  }

  /** Counts a row that could not even be parsed. */
  refuse(reason: RefusalReason, message: string): void {
    this.#refuse(reason, message);
    this.#row++;
  }

  report(): CatalogueReport {
    return { taken: this.#taken.size, refused: this.#refused, refusals: [...this.#refusals] };
  }

  /** Ends the feed; the builder must not be used afterwards. @param packIds products that have the rows 1…n, in the pack's order. */
  build(packIds: readonly ProductId[] = []): Catalogue {
    return arrange(
      {
        ids: [...this.#taken],
        records: this.#records,
        prices: Float64Array.from(this.#prices),
        outOfStock: Uint32Array.from(this.#outOfStock),
      },
      packIds,
      (order, rows) => this.#features.index(order, rows),
    );
  }

  #take(product: Product, record: string): void {
    const place = this.#records.count;
    this.#records.append(record);
    this.#taken.add(product.id);
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
