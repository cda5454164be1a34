import type { Synonym } from '../../contract/search.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { readOptions } from '../../contract/validation/read-options.ts';
import { keyOf, type Unit, unitsOf } from './units.ts';

/** Most rules, texts of one rule, and UTF-16 units of a text. */
const MOST_RULES = 20_000;
const MOST_TEXTS = 64;
const LONGEST_TEXT = 128;

/** Something to be found: emoji and punctuation alone are never found. */
const phrase = plain.check(
  plain.text(LONGEST_TEXT),
  (text) => unitsOf(text).length > 0,
  'a text with a letter or a number',
);
const alike = plain.list(phrase, 2, MOST_TEXTS);
const oneWay = plain.exactly({ from: phrase, to: plain.list(phrase, 1, MOST_TEXTS) });
const rules = plain.list<Synonym>((value, at) => (Array.isArray(value) ? alike : oneWay)(value, at), 0, MOST_RULES);

/** A stretch of a text that has synonyms, in UTF-16 units, and these. */
export interface SynonymSpan {
  start: number;
  end: number;
  others: readonly string[];
}

/** What the shop says that words stand for. A phrase is compared by the stems of its words, one after the other. */
export class Synonyms {
  readonly #others = new Map<string, Set<string>>();
  /** Units of the longest phrase. */
  #longest = 0;

  /** @throws VitrineError `bad-options`, naming the entry that is wrong */
  constructor(given: readonly Synonym[] = []) {
    for (const rule of readOptions('synonyms', rules, given)) {
      if ('from' in rule) this.#add(rule.from, rule.to);
      else for (const one of rule) this.#add(one, rule);
    }
  }

  /** The phrases of a text that have synonyms, the longest first where they overlap. */
  in(text: string): SynonymSpan[] {
    if (this.#longest === 0) return [];
    const units = unitsOf(text);
    const spans: SynonymSpan[] = [];
    for (let from = 0; from < units.length; ) {
      const to = this.#phraseAt(units, from);
      if (to !== undefined) {
        const others = [...this.#others.get(keyOf(units.slice(from, to)))!];
        spans.push({ start: units[from].start, end: units[to - 1].end, others });
      }
      from = to ?? from + 1;
    }
    return spans;
  }

  /** Each phrase by its key, with what it stands for. */
  [Symbol.iterator](): Iterator<[key: string, others: ReadonlySet<string>]> {
    return this.#others.entries();
  }

  /** Of a whole phrase. */
  of(text: string): Iterable<string> {
    return (this.#longest > 0 && this.#others.get(keyOf(unitsOf(text)))) || [];
  }

  /** @returns the unit after the longest phrase that begins here */
  #phraseAt(units: readonly Unit[], from: number): number | undefined {
    for (let to = Math.min(units.length, from + this.#longest); to > from; to--) {
      if (this.#others.has(keyOf(units.slice(from, to)))) return to;
    }
    return undefined;
  }

  #add(from: string, to: readonly string[]): void {
    const units = unitsOf(from);
    const key = keyOf(units);
    const others = this.#others.get(key) ?? new Set();
    for (const one of to) if (keyOf(unitsOf(one)) !== key) others.add(one);
    this.#others.set(key, others);
    this.#longest = Math.max(this.#longest, units.length);
  }
}
