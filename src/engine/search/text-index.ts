import type { Bitset } from '../../kernels/scoring/bitset.ts';
import { analyse, type Token } from './analyse.ts';
import { type StoredVocabulary, Vocabulary } from './vocabulary.ts';

/** Of the stored form; another one is built anew. */
export const TEXT_INDEX_VERSION = 1;

/** A text index as plain data: what is stored, and what a worker is sent. */
export interface StoredTextIndex {
  version: number;
  products: number;
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

interface Group {
  text: string;
  required: boolean;
  expansions: Expansion[];
  /** Inverse document frequency. */
  weight: number;
}

/**
 * Full-text search over a catalogue: BM25 with what a word was meant for (a beginning, a typing error, a compound) counted
 * below the word itself. Products that hold all required words come first; where there are fewer than are wanted, the
 * nearest alternatives follow.
 */
export class TextIndex {
  readonly #vocabulary: Vocabulary;
  readonly #stored: StoredTextIndex;
  /** Of the running query, by row: the score of the group that is being read, of all groups, and groups met. */
  #best: Float32Array;
  #score: Float32Array;
  #met: Uint8Array;
  readonly #touched: number[] = [];

  /** @param rows of the catalogue, row 0 included */
  constructor(stored: StoredTextIndex, rows: number) {
    this.#stored = stored;
    this.#vocabulary = new Vocabulary(stored.vocabulary);
    this.#best = new Float32Array(rows);
    this.#score = new Float32Array(rows);
    this.#met = new Uint8Array(rows);
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
    const counted = required.length > 0 ? required : groups;
    const all = counted.reduce((sum, { weight }) => sum + weight, 0);
    const touched = this.#touched;
    touched.length = 0;
    const met = this.#met;
    const score = this.#score;
    const share = new Map<number, number>();
    for (const group of groups) {
      const rows = this.#read(group, allowed);
      const counts = counted.includes(group);
      for (const row of rows) {
        if (met[row] === 0 && score[row] === 0) touched.push(row);
        score[row] += group.weight * this.#best[row];
        if (counts) met[row]++;
        if (counts && counted.length > 1) share.set(row, (share.get(row) ?? 0) + group.weight);
        this.#best[row] = 0;
      }
    }
    const found = touched.filter((row) => met[row] > 0);
    const final = (row: number): number => {
      const covered = counted.length > 1 ? (share.get(row) ?? 0) / (all || 1) : 1;
      return score[row] * covered ** 3;
    };
    const ranked = found.map((row) => ({ row, whole: met[row] === counted.length, score: final(row) }));
    ranked.sort((a, b) => Number(b.whole) - Number(a.whole) || b.score - a.score || a.row - b.row);
    for (const row of touched) {
      score[row] = 0;
      met[row] = 0;
    }
    const shown = ranked.slice(0, limit);
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

  /** The rows that hold a term of the group; `#best` has the impact of the best one. */
  #read(group: Group, allowed: Bitset): number[] {
    const { starts, postings } = this.#stored;
    const best = this.#best;
    const rows: number[] = [];
    for (const { term, weight } of group.expansions) {
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
        const impact = (weight * postings[at++]) / 255;
        if (!allowed.has(row)) continue;
        if (best[row] === 0) rows.push(row);
        if (impact > best[row]) best[row] = impact;
      }
    }
    return rows;
  }
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
