/** Slots a text, at least: open addressing needs free ones. */
const SLOTS_A_TEXT = 1.25;

/**
 * Texts by number, from 0, and numbers by text: UTF-8 bytes one after the other and a hash table (open addressing), a
 * fifth of what as many strings in a map take, and nothing for the garbage collector to walk.
 */
export class TextTable {
  #bytes: Uint8Array;
  /** Text `n` is `#bytes[#offsets[n] … #offsets[n + 1])`. */
  #offsets: Uint32Array;
  #size: number;
  /** Number + 1 of the text whose hash leads there, or 0. A power of two; made when a text is first looked for. */
  #table: Uint32Array | undefined;
  #scratch = new Uint8Array(256);
  static readonly #encoder = new TextEncoder();
  static readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /**
   * @param bytes texts in UTF-8, no two of them the same, taken as they are; @param offsets [texts + 1], from 0, rising
   */
  constructor(bytes: Uint8Array = new Uint8Array(0), offsets: Uint32Array = new Uint32Array(1)) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#size = offsets.length - 1;
  }

  static of(texts: Iterable<string>): TextTable {
    const table = new TextTable();
    for (const text of texts) table.add(text);
    return table;
  }

  /** Texts. */
  get size(): number {
    return this.#size;
  }

  /** What the constructor takes. */
  get parts(): { bytes: Uint8Array; offsets: Uint32Array } {
    this.trim();
    return { bytes: this.#bytes, offsets: this.#offsets };
  }

  /** Gives back the room for more, and what looking up takes: it is made again when a text is looked for. */
  trim(): void {
    this.#table = undefined;
    const end = this.#offsets[this.#size];
    if (this.#offsets.length > this.#size + 1) this.#offsets = this.#offsets.slice(0, this.#size + 1);
    if (this.#bytes.length > end) this.#bytes = this.#bytes.slice(0, end);
  }

  /** All texts in order of number. */
  *[Symbol.iterator](): Generator<string> {
    for (let number = 0; number < this.#size; number++) yield this.at(number)!;
  }

  /** @throws RangeError where two texts are the same */
  check(): void {
    this.#hashAll(this.#size);
  }

  at(number: number): string | undefined {
    if (!(number >= 0 && number < this.#size)) return undefined;
    return TextTable.#decoder.decode(this.#bytes.subarray(this.#offsets[number], this.#offsets[number + 1]));
  }

  /** −1 where there is none. */
  numberOf(text: string): number {
    const length = this.#encode(text);
    return this.#slots[this.#slotOf(this.#scratch, 0, length)] - 1;
  }

  /** @returns the text's number, or −1 where it was there before. */
  add(text: string): number {
    return this.#add(this.#scratch, 0, this.#encode(text));
  }

  /** The number of text `number` of another table; −1 where there is none. */
  numberIn(other: TextTable, number: number): number {
    return this.#slots[this.#slotOf(other.#bytes, other.#offsets[number], other.#offsets[number + 1])] - 1;
  }

  /** Adds text `number` of another table, as `add` does. */
  addFrom(other: TextTable, number: number): number {
    return this.#add(other.#bytes, other.#offsets[number], other.#offsets[number + 1]);
  }

  #add(from: Uint8Array, start: number, end: number): number {
    let slot = this.#slotOf(from, start, end);
    if (this.#slots[slot] !== 0) return -1;
    if ((this.#size + 1) * SLOTS_A_TEXT > this.#slots.length) {
      this.#hashAll(2 * this.#size + 1);
      slot = this.#slotOf(from, start, end);
    }
    const at = this.#offsets[this.#size];
    const after = at + end - start;
    if (after > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(1024, 2 * after)));
    if (this.#size + 2 > this.#offsets.length) {
      this.#offsets = grown(this.#offsets, new Uint32Array(Math.max(256, 2 * this.#size)));
    }
    this.#bytes.set(from.subarray(start, end), at);
    this.#offsets[++this.#size] = after;
    this.#slots[slot] = this.#size;
    return this.#size - 1;
  }

  /** Into the scratch; @returns bytes. */
  #encode(text: string): number {
    if (this.#scratch.length < 3 * text.length) this.#scratch = new Uint8Array(6 * text.length);
    const scratch = this.#scratch;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return TextTable.#encoder.encodeInto(text, scratch).written;
      scratch[i] = unit;
    }
    return text.length;
  }

  /** The slot of the text, or the free one where it would stand. */
  #slotOf(from: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(from, start, end) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot];
      if (number === 0 || this.#equals(number - 1, from, start, end)) return slot;
    }
  }

  #equals(number: number, from: Uint8Array, start: number, end: number): boolean {
    const at = this.#offsets[number];
    if (this.#offsets[number + 1] - at !== end - start) return false;
    for (let i = start, own = at; i < end; i++, own++) if (from[i] !== this.#bytes[own]) return false;
    return true;
  }

  get #slots(): Uint32Array {
    return this.#table ?? this.#hashAll(this.#size);
  }

  /** Makes slots for at least `room` texts. @throws RangeError where two texts are the same */
  #hashAll(room: number): Uint32Array {
    const slots = new Uint32Array(2 ** Math.max(4, Math.ceil(Math.log2(SLOTS_A_TEXT * (room + 1)))));
    this.#table = slots;
    for (let number = 0; number < this.#size; number++) {
      const slot = this.#slotOf(this.#bytes, this.#offsets[number], this.#offsets[number + 1]);
      if (slots[slot] !== 0) throw new RangeError(`text ${number} is the same as text ${slots[slot] - 1}`);
      slots[slot] = number + 1;
    }
    return slots;
  }
}

/** FNV-1a (Fowler, Noll & Vo), its bits mixed once more so that the low ones are even. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

function grown<TArray extends Uint8Array | Uint32Array>(from: TArray, to: TArray): TArray {
  to.set(from);
  return to;
}
