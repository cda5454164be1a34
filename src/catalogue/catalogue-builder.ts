import type { CatalogueReport, Omission, ProductId, Refusal, RefusalReason } from '../contract/product.ts';
import { TextTable } from '../kernels/compact/text-table.ts';
import { Catalogue, type Feed } from './catalogue.ts';
import { FeatureCollector } from './feature-collector.ts';
import type { FeatureLists } from './feature-lists.ts';
import { isPlain, type OmittedField, type ReadProduct, readProduct } from './read-product.ts';
import { LONGEST_RECORD, RecordStore } from './record-store.ts';

/** Bytes of product records that one catalogue may take; rows beyond it are refused, rather than the page crash. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_NAMED = 100;

/** Takes a feed row by row and makes a catalogue of it. What it holds so far serves nobody until `build`. */
export class CatalogueBuilder {
  readonly #ids = new TextTable();
  readonly #records = new RecordStore();
  readonly #features = new FeatureCollector();
  readonly #prices: number[] = [];
  readonly #outOfStock: number[] = [];
  readonly #refusals: Refusal[] = [];
  readonly #omissions: Omission[] = [];
  readonly #groups: number[] = [];
  readonly #groupNumbers = new Map<string, number>();
  #row = 0;
  #refused = 0;
  #omitted = 0;

  /** Products so far. */
  get size(): number {
    return this.#ids.size;
  }

  /** Whether it takes no more products. */
  get full(): boolean {
    return this.#records.bytes > MOST_BYTES;
  }

  /** Reads the next row of the feed, whatever it is; never throws. */
  add(row: unknown): void {
    const reading = readProduct(row);
    if ('reason' in reading) this.#refuse(reading.reason, reading.message, reading.id);
    else this.#take(reading);
    this.#row++;
  }

  /** As `add`, but only where the row is in Vitrine's own form. @returns whether it was */
  addPlain(row: unknown): boolean {
    const reading = readProduct(row);
    if ('reason' in reading || !isPlain(row as object, reading)) return false;
    this.#take(reading);
    this.#row++;
    return true;
  }

  #take({ product, omitted }: ReadProduct): void {
    const { id } = product;
    if (this.#ids.numberOf(id) >= 0) {
      this.#refuse('duplicate-id', 'An earlier row has the same id; the first one counts.', id);
    } else if (this.full) {
      this.#refuse('too-large', 'The catalogue is full: shorten the descriptions.', id);
    } else if (!this.#records.append(product)) {
      this.#refuse('too-large', `The row has over ${LONGEST_RECORD} characters.`, id);
    } else {
      const place = this.#ids.add(id);
      this.#features.add(product);
      this.#prices.push(product.price ?? Number.NaN);
      if (product.inStock === false) this.#outOfStock.push(place);
      this.#group(product.itemGroupId);
      for (const field of omitted) this.#omit(field, id);
    }
  }

  /** The group of the next product: numbers by name, from 1; 0 where it is no variant. */
  #group(name: string | undefined): void {
    if (name !== undefined && !this.#groupNumbers.has(name)) this.#groupNumbers.set(name, this.#groupNumbers.size + 1);
    this.#groups.push(name === undefined ? 0 : this.#groupNumbers.get(name)!);
  }

  /** Counts a row that could not even be parsed. */
  refuse(reason: RefusalReason, message: string): void {
    this.#refuse(reason, message);
    this.#row++;
  }

  report(): CatalogueReport {
    return {
      taken: this.#ids.size,
      refused: this.#refused,
      refusals: [...this.#refusals],
      omitted: this.#omitted,
      omissions: [...this.#omissions],
    };
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
      groups: Uint32Array.from(this.#groupNumbers.size === 0 ? [] : this.#groups),
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
    if (this.#refusals.length >= MOST_NAMED) return;
    this.#refusals.push({ row: this.#row, reason, message, ...(id === undefined ? {} : { id }) });
  }

  #omit({ field, reason, message }: OmittedField, id: ProductId): void {
    this.#omitted++;
    if (this.#omissions.length < MOST_NAMED) this.#omissions.push({ row: this.#row, id, field, reason, message });
  }
}
