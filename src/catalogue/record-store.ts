import type { Product } from '../contract/product.ts';
import { GrowingUint32 } from './growing-uint32.ts';
import { decodeRecord } from './product-record.ts';

/** Bytes; a record of the longest kind fits (three bytes to a UTF-16 unit at most). */
const PAGE = 256 * 1024;

/**
 * Product records as UTF-8 in large pages: a fraction of what they take as objects, none of it for the garbage collector
 * to walk, and parsed only for the few products that a shelf shows.
 */
export class RecordStore {
  readonly #pages: Uint8Array[] = [];
  readonly #starts = new GrowingUint32();
  readonly #lengths = new GrowingUint32();
  #used = PAGE;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  get bytes(): number {
    return this.#pages.length * PAGE;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** @param record of at most `LONGEST_RECORD` units. */
  append(record: string): void {
    let written = this.#write(record);
    if (written === -1) {
      this.#pages.push(new Uint8Array(PAGE));
      this.#used = 0;
      written = this.#write(record);
    }
    this.#starts.push((this.#pages.length - 1) * PAGE + this.#used);
    this.#lengths.push(written);
    this.#used += written;
  }

  read(index: number): Product {
    const start = this.#starts.at(index);
    const page = this.#pages[Math.floor(start / PAGE)];
    const offset = start % PAGE;
    return decodeRecord(this.#decoder.decode(page.subarray(offset, offset + this.#lengths.at(index))));
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
