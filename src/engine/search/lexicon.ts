import type { Label } from './labels.ts';
import type { Synonyms } from './synonyms.ts';
import type { TextIndex } from './text-index.ts';
import { keyOf, type Unit, unitsOf } from './units.ts';

/** Labels of the catalogue by what they are called, in any form of their words. */
export interface Named {
  label: Label;
  products: number;
}

/** Units of the longest name that is looked for. */
const LONGEST_NAME = 12;
/** A name means its label where that has at least this share of the products whose texts hold it. */
const TRUSTED = 0.3;

/** What the shop calls its categories, brands and tags: learned from the catalogue alone. */
export class Lexicon {
  readonly #names = new Map<string, Named>();
  /** Whether products say when they came into the shop. */
  readonly dated: boolean;
  readonly #index: TextIndex;
  readonly #trusted = new Map<string, boolean>();

  constructor(index: TextIndex, synonyms: Synonyms) {
    this.#index = index;
    this.dated = index.dated;
    for (const { label, products } of index.labels()) {
      const units = unitsOf(label.name);
      if (units.length === 0 || units.length > LONGEST_NAME) continue;
      const key = keyOf(units);
      // Of two kinds of one name that of more products is meant.
      if (products > (this.#names.get(key)?.products ?? 0)) this.#names.set(key, { label, products });
    }
    const own = new Map(this.#names);
    for (const [key, others] of synonyms) {
      const meant = [...others].flatMap((other) => own.get(keyOf(unitsOf(other))) ?? []);
      if (own.has(key) || meant.length === 0) continue;
      this.#names.set(
        key,
        meant.reduce((best, one) => (one.products > best.products ? one : best)),
      );
    }
  }

  /** The longest name that begins at this unit of a text, and the unit after it. */
  nameAt(units: readonly Unit[], from: number): { named: Named; to: number } | undefined {
    for (let to = Math.min(units.length, from + LONGEST_NAME); to > from; to--) {
      const key = keyOf(units.slice(from, to));
      const named = this.#names.get(key);
      if (named !== undefined && this.#isTrusted(key, named)) return { named, to };
    }
    return undefined;
  }

  /** A word that many texts hold and few products are labelled with is meant as a word. */
  #isTrusted(key: string, { label, products }: Named): boolean {
    let trusted = this.#trusted.get(key);
    if (trusted === undefined) {
      trusted = key.includes(' ') || products >= TRUSTED * this.#index.holding(label.name).count();
      this.#trusted.set(key, trusted);
    }
    return trusted;
  }
}
