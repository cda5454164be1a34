const FEWEST_SLOTS = 1 << 12;
/** 2³²: a hash is 53 bits, as many as a double holds. */
const HIGH = 2 ** 32;
const HIGH_BITS = (1 << 21) - 1;

/**
 * How often each of many texts came, by a hash of 53 bits instead of the text: 12 to 24 bytes a text, whatever its length.
 * Of ten million texts, two fall together once in 180 such counts.
 */
export class DistinctCounts {
  /** Texts so far. */
  size = 0;
  /** All additions. */
  total = 0;
  /** The text that came most often, and how often it and the next one did. */
  most = '';
  mostCount = 0;
  nextCount = 0;
  #hashes = new Float64Array(FEWEST_SLOTS);
  #counts = new Uint32Array(FEWEST_SLOTS);
  /** The slot of `most`. */
  #mostSlot = -1;
  /** Texts that came lately, with their slots: logs repeat themselves. */
  #last = '';
  #lastSlot = -1;

  /** @returns whether the text is new */
  add(text: string): boolean {
    this.total++;
    if (text === this.#last && this.#lastSlot >= 0) {
      this.#count(this.#lastSlot, text);
      return false;
    }
    const hash = hashOf(text);
    const slot = this.#slotOf(hash);
    const isNew = this.#hashes[slot] === 0;
    if (isNew) {
      this.#hashes[slot] = hash;
      this.size++;
    }
    this.#last = text;
    this.#lastSlot = slot;
    this.#count(slot, text);
    if (isNew && this.size * 2 > this.#hashes.length) this.#grow();
    return isNew;
  }

  #count(slot: number, text: string): void {
    const count = ++this.#counts[slot];
    if (slot === this.#mostSlot) this.mostCount = count;
    else if (count > this.mostCount) {
      this.nextCount = this.mostCount;
      this.mostCount = count;
      this.most = text;
      this.#mostSlot = slot;
    } else if (count > this.nextCount) this.nextCount = count;
  }

  #slotOf(hash: number): number {
    const mask = this.#hashes.length - 1;
    let slot = (hash % HIGH) & mask;
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [hashes, counts] = [this.#hashes, this.#counts];
    this.#hashes = new Float64Array(hashes.length * 2);
    this.#counts = new Uint32Array(hashes.length * 2);
    const most = this.#mostSlot < 0 ? 0 : hashes[this.#mostSlot];
    for (let slot = 0; slot < hashes.length; slot++) {
      if (hashes[slot] === 0) continue;
      const next = this.#slotOf(hashes[slot]);
      this.#hashes[next] = hashes[slot];
      this.#counts[next] = counts[slot];
    }
    this.#mostSlot = most === 0 ? -1 : this.#slotOf(most);
    this.#lastSlot = -1;
  }
}

/** Two hashes of 32 bits (FNV-1a, and one with another prime), mixed (as MurmurHash3 ends) to 53 bits; never 0. */
function hashOf(text: string): number {
  let one = 0x811c9dc5;
  let two = 0x9e3779b1;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x85ebca6b);
  }
  two = Math.imul(two ^ (two >>> 15) ^ one, 0xc2b2ae35);
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b);
  one ^= one >>> 13;
  return ((two >>> 11) & HIGH_BITS) * HIGH + (one >>> 0) || 1;
}
