/** Reads a session item by item, and can forget the last ones. */
export interface StepEncoder {
  /** Forgets all but the first `length` items. */
  truncate(length: number): void;
  /** @returns the state after one more item; overwritten by the next call. [width] */
  append(vector: Float32Array): Float32Array;
}

/**
 * The session that an encoder has read. One more click costs one item: the encoder starts anew only where the items are
 * not a continuation of those that it was asked about last.
 */
export class EncodedSession {
  /** Items that the encoder has read. */
  readonly #read: number[] = [];
  /** After the last of them. [width] */
  readonly #state: Float32Array;

  constructor(
    private readonly encoder: StepEncoder,
    width: number,
  ) {
    this.#state = new Float32Array(width);
  }

  /** @param items at least one; @returns the state after the last of them, overwritten by the next call. [width] */
  stateAfter(items: Int32Array, vectorOf: (item: number) => Float32Array): Float32Array {
    const read = this.#read;
    let known = 0;
    while (known < read.length && known < items.length && read[known] === items[known]) known++;
    // The state after the last item is not kept apart: that item is read again.
    if (known === items.length && known < read.length) known--;
    this.encoder.truncate(known);
    read.length = known;
    for (let i = known; i < items.length; i++) {
      this.#state.set(this.encoder.append(vectorOf(items[i])));
      read.push(items[i]);
    }
    return this.#state;
  }
}
