import type { Bitset } from '../../kernels/scoring/bitset.ts';
import { LABEL_KINDS, type Label } from './labels.ts';
import { isStopWord } from './stop-words.ts';
import type { Synonyms } from './synonyms.ts';
import type { TextIndex } from './text-index.ts';
import { keyOf, type Unit, unitsOf } from './units.ts';

/** A label of the catalogue, and what tells it from others of its name. */
interface Named {
  label: Label;
  products: number;
}

/** What a stretch of a text means. */
export interface Meaning {
  label: Label;
  /** Whether the words mean all products of the label (`shirts`), or some of them (`cardigan`, of the knitwear). */
  whole: boolean;
}

/** Units of the longest name that is looked for. */
const LONGEST_NAME = 12;
/** A name means its label where that has at least this share of the products whose texts hold it. */
const TRUSTED = 0.3;
/** Units of the longest words that are compared with labels by the products that hold them. */
const LONGEST_USAGE = 4;
/** Products from which words are held to be used for something. */
const FEWEST = 3;
/** Words mean a label where this share of their products has it, and this share of its products holds them. */
const SAME_PRODUCTS = 0.75;
/** Words mean a kind of a category's things where nearly all of their products are of it, and make up a part of it. */
const NEARLY_ALL = 0.9;
const A_PART = 0.1;
/** Words whose meanings are remembered. */
const MOST_KEPT = 5_000;

/** What the shop calls its categories, brands and tags, and which words it uses for them: learned from the catalogue alone. */
export class Lexicon {
  /** Whether products say when they came into the shop. */
  readonly dated: boolean;
  readonly #names = new Map<string, Named[]>();
  readonly #index: TextIndex;
  readonly #trusted = new Map<string, boolean>();
  /** All labels, those of few products first, and the products of those that were compared. */
  readonly #labels: (Named & { holders?: Bitset })[] = [];
  readonly #usages = new Map<string, Meaning | undefined>();

  constructor(index: TextIndex, synonyms: Synonyms) {
    this.#index = index;
    this.dated = index.dated;
    for (const named of index.labels()) {
      if (named.products >= FEWEST) this.#labels.push(named);
      const units = unitsOf(named.label.name);
      if (units.length > 0 && units.length <= LONGEST_NAME) this.#add(keyOf(units), named);
    }
    this.#labels.sort((a, b) => a.products - b.products);
    const own = new Map(this.#names);
    for (const [key, others] of synonyms) {
      if (own.has(key)) continue;
      for (const other of others) for (const named of own.get(keyOf(unitsOf(other))) ?? []) this.#add(key, named);
    }
  }

  /** What the longest name that begins at this unit means, and the unit after it. */
  nameAt(text: string, units: readonly Unit[], from: number): { meaning: Meaning; to: number } | undefined {
    for (let to = Math.min(units.length, from + LONGEST_NAME); to > from; to--) {
      if (to - from > 1 && (isStopWord(units[from].key) || isStopWord(units[to - 1].key))) continue;
      const key = keyOf(units.slice(from, to));
      const named = this.#names.get(key);
      if (named === undefined || !this.#isTrusted(key, named[0], to - from)) continue;
      const said = text.slice(units[from].start, units[to - 1].end).toLowerCase();
      const { label } = named.find((one) => one.label.name.toLowerCase() === said) ?? named[0];
      return { meaning: { label, whole: true }, to };
    }
    return undefined;
  }

  /**
   * What words that are no name are used for, and the unit after them. Words for a whole label count before longer ones for a
   * part of it (`棉`, of `棉毛衣`), where the rest of these means something too.
   */
  usageAt(text: string, units: readonly Unit[], from: number): { meaning: Meaning; to: number } | undefined {
    let part: { meaning: Meaning; to: number } | undefined;
    for (let to = Math.min(units.length, from + LONGEST_USAGE); to > from; to--) {
      const meaning = this.#usage(text, units, from, to);
      if (meaning === undefined) continue;
      if (!meaning.whole) part ??= { meaning, to };
      else if (part === undefined || this.#means(text, units, to, part.to)) return { meaning, to };
    }
    return part;
  }

  /** A single character that a part of a label has in common says nothing yet. */
  #means(text: string, units: readonly Unit[], from: number, to: number): boolean {
    const usage = this.#usage(text, units, from, to);
    return this.#names.has(keyOf(units.slice(from, to))) || (usage !== undefined && (usage.whole || to - from > 1));
  }

  /** Whether texts of products hold this. */
  isWord(text: string): boolean {
    return this.#index.holding(text).count() > 0;
  }

  /** Of one name the label of the most products counts first. */
  #add(key: string, named: Named): void {
    const known = this.#names.get(key) ?? [];
    this.#names.set(
      key,
      [...known, named].sort((a, b) => b.products - a.products),
    );
  }

  /** A word that many texts hold and few products are labelled with is meant as a word. */
  #isTrusted(key: string, { label, products }: Named, units: number): boolean {
    let trusted = this.#trusted.get(key);
    if (trusted === undefined) {
      trusted = units > 1 || products >= TRUSTED * this.#index.holding(label.name).count();
      this.#trusted.set(key, trusted);
    }
    return trusted;
  }

  #usage(text: string, units: readonly Unit[], from: number, to: number): Meaning | undefined {
    if (isStopWord(units[from].key) || isStopWord(units[to - 1].key)) return undefined;
    const key = keyOf(units.slice(from, to));
    if (this.#usages.has(key)) return this.#usages.get(key);
    if (this.#usages.size >= MOST_KEPT) this.#usages.clear();
    const meaning = this.#compare(text.slice(units[from].start, units[to - 1].end));
    this.#usages.set(key, meaning);
    return meaning;
  }

  /** Words that stand where a label stands mean it, in whatever language. */
  #compare(words: string): Meaning | undefined {
    const holders = this.#index.about(words);
    const count = holders.count();
    if (count < FEWEST) return undefined;
    let best: { label: Label; fit: number } | undefined;
    let kind: Label | undefined;
    for (const one of this.#labels) {
      const { label, products } = one;
      const may = products <= count / SAME_PRODUCTS && products >= count * SAME_PRODUCTS;
      const mayBePart = kind === undefined && label.kind === 'category' && count >= A_PART * products;
      if (!(may || mayBePart) || products * NEARLY_ALL < count * SAME_PRODUCTS) continue;
      one.holders ??= this.#index.labelled(label)!;
      const both = countBoth(holders, one.holders);
      const fit = Math.min(both / count, both / products);
      const better = fit > (best?.fit ?? 0) || (fit === best?.fit && rankOf(label) < rankOf(best.label));
      if (fit >= SAME_PRODUCTS && better) best = { label, fit };
      if (mayBePart && both >= NEARLY_ALL * count && both >= A_PART * products) kind = label;
    }
    if (best !== undefined) return { label: best.label, whole: true };
    return kind && { label: kind, whole: false };
  }
}

const rankOf = ({ kind }: Label): number => LABEL_KINDS.indexOf(kind);

function countBoth(a: Bitset, b: Bitset): number {
  let count = 0;
  for (let i = 0; i < a.words.length; i++) {
    for (let bits = a.words[i] & b.words[i]; bits !== 0; bits &= bits - 1) count++;
  }
  return count;
}
