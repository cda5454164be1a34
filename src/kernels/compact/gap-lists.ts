import { PackedRows } from './packed-rows.ts';

/** Bits of a number that a byte holds; its highest says that more follow. */
const BITS = 7;
const MORE = 1 << BITS;
/** Of one number. */
const MOST_BYTES = 4;

/**
 * Lists of rising whole numbers under 2^28, one after the other as bytes: of each number how far it lies above the one
 * before it, seven bits a byte, the lowest first. A row of a catalogue takes one to three bytes instead of four.
 */
export class GapLists {
  readonly #bytes: Uint8Array;
  /** List `l` is `#bytes[#starts[l] … #starts[l + 1])`. */
  readonly #starts: PackedRows;
  /** Numbers of the list that was read last; grows to the longest that is asked for. */
  #read = new Uint32Array(64);

  /** @param values none below the one before it in its list; @param offsets list `l` is `values[offsets[l] … offsets[l + 1])` */
  constructor(values: Uint16Array | Uint32Array, offsets: Uint32Array) {
    const starts = new Uint32Array(offsets.length);
    const bytes = new Uint8Array(MOST_BYTES * values.length);
    let at = 0;
    for (let list = 0; list + 1 < offsets.length; list++) {
      const end = offsets[list + 1];
      let last = 0;
      for (let i = offsets[list]; i < end; i++) {
        let gap = values[i] - last;
        last = values[i];
        for (; gap >= MORE; gap >>>= BITS) bytes[at++] = MORE | gap;
        bytes[at++] = gap;
      }
      starts[list + 1] = at;
    }
    this.#starts = new PackedRows(starts);
    this.#bytes = bytes.slice(0, at);
  }

  /** The numbers of a list, in a view that the next call writes over. */
  at(list: number): Uint32Array {
    const bytes = this.#bytes;
    const end = this.#starts.at(list + 1);
    let at = this.#starts.at(list);
    if (end - at > this.#read.length) this.#read = new Uint32Array(2 * (end - at));
    const read = this.#read;
    let value = 0;
    let count = 0;
    while (at < end) {
      let byte = bytes[at++];
      value += byte & (MORE - 1);
      for (let shift = BITS; byte >= MORE; shift += BITS) {
        byte = bytes[at++];
        value += (byte & (MORE - 1)) << shift;
      }
      read[count++] = value;
    }
    return read.subarray(0, count);
  }
}
