/** Distinct values kept; a feed whose every product has its own gains nothing from sharing. */
const MOST = 65_536;

/** A field's value that many products have: a brand, a currency, a list of categories. */
export type SharedValue = string | readonly string[];

/** Values that many records have in common, each kept once and written as its number. */
export class SharedValues {
  readonly #numbers = new Map<string, number>();

  /** @param values by number. */
  constructor(readonly values: SharedValue[] = []) {
    for (const [number, value] of values.entries()) this.#numbers.set(keyOf(value), number);
  }

  /** The value's number, or the value itself where there are too many. */
  share(value: SharedValue): number | SharedValue {
    const key = keyOf(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.values.length === MOST) return value;
    this.#numbers.set(key, this.values.length);
    return this.values.push(value) - 1;
  }

  /** What `share` was given. */
  valueOf(shared: unknown): unknown {
    const value = typeof shared === 'number' ? this.values[shared] : shared;
    return Array.isArray(value) ? [...value] : value;
  }
}

/** Texts of a product are trimmed: none begins as a list's key does. */
const keyOf = (value: SharedValue): string => (typeof value === 'string' ? value : `\n${value.join('\n\n')}`);
