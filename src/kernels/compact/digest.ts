/**
 * 64 bits over all bytes, for telling what is damaged, torn or another version, not what is forged (FNV-1a over 32-bit
 * words, two lanes with different starts). WebCrypto's digests are not there on a page without https, and want all bytes
 * at once.
 */
export class Digest {
  #a = 0x811c9dc5;
  #b = 0x01000193;
  #length = 0;
  /** Bytes of a word that is not complete, lowest first. */
  #word = 0;

  /** Takes the next bytes, in pieces of any length. */
  update(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && (this.#length & 3) !== 0) this.#byte(bytes[at++]);
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.length - ((bytes.length - at) & 3);
    let a = this.#a;
    let b = this.#b;
    this.#length += end - at;
    for (; at < end; at += 4) {
      const value = words.getUint32(at, true);
      a = Math.imul(a ^ value, 0x01000193);
      b = Math.imul(b ^ value ^ (a >>> 15), 0x85ebca6b);
    }
    this.#a = a;
    this.#b = b;
    while (at < bytes.length) this.#byte(bytes[at++]);
  }

  /** Of all bytes so far. */
  get text(): string {
    const [a, b] = mixed(...mixed(this.#a, this.#b, this.#word), this.#length);
    return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #byte(byte: number): void {
    this.#word |= byte << (8 * (this.#length & 3));
    if ((++this.#length & 3) !== 0) return;
    [this.#a, this.#b] = mixed(this.#a, this.#b, this.#word);
    this.#word = 0;
  }
}

function mixed(a: number, b: number, value: number): [number, number] {
  const mixedA = Math.imul(a ^ value, 0x01000193);
  return [mixedA, Math.imul(b ^ value ^ (mixedA >>> 15), 0x85ebca6b)];
}

export function digestOf(bytes: Uint8Array): string {
  const digest = new Digest();
  digest.update(bytes);
  return digest.text;
}
