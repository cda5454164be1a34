import type { Product, ProductId } from '../contract/product.ts';
import { GrowingUint32 } from './growing-uint32.ts';
import { decodeRecord, encodeRecord } from './product-record.ts';
import { type SharedValue, SharedValues } from './shared-values.ts';

/** UTF-16 units of one record; longer descriptions belong on the product's own page. */
export const LONGEST_RECORD = 64 * 1024;
/** Bytes; a record of the longest kind fits (three bytes to a UTF-16 unit at most). */
const PAGE = 256 * 1024;

/** A record store as plain data. */
export interface StoredRecords {
  /** Each as long as it is filled. */
  pages: Uint8Array[];
  /** Where each record starts, counted in whole pages. [records] */
  starts: Uint32Array;
  shared: SharedValue[];
}

/**
 * Product records as UTF-8 in large pages: a fraction of what they take as objects, none of it for the garbage collector
 * to walk, and parsed only for the few products that a shelf shows.
 */
export class RecordStore {
  readonly #pages: Uint8Array[];
  readonly #starts: GrowingUint32;
  readonly #shared: SharedValues;
  /** Bytes filled of the last page, which is the only one with room. */
  #used: number;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  constructor({ pages, starts, shared }: StoredRecords = { pages: [], starts: new Uint32Array(0), shared: [] }) {
    this.#pages = pages;
    this.#starts = new GrowingUint32(starts);
    this.#shared = new SharedValues(shared);
    this.#used = PAGE;
  }

  /** Of whole pages. */
  get bytes(): number {
    return this.#pages.length * PAGE;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** What the constructor takes. `trim` was called before. */
  get stored(): StoredRecords {
    return { pages: this.#pages, starts: this.#starts.values, shared: this.#shared.values };
  }

  /** @returns whether it was taken; one that is too long is not. */
  append(product: Product): boolean {
    const record = encodeRecord(product, this.#shared);
    if (record.length > LONGEST_RECORD) return false;
    let written = this.#write(record);
    if (written === -1) {
      this.#endPage();
      this.#pages.push(new Uint8Array(PAGE));
      this.#used = 0;
      written = this.#write(record);
    }
    this.#starts.push((this.#pages.length - 1) * PAGE + this.#used);
    this.#used += written;
    return true;
  }

  /** Gives back the room for more. */
  trim(): void {
    this.#endPage();
    this.#starts.trim();
  }

  /** @param id of the product, @param price or NaN: records are without. */
  read(index: number, id: ProductId, price: number): Product {
    const start = this.#starts.at(index);
    const number = Math.floor(start / PAGE);
    const page = this.#pages[number];
    const next = index + 1 < this.count ? this.#starts.at(index + 1) - number * PAGE : PAGE;
    // The last record of a page ends where the page is filled.
    const end =
      next < PAGE ? next : number === this.#pages.length - 1 ? Math.min(this.#used, page.length) : page.length;
    return decodeRecord(id, price, this.#decoder.decode(page.subarray(start % PAGE, end)), this.#shared);
  }

  #endPage(): void {
    const last = this.#pages.length - 1;
    if (this.#used < PAGE) this.#pages[last] = this.#pages[last].slice(0, this.#used);
    this.#used = PAGE;
  }

  /** @returns bytes written, or −1 where the running page has no room for all of it. */
  #write(record: string): number {
    if (this.#used === PAGE) return -1;
    const { read, written } = this.#encoder.encodeInto(
      record,
      this.#pages[this.#pages.length - 1].subarray(this.#used),
    );
    return read === record.length ? written : -1;
  }
}
