import { Bitset } from '../../kernels/scoring/bitset.ts';
import { BestRows } from '../../kernels/scoring/top-k.ts';
import { AFTER_LABELS, type Label, labelOf, termOf } from './labels.ts';
import { type AskedTerm, queryWords, type UnderstoodSpan } from './query-words.ts';
import { stemOf } from './stem.ts';
import { isStopWord } from './stop-words.ts';
import { IMPACT_STEPS, type StoredTextIndex } from './stored-text-index.ts';
import { type SynonymSpan, Synonyms } from './synonyms.ts';
import { Vocabulary } from './vocabulary.ts';

/** One word of a query, and the terms of the index that stand for it. */
export interface QueryWord {
  /** In the form of the index: lower case, without accents. */
  text: string;
  /** Whether a product has to hold it. A stop word and a further form do not. */
  required: boolean;
  /** Best first. */
  terms: readonly string[];
}

/** Places of products in the feed, best first. */
export interface RankedPlaces {
  /** [count] */
  places: Int32Array;
  /** Comparable within one answer only. [count] */
  scores: Float32Array;
}

export interface TextMatch {
  /** Products that hold every required word. */
  whole: RankedPlaces;
  /** How many there are of these, also beyond the limit. */
  found: number;
  /** Where there are fewer than wanted, the nearest of the others. */
  alternatives: RankedPlaces;
  /** Whether these are found by the words as they are, and not by what they may have been meant for. */
  asWritten: boolean;
  /** Required words that the nearest alternative does not hold, where nothing holds them all; else none. */
  dropped: readonly string[];
  words: readonly QueryWord[];
  /** All products that hold every required word. */
  matches: Bitset;
}

export interface TextQuery {
  text: string;
  /** Products wanted. */
  limit: number;
  /** Alternatives are given where fewer products than these are found. Default: the limit. */
  enough?: number;
  /** Places that may be found. */
  allowed: Bitset;
  /** Whether the last word may go on: while the visitor types. Default true. */
  prefix?: boolean;
  /** Whether a text without a word to be found means all that is allowed. Default: only where something was understood. */
  allMeant?: boolean;
  /** Stretches of the text that are no words to be found. Default none. */
  understood?: readonly UnderstoodSpan[];
}

/** What a term counts that is not the word itself: one that goes on, one edit, and an edit of the first letter. */
const PREFIX = 0.6;
const EDIT = 0.55;
const FIRST_LETTER = 0.6;
/** Another form of the word, or the same written apart or together. */
const FORM = 0.9;
/** What the shop says that stands for the word. */
const SYNONYM = 0.9;
/** Impact of a word of a title, also of a long one; that of a word of a description is below. */
const WEIGHTY = 0.2 * IMPACT_STEPS;
/** What each further product of a title counts, and the power of their number that speaks for all of them. */
const FURTHER_VARIANT = 0.5;
const VARIANTS = 0.2;
/** Power of the weight of the words that an alternative holds. */
const COVERAGE = 3;
/** Candidates that are put in order at least, and beyond the limit at most: variants of one thing make place for others. */
const SHORTLIST = 200;
const LONGLIST = 2_000;
/** Terms that stand for one word at most: the most alike and most common. */
const MOST_TERMS = 40;
/** Words that a beginning is completed to, before they are counted. */
const MOST_COMPLETIONS = 50;
/** Units from which a word may be one or two edits away. */
const ONE_EDIT = 4;
const TWO_EDITS = 8;
/** Units of either half of a word that is looked for in two. */
const SHORTEST_HALF = 3;
/** Score of a product for which no word speaks: below that of any word. */
const UNSPOKEN = 1e-6;
/** Units that an ending may add to a stem. */
const LONGEST_ENDING = 3;

/** A term that stands for a word. */
interface Expansion {
  term: number;
  weight: number;
  /** The other half of a word that is written apart. */
  half?: number;
  /** Products that hold all that has to be there with it. Default: nothing has to. */
  within?: Bitset;
}

interface AskedWord extends AskedTerm {
  expansions: Expansion[];
  /** Inverse document frequency. */
  weight: number;
}

/**
 * Full-text search over the products of a feed, by place: BM25F, with what a word may have been meant for (a beginning, a
 * typing error, a compound) counted below the word itself. Of products with the same title, variants of one thing, one is
 * shown before the others; that there are many of them speaks for the thing.
 */
