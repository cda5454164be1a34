import { Digest } from '../../kernels/compact/digest.ts';

/** Reads a session item by item, and can forget the last ones. */
export interface StepEncoder {
  readonly weights: Readonly<Record<string, Float32Array>>;
  /** Forgets all but the first `length` items. */
  truncate(length: number): void;
  /** @returns the state after one more item; overwritten by the next call. [width] */
  append(vector: Float32Array): Float32Array;
  /** What it keeps of the items read. */
  readonly kept: Float32Array[];
  /** Goes on from what was kept after `length` items. @throws RangeError where it does not fit */
  keep(length: number, kept: readonly Float32Array[]): void;
}

/** What an encoder made of a session: plain data, to be stored. */
export interface EncodedState {
  /** Items that were read. */
  read: Int32Array;
  kept: Float32Array[];
  /** Digest of all that it was made from: weights and the vectors of the items. */
  madeFrom: string;
}

/**
 * The session that an encoder has read. One more click costs one item: the encoder starts anew only where the items are
 * not a continuation of those that it was asked about last.
 */
export class EncodedSession {
  /** Items that the encoder has read. */
  #read: number[] = [];
  /** After the last of them. [width] */
  readonly #state: Float32Array;
  /** The state is not there yet: nothing was read since the session was restored. */
  #restored = false;
  readonly #encoder: StepEncoder;
  readonly #vectorOf: (item: number) => Float32Array;

  constructor(encoder: StepEncoder, width: number, vectorOf: (item: number) => Float32Array) {
    this.#encoder = encoder;
    this.#vectorOf = vectorOf;
    this.#state = new Float32Array(width);
  }

  /** @param items at least one; @returns the state after the last of them, overwritten by the next call. [width] */
  stateAfter(items: Int32Array): Float32Array {
    const read = this.#read;
    let known = 0;
    while (known < read.length && known < items.length && read[known] === items[known]) known++;
    // The state after each item is not kept apart: the last one is read again, where it is not the one that was read last.
    if (known === items.length && (known < read.length || this.#restored)) known--;
    this.#encoder.truncate(known);
    read.length = known;
    for (let i = known; i < items.length; i++) {
      this.#state.set(this.#encoder.append(this.#vectorOf(items[i])));
      read.push(items[i]);
      this.#restored = false;
    }
    return this.#state;
  }

  /** What was read so far; `undefined` where that is nothing. */
  save(): EncodedState | undefined {
    if (this.#read.length === 0) return undefined;
    const read = Int32Array.from(this.#read);
    return { read, kept: this.#encoder.kept, madeFrom: this.#digestFor(read) };
  }

  /** Takes up what was saved, where it was made by these weights from these vectors: it is what reading would give. */
  restore({ read, kept, madeFrom }: EncodedState): boolean {
    if (this.#read.length > 0 || madeFrom !== this.#digestFor(read)) return false;
    this.#encoder.keep(read.length, kept);
    this.#read = Array.from(read);
    this.#restored = true;
    return true;
  }

  forget(): void {
    this.#encoder.truncate(0);
    this.#read = [];
  }

  #digestFor(items: Int32Array): string {
    const digest = new Digest();
    const add = ({ buffer, byteOffset, byteLength }: Float32Array) =>
      digest.update(new Uint8Array(buffer, byteOffset, byteLength));
    for (const name of Object.keys(this.#encoder.weights).sort()) add(this.#encoder.weights[name]);
    for (const item of items) add(this.#vectorOf(item));
    return digest.text;
  }
}
