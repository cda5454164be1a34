import type { Bitset } from '../../kernels/scoring/bitset.ts';
import { analyse, type Token } from './analyse.ts';
import { type StoredVocabulary, Vocabulary } from './vocabulary.ts';

/** Of the stored form; another one is built anew. */
export const TEXT_INDEX_VERSION = 1;
/** Steps of an impact in a byte. */
export const IMPACT_STEPS = 255;

/** A text index as plain data: what is stored, and what a worker is sent. */
export interface StoredTextIndex {
  version: number;
  products: number;
  /** Of each row, the first of the products with the same title. [rows] */
  groups: Uint32Array;
  vocabulary: StoredVocabulary;
  /** Products that hold each term. [terms] */
  documents: Uint32Array;
  /** Term `t` is `postings[starts[t] … starts[t + 1])`. [terms + 1] */
  starts: Uint32Array;
  /** Of each product how far its row lies above the one before, seven bits a byte, the lowest first; then its impact, a byte. */
  postings: Uint8Array;
}

/** One word of a query, and the terms that stand for it. */
export interface QueryWord {
  /** As it is in the query. */
  text: string;
  /** Whether a product has to hold it. A stop word and a further form do not. */
  required: boolean;
  /** The terms it matched, best first, by their text. */
  terms: readonly string[];
}

export interface TextMatch {
  /** Products in order of score. [count] */
  items: Int32Array;
  /** [count] */
  scores: Float32Array;
  /** How many of these, from the first on, hold every required word; the others are the nearest alternatives. */
  whole: number;
  words: readonly QueryWord[];
}

export interface TextQuery {
  text: string;
  /** Products wanted. */
  limit: number;
  /** Rows that may be found. */
  allowed: Bitset;
  /** Whether the last word may go on: while the visitor types. Default true. */
  prefix?: boolean;
}

/** What a match counts that is not the word itself. */
const PREFIX = 0.6;
const EDIT = 0.55;
const FIRST_LETTER = 0.6;
const JOINED = 0.9;
/** What each further product of a title counts, and the power of their number that speaks for all of them. */
const FURTHER_VARIANT = 0.5;
const VARIANTS = 0.2;
/** Candidates that are put in order at least. */
const SHORTLIST = 200;
/** Terms that stand for one word at most: the most alike and most common. */
const MOST_TERMS = 40;
/** Units from which a word may be one or two edits away. */
const ONE_EDIT = 4;
const TWO_EDITS = 8;
/** Words of a query; what goes beyond is passed over. */
const MOST_WORDS = 24;

interface Expansion {
  term: number;
  weight: number;
}

interface Candidate {
  row: number;
  whole: boolean;
  score: number;
}

interface Group {
  text: string;
  required: boolean;
  expansions: Expansion[];
  /** Inverse document frequency. */
  weight: number;
}

/**
 * Full-text search over a catalogue: BM25, with what a word may have been meant for (a beginning, a typing error, a
 * compound) counted below the word itself. Products that hold all required words come first; where there are fewer than
 * are wanted, the nearest alternatives follow. Of products with the same title, variants of one thing, one is shown before
 * the others; that there are many of them speaks for the thing.
 */
export class TextIndex {
  readonly #vocabulary: Vocabulary;
  readonly #stored: StoredTextIndex;
  /** How much the number of its variants speaks for a product. [rows] */
  readonly #prior: Float32Array;
  /** Of the running query, by row: the best impact of the word that is being read, the score, and the weight of the words met. */
  readonly #best: Float32Array;
  readonly #score: Float32Array;
  readonly #share: Float32Array;
  readonly #met: Uint8Array;
  #touched: Uint32Array;

  constructor(stored: StoredTextIndex) {
    const { groups, vocabulary } = stored;
    const rows = groups.length;
    this.#stored = stored;
    this.#vocabulary = new Vocabulary(vocabulary);
    const variants = new Uint32Array(rows);
    for (const group of groups) variants[group]++;
    this.#prior = Float32Array.from(groups, (group) => variants[group] ** VARIANTS);
    this.#best = new Float32Array(rows);
    this.#score = new Float32Array(rows);
    this.#share = new Float32Array(rows);
    this.#met = new Uint8Array(rows);
    this.#touched = new Uint32Array(rows);
  }

  get stored(): StoredTextIndex {
    return this.#stored;
  }