export class TextIndex {
  readonly #vocabulary: Vocabulary;
  readonly #stored: StoredTextIndex;
  readonly #synonyms: Synonyms;
  /** How much the number of its variants speaks for a product. [products] */
  readonly #prior: Float32Array;
  /** Of the running query, by place: the best impact of the word that is being read, the score, and a bit for each word. */
  readonly #best: Float32Array;
  readonly #score: Float32Array;
  readonly #held: Uint32Array;
  /** Places with a score. */
  readonly #touched: Uint32Array;
  /** The first term that is a word. */
  readonly #firstWord: number;

  constructor(stored: StoredTextIndex, synonyms = new Synonyms()) {
    const { groups, vocabulary } = stored;
    this.#synonyms = synonyms;
    const products = groups.length;
    this.#stored = stored;
    this.#vocabulary = new Vocabulary(vocabulary);
    const variants = new Uint32Array(products);
    for (const group of groups) variants[group]++;
    this.#prior = Float32Array.from(groups, (group) => variants[group] ** VARIANTS);
    this.#best = new Float32Array(products);
    this.#score = new Float32Array(products);
    this.#held = new Uint32Array(products);
    this.#touched = new Uint32Array(products);
    this.#firstWord = this.#vocabulary.firstFrom(AFTER_LABELS);
  }

  get products(): number {
    return this.#stored.groups.length;
  }

  /** Whether products say when they came into the shop. */
  get dated(): boolean {
    return this.#stored.added.length > 0;
  }

  /** When a product came into the shop, in seconds since 1970; 0 where it does not say. */
  addedOf(place: number): number {
    return this.#stored.added[place] ?? 0;
  }

  /** All labels, with how many products have each. */
  *labels(): Generator<{ label: Label; products: number }> {
    for (let term = 0; term < this.#firstWord; term++) {
      yield { label: labelOf(this.#vocabulary.at(term)), products: this.#stored.documents[term] };
    }
  }

  /** Products with this label; `undefined` where none has it. */
  labelled(label: Label): Bitset | undefined {
    const term = this.#vocabulary.numberOf(termOf(label));
    return term < 0 ? undefined : this.#holdersOf(term);
  }

  /** Products that hold all words of this text, in any of their forms, or what the shop says that it stands for. */
  holding(text: string): Bitset {
    const holders = this.#holdingWords(text);
    for (const other of this.#synonyms.of(text)) {
      this.#holdingWords(other).words.forEach((bits, i) => {
        holders.words[i] |= bits;
      });
    }
    return holders;
  }

