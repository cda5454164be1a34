import { Bitset } from '../../kernels/scoring/bitset.ts';
import { LABEL_KINDS, type Label, termOf } from './labels.ts';
import { isStopWord } from './stop-words.ts';
import type { Synonyms } from './synonyms.ts';
import type { TextIndex } from './text-index.ts';
import { keyOf, type Unit, unitsOf } from './units.ts';
import { storeTerms, Vocabulary } from './vocabulary.ts';

/** A label of the catalogue, and what tells it from others of its name. */
interface Named {
  label: Label;
  products: number;
}

/** What a stretch of a text means. */
export interface Meaning {
  /** One; or several of a kind, of which each is meant: 绿, of emerald and of mint. */
  labels: readonly Label[];
  /** Whether the words mean all products of the label (`shirts`), or some of them (`cardigan`, of the knitwear). */
  whole: boolean;
}

/** The meaning of the words that begin at a unit, and the unit after them. */
export interface MeaningAt {
  meaning: Meaning;
  to: number;
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
/** Labels that one word means together, at most. */
const MOST_TOGETHER = 12;
/** Letters of a word of which one may be wrong, and of one of which two may be. */
const ONE_EDIT = 4;
const TWO_EDITS = 8;
/** Letters of a word from which one may stand for another: `black` is not `blank`. */
const ANY_LETTER = 6;
/** Titles that are read to tell whether a value is a size. */
const MOST_TITLES = 50;
/** Words whose meanings are remembered. */
const MOST_KEPT = 5_000;

/** What the shop calls its categories, brands and tags, and which words it uses for them: learned from the catalogue alone. */
export class Lexicon {
  /** Whether products say when they came into the shop. */
  readonly dated: boolean;
  readonly #names = new Map<string, Named[]>();
  readonly #index: TextIndex;
  readonly #titleOf: (place: number) => string;
  readonly #trusted = new Map<string, boolean>();
  /** All labels, those of few products first, and the products of those that were compared. */
  readonly #labels: (Named & { holders?: Bitset })[] = [];
  readonly #usages = new Map<string, Meaning | undefined>();
  /** Whether products have both of two labels. */
  readonly #met = new Map<string, boolean>();
  /** The words that names consist of. */
  readonly #nameWords: Vocabulary;