  search({ text, limit, allowed, prefix = true }: TextQuery): TextMatch {
    const tokens = wordsOfQuery(text);
    const last = prefix && tokens.length > 0 && /[\p{L}\p{N}\p{M}]$/u.test(text) ? tokens.length - 1 : -1;
    const groups = tokens.map((token, i) => this.#group(token, i === last, false));
    this.#joinWords(tokens, groups);
    let match = this.#rank(groups, limit, allowed);
    // Only where the words as they are find too little, what they may have been meant for.
    if (match.whole < limit) {
      const wider = tokens.map((token, i) => this.#group(token, i === last, true));
      this.#joinWords(tokens, wider);
      if (wider.some(({ expansions }, i) => expansions.length > groups[i].expansions.length)) {
        match = this.#rank(wider, limit, allowed);
      }
    }
    return match;
  }

  #group(token: Token, open: boolean, tolerant: boolean): Group {
    const { term, kind } = token;
    const vocabulary = this.#vocabulary;
    const found = new Map<number, number>();
    const take = (number: number, weight: number): void => {
      if (weight > (found.get(number) ?? 0)) found.set(number, weight);
    };
    const exact = vocabulary.numberOf(term);
    if (exact >= 0) take(exact, 1);
    if (kind === 'word') {
      for (const form of formsOf(term)) {
        const number = vocabulary.numberOf(form);
        if (number >= 0) take(number, JOINED);
      }
      if (open && term.length > 1) {
        const { from, to } = vocabulary.withPrefix(term);
        for (let number = from; number < to; number++) {
          if (number !== exact) take(number, PREFIX * (0.5 + (0.5 * term.length) / vocabulary.lengthOf(number)));
        }
      }
      if (tolerant && term.length >= ONE_EDIT && !/^\p{N}+$/u.test(term)) {
        const most = term.length >= TWO_EDITS ? 2 : 1;
        for (const near of vocabulary.near(term, most)) {
          if (near.edits === 0) continue;
          const other = vocabulary.at(near.term);
          take(near.term, EDIT ** near.edits * (other[0] === term[0] ? 1 : FIRST_LETTER));
        }
      }
    }
    return this.#groupOf(term, kind === 'word' || kind === 'pair', found);
  }

  #groupOf(text: string, required: boolean, found: ReadonlyMap<number, number>): Group {
    const { documents, products } = this.#stored;
    const expansions = [...found]
      .map(([term, weight]) => ({ term, weight }))
      .sort((a, b) => b.weight - a.weight || documents[b.term] - documents[a.term])
      .slice(0, MOST_TERMS);
    const holding = expansions.reduce((sum, { term, weight }) => sum + weight * documents[term], 0);
    return {
      text,
      required,
      expansions,
      weight: Math.log1p((products - Math.min(products, holding) + 0.5) / (holding + 0.5)),
    };
  }