  /** Each word with the products that hold it, and how much it counts there, 1 at most. The arrays are not kept. */
  *words(): Generator<{ term: string; places: readonly number[]; impacts: readonly number[] }> {
    const { starts, postings } = this.#stored;
    for (let term = this.#firstWord; term < this.#vocabulary.size; term++) {
      const places: number[] = [];
      const impacts: number[] = [];
      let place = 0;
      for (let at = starts[term]; at < starts[term + 1]; ) {
        let shift = 0;
        for (; postings[at] > 127; shift += 7) place += (postings[at++] & 127) << shift;
        place += postings[at++] << shift;
        places.push(place);
        impacts.push(postings[at++] / IMPACT_STEPS);
      }
      yield { term: this.#vocabulary.at(term), places, impacts };
    }
  }

  /** Products that hold a word as it is. */
  documentsOf(word: string): number {
    const term = this.#vocabulary.numberOf(word);
    return term < 0 ? 0 : this.#stored.documents[term];
  }

  /** Inverse document frequency of a word that so many products hold. */
  rarityOf(holding: number): number {
    const { products } = this;
    return Math.log1p((products - Math.min(products, holding) + 0.5) / (holding + 0.5));
  }

  /** Whether a longer word of a product begins with this one. */
  begins(word: string): boolean {
    const { from, to } = this.#vocabulary.withPrefix(word);
    return to > from;
  }

  /** Products that hold all words of this text where they weigh much: in the title or the brand rather than the description. */
  about(text: string): Bitset {
    return this.#holdingWords(text, WEIGHTY);
  }

  /** @param least impact that counts */
  #holdingWords(text: string, least = 0): Bitset {
    let all: Bitset | undefined;
    for (const { term, required } of queryWords(text, false)) {
      if (!required) continue;
      const holders = new Bitset(this.products);
      for (const form of this.#formsOf(term)) this.#addHolders(form, holders, least);
      all?.words.forEach((bits, i) => {
        holders.words[i] &= bits;
      });
      all = holders;
    }
    return all ?? new Bitset(this.products);
  }

  search(query: TextQuery): TextMatch {
    const { text, prefix = true, understood } = query;
    const open = prefix && /[\p{L}\p{N}\p{M}]$/u.test(text);
    const terms = queryWords(text, false, understood);
    const synonyms = this.#synonyms.in(text);
    let match = this.#rank(this.#widen(terms, open, false, synonyms), query);
    if (match.found > 0) return { ...match, asWritten: true };
    // Where the words as they are find nothing, what they may have been meant for.
    match = this.#rank(this.#widen(terms, open, true, synonyms), query);
    if (match.found > 0 || !terms.some(({ kind, required }) => kind === 'tie' && required)) return match;
    return this.#rank(this.#widen(queryWords(text, true, understood), open, true, synonyms), query);
  }

  /** Texts that go on with the last word of this one, and how many products hold all their words; the most common first. */
  complete(text: string, limit: number, allowed: Bitset): { text: string; products: number }[] {
    const terms = queryWords(text, false);
    const last = terms.at(-1);
    if (last?.kind !== 'word' || last.end !== text.length) return [];
    const before = terms.slice(0, -1);
    const places =
      before.length === 0
        ? allowed
        : this.#rank(this.#widen(before, false, false), { text, limit: 1, allowed }).matches;
    const { from, to } = this.#vocabulary.withPrefix(last.term);
    const { documents } = this.#stored;
    return Array.from({ length: to - from }, (_, i) => from + i)
      .sort((a, b) => documents[b] - documents[a])
      .slice(0, MOST_COMPLETIONS)
      .map((term) => {
        const holders = this.#holdersOf(term);
        holders.words.forEach((bits, i) => {
          holders.words[i] = bits & places.words[i];
        });
        return { text: text.slice(0, last.start) + this.#vocabulary.at(term), products: holders.count() };
      })
      .filter(({ products }) => products > 0)
      .sort((a, b) => b.products - a.products)
      .slice(0, limit);
  }

  #widen(
    terms: readonly AskedTerm[],
    open: boolean,
    tolerant: boolean,
    synonyms: readonly SynonymSpan[] = [],
  ): AskedWord[] {
    const meant = synonyms.map((span) => ({ ...span, expansions: span.others.flatMap((one) => this.#meaning(one)) }));
    const words = terms.map((term, i) => {
      const others = meant.find(({ start, end }) => start <= term.start && term.end <= end)?.expansions ?? [];
      return this.#stands(term, open && i === terms.length - 1, tolerant, others);
    });
    // `back pack` finds `backpack`.
    for (let i = 0; i + 1 < words.length; i++) {
      const [first, second] = [words[i], words[i + 1]];
      if (first.kind !== 'word' || second.kind !== 'word') continue;
      const term = this.#vocabulary.numberOf(first.term + second.term);
      if (term < 0) continue;
      for (const { expansions } of [first, second]) {
        if (!expansions.some((one) => one.term === term)) expansions.push({ term, weight: FORM });
      }
    }
    return words;
  }

  /** The terms that stand for a word. */
  #stands(asked: AskedTerm, open: boolean, tolerant: boolean, others: readonly Expansion[]): AskedWord {
    const { term, kind } = asked;
    const vocabulary = this.#vocabulary;
    const found = new Map<number, number>();
    const take = (number: number, weight: number): void => {
      if (weight > (found.get(number) ?? 0)) found.set(number, weight);
    };
    const exact = vocabulary.numberOf(term);
    if (exact >= 0) take(exact, 1);
    let halves: Expansion[] = [];
    if (kind === 'word') {
      for (const number of this.#formsOf(term)) if (number !== exact) take(number, FORM);
      if (open && term.length > 1) {
        const { from, to } = vocabulary.withPrefix(term);
        for (let number = from; number < to; number++) {
          if (number !== exact) take(number, PREFIX * (0.5 + (0.5 * term.length) / vocabulary.lengthOf(number)));
        }
      }
      // A typing error of a name need not be found, but speaks for what holds the word that was meant.
      const meant = tolerant || (!asked.required && found.size === 0 && !isStopWord(term));
      if (meant && term.length >= ONE_EDIT && !/^\p{N}+$/u.test(term)) {
        for (const near of vocabulary.near(term, term.length >= TWO_EDITS ? 2 : 1, this.#firstWord)) {
          if (near.edits === 0) continue;
          take(near.term, EDIT ** near.edits * (vocabulary.at(near.term)[0] === term[0] ? 1 : FIRST_LETTER));
        }
      }
      if (tolerant) halves = this.#halvesOf(term);
    }
    const { documents } = this.#stored;
    const expansions = [...found]
      .map(([number, weight]): Expansion => ({ term: number, weight }))
      .sort((a, b) => b.weight - a.weight || documents[b.term] - documents[a.term])
      .slice(0, MOST_TERMS)
      .concat(others);
    const holders = ({ term: number, within }: Expansion) => within?.count() ?? documents[number];
    const holding = expansions.reduce((sum, one) => sum + one.weight * holders(one), 0);
    return {
      ...asked,
      expansions: [...expansions, ...halves],
      weight: this.rarityOf(holding),
    };
  }

  /** The terms by which a product holds a phrase that stands for a word. */
  #meaning(phrase: string): Expansion[] {
    const words = queryWords(phrase, false).filter(({ required }) => required);
    const within = words.length > 1 ? this.#holdingWords(phrase) : undefined;
    return words.flatMap(({ term }) =>
      this.#formsOf(term).map((form): Expansion => ({ term: form, weight: SYNONYM, ...(within && { within }) })),
    );
  }

  /** Terms of the same stem: they begin alike. */
  #formsOf(word: string): number[] {
    const stem = stemOf(word);
    const { from, to } = this.#vocabulary.withPrefix(/[if]$/.test(stem) ? stem.slice(0, -1) : stem);
    const forms: number[] = [];
    for (let number = from; number < to; number++) {
      if (this.#vocabulary.lengthOf(number) > word.length + LONGEST_ENDING) continue;
      if (stemOf(this.#vocabulary.at(number)) === stem) forms.push(number);
    }
    return forms;
  }

  /** `backpack` finds `back pack`, where no other cut gives two words that are both more common. */
  #halvesOf(word: string): Expansion[] {
    const { documents } = this.#stored;
    let best: Expansion | undefined;
    let holding = 0;
    for (let at = SHORTEST_HALF; at <= word.length - SHORTEST_HALF; at++) {
      const term = this.#vocabulary.numberOf(word.slice(0, at));
      const half = term < 0 ? term : this.#vocabulary.numberOf(word.slice(at));
      if (half < 0) continue;
      const least = Math.min(documents[term], documents[half]);
      if (least <= holding) continue;
      best = { term, half, weight: FORM };
      holding = least;
    }
    return best ? [{ ...best, within: this.#holdersOf(best.half!) }] : [];
  }

  #rank(
    words: readonly AskedWord[],
    { limit, enough = limit, allowed, understood = [], allMeant = understood.length > 0 }: TextQuery,
  ): TextMatch {
    const held = this.#held;
    const touched = this.#touched;
    let all = 0;
    let weightOfAll = 0;
    words.forEach(({ required, weight }, i) => {
      if (!required) return;
      all |= 1 << i;
      weightOfAll += weight;
    });
    let count = 0;
    words.forEach((word, i) => {
      for (const expansion of word.expansions) count = this.#read(expansion, word.weight, 1 << i, allowed, count);
      for (let t = 0; t < count; t++) this.#best[touched[t]] = 0;
    });

    // Nothing is left but what was understood: all that is allowed is meant.
    if (all === 0 && allMeant) count = this.#touchAll(allowed, count);
    const matches = new Bitset(this.products);
    let found = 0;
    for (let t = 0; t < count; t++) {
      if ((held[touched[t]] & all) !== all) continue;
      matches.add(touched[t]);
      found++;
    }
    const depth = Math.max(limit, Math.min(limit * 8, LONGLIST), SHORTLIST);
    const whole = new BestRows(depth, found);
    const others = new BestRows(found < enough ? depth : 0, count - found);
    for (let t = 0; t < count; t++) {
      const place = touched[t];
      const score = this.#score[place] * this.#prior[place];
      if (matches.has(place)) whole.offer(place, score);
      else if (found < enough && (held[place] & all) !== 0) {
        let covered = 0;
        for (let bits = held[place] & all; bits !== 0; bits &= bits - 1) {
          covered += words[31 - Math.clz32(bits & -bits)].weight;
        }
        others.offer(place, score * (covered / weightOfAll) ** COVERAGE);
      }
    }
    const alternatives = this.#variantsApart(others, enough - found);
    const nearest = found > 0 || alternatives.places.length === 0 ? 0 : held[alternatives.places[0]];
    const match: TextMatch = {
      whole: this.#variantsApart(whole, limit),
      found,
      asWritten: false,
      alternatives,
      dropped: words.flatMap(({ term, required }, i) => (found > 0 || !required || nearest & (1 << i) ? [] : [term])),
      matches,
      words: words.map(({ term, required, expansions }) => ({
        text: term,
        required,
        terms: expansions.flatMap(({ term: number, half }) =>
          (half === undefined ? [number] : [number, half]).map((one) => this.#vocabulary.at(one)),
        ),
      })),
    };
    for (let t = 0; t < count; t++) {
      this.#score[touched[t]] = 0;
      held[touched[t]] = 0;
    }
    return match;
  }

  /**
   * Adds what a term gives to the products that hold it. Terms come best first: a product that holds two of a word keeps the
   * better.
   * @returns places touched so far
   */
  #read(
    { term, within, weight }: Expansion,
    wordWeight: number,
    bit: number,
    allowed: Bitset,
    already: number,
  ): number {
    const { starts, postings } = this.#stored;
    const best = this.#best;
    const score = this.#score;
    const held = this.#held;
    const touched = this.#touched;
    const words = allowed.words;
    const step = weight / IMPACT_STEPS;
    const end = starts[term + 1];
    let count = already;
    let place = 0;
    for (let at = starts[term]; at < end; ) {
      let byte = postings[at++];
      let gap = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = postings[at++];
        gap += (byte & 127) << shift;
      }
      place += gap;
      const impact = step * postings[at++];
      if ((words[place >>> 5] & (1 << (place & 31))) === 0 || (within !== undefined && !within.has(place))) continue;
      const before = best[place];
      if (impact <= before) continue;
      if (score[place] === 0) touched[count++] = place;
      best[place] = impact;
      score[place] += wordWeight * (impact - before);
      held[place] |= bit;
    }
    return count;
  }

  #touchAll(allowed: Bitset, already: number): number {
    let count = already;
    for (let place = 0; place < this.products; place++) {
      if (!allowed.has(place) || this.#score[place] !== 0) continue;
      this.#score[place] = UNSPOKEN;
      this.#touched[count++] = place;
    }
    return count;
  }

  #holdersOf(term: number): Bitset {
    const holders = new Bitset(this.products);
    this.#addHolders(term, holders, 0);
    return holders;
  }

  #addHolders(term: number, holders: Bitset, least: number): void {
    const { starts, postings } = this.#stored;
    let place = 0;
    for (let at = starts[term]; at < starts[term + 1]; ) {
      let shift = 0;
      for (; postings[at] > 127; shift += 7) place += (postings[at++] & 127) << shift;
      place += postings[at++] << shift;
      if (postings[at++] >= least) holders.add(place);
    }
  }

  /** Each further product of one title counts half of what it would. */
  #variantsApart(best: BestRows, limit: number): RankedPlaces {
    const { items, scores } = best.take();
    const shown = new Map<number, number>();
    for (let i = 0; i < items.length; i++) {
      const group = this.#stored.groups[items[i]];
      const before = shown.get(group) ?? 0;
      shown.set(group, before + 1);
      scores[i] *= FURTHER_VARIANT ** before;
    }
    const order = Array.from(items.keys())
      .sort((a, b) => scores[b] - scores[a] || items[a] - items[b])
      .slice(0, Math.max(0, limit));
    return { places: Int32Array.from(order, (i) => items[i]), scores: Float32Array.from(order, (i) => scores[i]) };
  }
}