  /** @param titleOf the product at a place of the feed */
  constructor(index: TextIndex, synonyms: Synonyms, titleOf: (place: number) => string) {
    this.#index = index;
    this.#titleOf = titleOf;
    this.dated = index.dated;
    const words = new Set<string>();
    for (const named of index.labels()) {
      if (named.products >= FEWEST) this.#labels.push(named);
      const { name } = named.label;
      const units = unitsOf(name);
      for (const { key } of units) words.add(key);
      if (units.length === 0 || units.length > LONGEST_NAME) continue;
      const key = keyOf(units);
      this.#add(key, named);
      // `house plants` written together has another stem than its words.
      const together = keyOf(unitsOf(name.replaceAll(' ', '')));
      if (together !== key) this.#add(together, named);
    }
    this.#nameWords = new Vocabulary(storeTerms([...words].sort()));
    this.#labels.sort((a, b) => a.products - b.products);
    const own = new Map(this.#names);
    for (const [key, others] of synonyms) {
      if (own.has(key)) continue;
      for (const other of others) for (const named of own.get(keyOf(unitsOf(other))) ?? []) this.#add(key, named);
    }
  }

  /**
   * The units of a text, where a word that the shop does not have is taken for the nearest word of its names: `dreses`. One
   * that some word of the shop begins with is being typed.
   */
  unitsOf(text: string): Unit[] {
    return unitsOf(text).map((unit) => {
      const { key, start, end } = unit;
      const said = text.slice(start, end).toLowerCase();
      if (key.length < ONE_EDIT - 1 || said.length < ONE_EDIT || !/^\p{L}+$/u.test(key)) return unit;
      if (this.#nameWords.numberOf(key) >= 0 || this.#index.begins(said) || this.isWord(said)) return unit;
      const most = said.length + 1 >= TWO_EDITS ? 2 : 1;
      const near = this.#nameWords
        .near(key, most)
        .map(({ term, edits }) => ({ word: this.#nameWords.at(term), edits }))
        .filter(
          ({ word, edits }) =>
            word[0] === key[0] &&
            (edits < 2 || word.length >= TWO_EDITS - 1) &&
            (said.length >= ANY_LETTER || word.length !== key.length || lettersOf(word) === lettersOf(key)),
        )
        .sort((a, b) => a.edits - b.edits);
      return near.length > 0 ? { ...unit, key: near[0].word } : unit;
    });
  }

  /** What the longest name that begins at this unit means, and the unit after it. */
  nameAt(text: string, units: readonly Unit[], from: number): MeaningAt | undefined {
    for (let to = Math.min(units.length, from + LONGEST_NAME); to > from; to--) {
      if (to - from > 1 && (isStopWord(units[from].key) || isStopWord(units[to - 1].key))) continue;
      const key = keyOf(units.slice(from, to));
      const named = this.#names.get(key);
      if (named === undefined || !this.#isTrusted(key, named[0], to - from)) continue;
      const said = text.slice(units[from].start, units[to - 1].end).toLowerCase();
      const { label } = named.find((one) => one.label.name.toLowerCase() === said) ?? named[0];
      return { meaning: { labels: [label.kind === 'category' ? narrowest(named) : label], whole: true }, to };
    }
    return undefined;
  }

  /**
   * What words that are no name are used for, and the unit after them. Words for a whole label count before longer ones for a
   * part of it (`棉`, of `棉毛衣`), where the rest of these means something too.
   */
  usageAt(text: string, units: readonly Unit[], from: number): MeaningAt | undefined {
    let part: MeaningAt | undefined;
    for (let to = Math.min(units.length, from + LONGEST_USAGE); to > from; to--) {
      const meaning = this.#usage(text, units, from, to);
      if (meaning === undefined) continue;
      // 一点 has nothing to do with 点, which is for dots.
      if (to - from === 1 && units[from].inner && meaning.labels[0].kind === 'tag') continue;
      // 绿色 is any green, and 薄荷绿 is one of them.
      const goesOn = units[from - 1]?.end === units[from].start && !units[to]?.inner;
      if (to - from === 1 && meaning.labels.length > 1 && goesOn) continue;
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

  /** Whether some product has both labels. */
  meet(one: Label, other: Label): boolean {
    const key = `${termOf(one)}${termOf(other)}`;
    let met = this.#met.get(key);
    if (met === undefined) {
      if (this.#met.size >= MOST_KEPT) this.#met.clear();
      const [own, others] = [this.#index.labelled(one), this.#index.labelled(other)];
      met = own !== undefined && others !== undefined && countBoth(own, others) > 0;
      this.#met.set(key, met);
    }
    return met;
  }

  /** Whether texts of products hold this. */
  isWord(text: string): boolean {
    return this.#index.holding(text).count() > 0;
  }

  /** Whether it is a value of a field, or what most titles that hold it end with: `Road frame - black, 58`. */
  isSize(value: string): boolean {
    const places = placesIn(this.#index.holding(value), MOST_TITLES);
    const last = places.filter((place) => this.#titleOf(place).trim().toLowerCase().endsWith(value.toLowerCase()));
    return this.#index.labelled({ kind: 'tag', name: value }) !== undefined || last.length * 2 > places.length;
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
      trusted = units > 1 || products >= TRUSTED * this.#index.about(label.name).count();
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

  /** Words that stand where a label stands mean it, in whatever language; or all those where they stand, and nowhere else. */
  #compare(words: string): Meaning | undefined {
    const holders = this.#index.about(words);
    const count = holders.count();
    if (count < FEWEST) return undefined;
    let best: { label: Label; fit: number } | undefined;
    let kind: Label | undefined;
    const within: (Named & { holders: Bitset })[] = [];
    for (const one of this.#labels) {
      const { label, products } = one;
      const mayBePart = kind === undefined && label.kind === 'category' && count >= A_PART * products;
      const mayBeWithin = label.kind !== 'brand' && products * NEARLY_ALL <= count && products * MOST_TOGETHER >= count;
      if (!mayBePart && !mayBeWithin && products > count / SAME_PRODUCTS) continue;
      one.holders ??= this.#index.labelled(label)!;
      const both = countBoth(holders, one.holders);
      const fit = Math.min(both / count, both / products);
      const better = fit > (best?.fit ?? 0) || (fit === best?.fit && rankOf(label) < rankOf(best.label));
      if (fit >= SAME_PRODUCTS && better) best = { label, fit };
      if (mayBePart && both >= NEARLY_ALL * count && both >= A_PART * products) kind = label;
      if (mayBeWithin && both >= NEARLY_ALL * products) within.push({ label, products, holders: one.holders });
    }
    if (best !== undefined) return { labels: [best.label], whole: true };
    // What most products hold is no value of a field.
    const together = count * 2 > this.#index.products ? undefined : this.#together(within, holders, count);
    return together ?? (kind && { labels: [kind], whole: false });
  }

  /** Tags that have, together, the products that hold a word, and none of these two of them: values of one field. */
  #together(labels: readonly (Named & { holders: Bitset })[], holders: Bitset, count: number): Meaning | undefined {
    const all = new Bitset(holders.size);
    for (const one of labels) {
      if (countBoth(all, one.holders) > 0) return undefined;
      for (let i = 0; i < all.words.length; i++) all.words[i] |= one.holders.words[i];
    }
    if (labels.length < 2 || countBoth(all, holders) < SAME_PRODUCTS * count) return undefined;
    return { labels: labels.map(({ label }) => label), whole: true };
  }
}

/** Where two categories fit alike, the narrower is meant. */
const narrowest = (named: readonly Named[]): Label =>
  named.filter(({ label }) => label.kind === 'category').reduce((a, b) => (b.products < a.products ? b : a)).label;

/** The first of a set. */
function placesIn(set: Bitset, most: number): number[] {
  const places: number[] = [];
  for (let place = 0; place < set.size && places.length < most; place++) if (set.has(place)) places.push(place);
  return places;
}

const lettersOf = (word: string): string => [...word].sort().join('');

const rankOf = ({ kind }: Label): number => LABEL_KINDS.indexOf(kind);

function countBoth(a: Bitset, b: Bitset): number {
  let count = 0;
  for (let i = 0; i < a.words.length; i++) {
    for (let bits = a.words[i] & b.words[i]; bits !== 0; bits &= bits - 1) count++;
  }
  return count;
}
