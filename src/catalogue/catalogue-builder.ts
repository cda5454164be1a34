import type { CatalogueReport, ProductId, Refusal, RefusalReason } from '../contract/product.ts';
import { TextTable } from '../kernels/compact/text-table.ts';
import { Catalogue, type Feed } from './catalogue.ts';
import { FeatureCollector } from './feature-collector.ts';
import type { FeatureLists } from './feature-lists.ts';
import { readProduct } from './read-product.ts';
import { LONGEST_RECORD, RecordStore } from './record-store.ts';

/** Bytes of product records that one catalogue may take; rows beyond it are refused, rather than the page crash. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_REFUSALS_NAMED = 100;

/** Takes a feed row by row and makes a catalogue of it. What it holds so far serves nobody until `build`. */
export class CatalogueBuilder {
  readonly #ids = new TextTable();
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
    else {
      const { product } = reading;
      const { id } = product;
      if (this.#ids.numberOf(id) >= 0) {
        this.#refuse('duplicate-id', 'An earlier row has the same id; the first one counts.', id);
      } else if (this.#records.bytes > MOST_BYTES) {
        this.#refuse('too-large', 'The catalogue is full: shorten the descriptions.', id);
      } else if (!this.#records.append(product)) {
        this.#refuse('too-large', `The row has over ${LONGEST_RECORD} characters.`, id);
      } else {
        const place = this.#ids.add(id);
        this.#features.add(product);
        this.#prices.push(product.price ?? Number.NaN);
        if (product.inStock === false) this.#outOfStock.push(place);
      }
    }
    this.#row++;
  }

  /** Counts a row that could not even be parsed. */
  refuse(reason: RefusalReason, message: string): void {
    this.#refuse(reason, message);
    this.#row++;
  }

  report(): CatalogueReport {
    return { taken: this.#ids.size, refused: this.#refused, refusals: [...this.#refusals] };
  }

  /** Ends the feed; the builder must not be used afterwards. */
  feed(): Feed {
    this.#ids.trim();
    this.#records.trim();
    // One or the other is held: the collector until the lists are counted.
    let collector: FeatureCollector | undefined = this.#features;
    let lists: FeatureLists | undefined;
    return {
      ids: this.#ids,
      records: this.#records,
      prices: Float64Array.from(this.#prices),
      outOfStock: Uint32Array.from(this.#outOfStock),
      features: () => {
        lists ??= collector!.lists();
        collector = undefined;
        return lists;
      },
    };
  }

  /** Ends the feed and makes a catalogue of it. @param packIds products that have the rows 1…n, in the pack's order. */
  build(packIds: readonly ProductId[] = []): Catalogue {
    return new Catalogue(this.feed(), TextTable.of(packIds));
  }

  #refuse(reason: RefusalReason, message: string, id?: ProductId): void {
    this.#refused++;
    if (this.#refusals.length >= MOST_REFUSALS_NAMED) return;
    this.#refusals.push({ row: this.#row, reason, message, ...(id === undefined ? {} : { id }) });
  }
}