  /** `back pack` finds `backpack`, and `backpack` finds `back pack`. */
  #joinWords(tokens: readonly Token[], groups: Group[]): void {
    const vocabulary = this.#vocabulary;
    for (let i = 0; i + 1 < tokens.length; i++) {
      if (tokens[i].kind !== 'word' || tokens[i + 1].kind !== 'word') continue;
      const joined = vocabulary.numberOf(tokens[i].term + tokens[i + 1].term);
      if (joined < 0) continue;
      for (const group of [groups[i], groups[i + 1]]) {
        if (!group.expansions.some(({ term }) => term === joined))
          group.expansions.push({ term: joined, weight: JOINED });
      }
    }
  }

  #rank(groups: readonly Group[], limit: number, allowed: Bitset): TextMatch {
    const required = groups.filter((group) => group.required);
    const counted = new Set(required.length > 0 ? required : groups);
    let all = 0;
    for (const { weight } of counted) all += weight;
    let touched = 0;
    for (const group of groups) touched = this.#read(group, counted.has(group), allowed, touched);

    const candidates = this.#strongest(touched, counted.size, all, Math.max(limit * 8, SHORTLIST));
    for (let i = 0; i < touched; i++) {
      const row = this.#touched[i];
      this.#score[row] = 0;
      this.#share[row] = 0;
      this.#met[row] = 0;
    }
    const shown = this.#variantsApart(candidates).slice(0, limit);
    return {
      items: Int32Array.from(shown, ({ row }) => row),
      scores: Float32Array.from(shown, ({ score }) => score),
      whole: shown.filter(({ whole }) => whole).length,
      words: groups.map(({ text, required, expansions }) => ({
        text,
        required,
        terms: expansions.map(({ term }) => this.#vocabulary.at(term)),
      })),
    };
  }

  /** Adds what a word gives to the products that hold it. @returns rows touched so far */
  #read({ expansions, weight: wordWeight }: Group, counts: boolean, allowed: Bitset, already: number): number {
    const { starts, postings } = this.#stored;
    const best = this.#best;
    const score = this.#score;
    const touched = this.#touched;
    let count = already;
    // Terms come best first: a product that two of them find keeps the better, and is counted once.
    for (const { term, weight } of expansions) {
      const end = starts[term + 1];
      let row = 0;
      for (let at = starts[term]; at < end; ) {
        let byte = postings[at++];
        let gap = byte & 127;
        for (let shift = 7; byte > 127; shift += 7) {
          byte = postings[at++];
          gap += (byte & 127) << shift;
        }
        row += gap;
        const impact = (weight * postings[at++]) / IMPACT_STEPS;
        if (!allowed.has(row)) continue;
        if (score[row] === 0) touched[count++] = row;
        const before = best[row];
        if (impact <= before) continue;
        best[row] = impact;
        score[row] += wordWeight * (impact - before);
        if (before === 0 && counts) {
          this.#met[row]++;
          this.#share[row] += wordWeight;
        }
      }
    }
    for (let i = 0; i < count; i++) best[touched[i]] = 0;
    return count;
  }

  /** Of the rows touched, the `most` with the highest scores: those with all words before the others. */
  #strongest(touched: number, words: number, all: number, most: number): Candidate[] {
    const heap: Candidate[] = [];
    for (let i = 0; i < touched; i++) {
      const row = this.#touched[i];
      const met = this.#met[row];
      if (met === 0) continue;
      const covered = words > 1 ? this.#share[row] / all : 1;
      const candidate = {
        row,
        whole: met === words,
        score: this.#score[row] * this.#prior[row] * covered * covered * covered,
      };
      if (heap.length < most) {
        heap.push(candidate);
        if (heap.length === most) heap.sort(compare);
      } else if (compare(candidate, heap[most - 1]) < 0) insert(heap, candidate);
    }
    return heap.length < most ? heap.sort(compare) : heap;
  }

  /** Each further product of one title counts half of what it would. */
  #variantsApart(candidates: readonly Candidate[]): Candidate[] {
    const shown = new Map<number, number>();
    return candidates
      .map((candidate) => {
        const group = this.#stored.groups[candidate.row];
        const before = shown.get(group) ?? 0;
        shown.set(group, before + 1);
        return before === 0 ? candidate : { ...candidate, score: candidate.score * FURTHER_VARIANT ** before };
      })
      .sort(compare);
  }
}

function compare(a: Candidate, b: Candidate): number {
  return Number(b.whole) - Number(a.whole) || b.score - a.score || a.row - b.row;
}

/** Into an ordered list, whose last entry makes room. */
function insert(ordered: Candidate[], candidate: Candidate): void {
  let low = 0;
  let high = ordered.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(ordered[middle], candidate) <= 0) low = middle + 1;
    else high = middle;
  }
  ordered.copyWithin(low + 1, low, ordered.length - 1);
  ordered[low] = candidate;
}

/** The words of a query, each once; parts only of what is not a word or pair itself. */
function wordsOfQuery(text: string): Token[] {
  const known = new Set<string>();
  return analyse(text)
    .filter(({ term, kind }) => {
      if (kind === 'part' || known.has(term)) return false;
      known.add(term);
      return true;
    })
    .slice(0, MOST_WORDS);
}

/** Singular and plural of an English word: the commonest difference between what is asked and what is written. */
function formsOf(term: string): string[] {
  if (term.length < 3) return [];
  const forms = [`${term}s`, `${term}es`];
  if (term.endsWith('ies')) forms.push(`${term.slice(0, -3)}y`);
  else if (term.endsWith('es')) forms.push(term.slice(0, -2), term.slice(0, -1));
  else if (term.endsWith('s')) forms.push(term.slice(0, -1));
  if (term.endsWith('y')) forms.push(`${term.slice(0, -1)}ies`);
  return forms;
}
