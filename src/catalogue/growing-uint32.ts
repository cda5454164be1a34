/** A list of whole numbers that grows by doubling: four bytes a number, nothing for the garbage collector to walk. */
export class GrowingUint32 {
  #values: Uint32Array;
  #length: number;

  constructor(values: Uint32Array = new Uint32Array(0)) {
    this.#values = values;
    this.#length = values.length;
  }

  get length(): number {
    return this.#length;
  }

  /** All of them; a view that the next `push` may leave behind. */
  get values(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }

  at(index: number): number {
    return this.#values[index];
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#resize(Math.max(1024, this.#length * 2));
    this.#values[this.#length++] = value;
  }

  /** Gives back the room for more. */
  trim(): void {
    if (this.#length < this.#values.length) this.#resize(this.#length);
  }

  #resize(room: number): void {
    const values = new Uint32Array(room);
    values.set(this.values);
    this.#values = values;
  }
}
