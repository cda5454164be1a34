import type { Product } from '../contract/product.ts';
import { GrowingUint32 } from './growing-uint32.ts';

/** Bytes; a record of the longest kind fits (three bytes to a UTF-16 unit at most). */
const PAGE = 256 * 1024;

/**
 * Product records as UTF-8 JSON in large pages: about a quarter of what they take as objects, none of it for the garbage
 * collector to walk, and parsed only for the few products that a shelf shows.
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

  /** @param json of at most `LONGEST_RECORD` units. */
  append(json: string): void {
    let written = this.#write(json);
    if (written === -1) {
      this.#pages.push(new Uint8Array(PAGE));
      this.#used = 0;
      written = this.#write(json);
    }
    this.#starts.push((this.#pages.length - 1) * PAGE + this.#used);
    this.#lengths.push(written);
    this.#used += written;
  }

  read(index: number): Product {
    const start = this.#starts.at(index);
    const page = this.#pages[Math.floor(start / PAGE)];
    const offset = start % PAGE;
    return JSON.parse(this.#decoder.decode(page.subarray(offset, offset + this.#lengths.at(index)))) as Product;
  }

  /** @returns bytes written, or −1 where the running page has no room for all of it. */
  #write(json: string): number {
    if (this.#used === PAGE) return -1;
    const { read, written } = this.#encoder.encodeInto(json, this.#pages[this.#pages.length - 1].subarray(this.#used));
    return read === json.length ? written : -1;
  }
}
