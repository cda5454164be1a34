import { SESSION_GAP_MS, type StoredInteraction } from '../../contract/interaction.ts';
import { interestsOf } from '../../contract/interests.ts';
import type { ProductId } from '../../contract/product.ts';
import type { BrowseEvent } from '../../contract/visitor-event.ts';
import { wordKey } from './word-vectors.ts';

/**
 * How often its score a product gains, beside the score itself, that the visitor turned to after a search for these words, and one
 * that holds all words of the session's searches before.
 */
export const CHOSEN = 4;
export const EARLIER_WORDS = 1;
/** The visitor's latest searches that count. */
const MOST_SEARCHES = 50;
/** Products turned to after one search that tell of its words; each counts less than the one before it. */
const MOST_CHOSEN = 5;
/** What a search counts beside the one after it. */
const CHOICE_DECAY = 0.9;
const WORD_DECAY = 0.5;
/** Searches with fewer words in common, of the words of both, are about something else. */
const LEAST_COMMON = 0.5;

interface EarlierSearch {
  text: string;
  at: number;
  /** Products that the visitor turned to after it and before the next one, in their order. */
  chosen: ProductId[];
}

/** A word of an earlier search of this session, and how much it still counts: 1 at most. */
export interface EarlierWord {
  word: string;
  weight: number;
}

/** What this visitor searched for before, and which products they turned to after it. */
export class SearchMemory {
  /** Newest first. */
  readonly #searches: readonly EarlierSearch[];
  readonly #wordsOf: (text: string) => readonly string[];

  /**
   * @param browsing newest first; @param interactions oldest first
   * @param wordsOf what a text asks for, word by word
   */
  constructor(
    browsing: readonly BrowseEvent[],
    interactions: readonly StoredInteraction[],
    wordsOf: (text: string) => readonly string[],
  ) {
    this.#wordsOf = wordsOf;
    const searches = browsing
      .flatMap((event) => (event.name === 'search' ? [{ text: event.words, at: event.at, chosen: [] }] : []))
      .slice(0, MOST_SEARCHES);
    this.#searches = searches;
    for (const { product, at } of interestsOf(interactions)) {
      const search: EarlierSearch | undefined = searches.find((one) => one.at <= at);
      if (search === undefined || at - search.at > SESSION_GAP_MS) continue;
      if (search.chosen.length < MOST_CHOSEN && !search.chosen.includes(product)) search.chosen.push(product);
    }
  }

  /** Products that the visitor turned to after searches for these words or nearly these, and how much that says: 1 at most. */
  chosenAfter(text: string): ReadonlyMap<ProductId, number> {
    const chosen = new Map<ProductId, number>();
    const searches = this.#searches.filter((search) => search.chosen.length > 0);
    if (searches.length === 0) return chosen;
    const asked = this.#keysOf(text);
    let decay = 1;
    for (const search of searches) {
      const common = commonOf(asked, this.#keysOf(search.text));
      if (common < LEAST_COMMON) continue;
      search.chosen.forEach((id, place) => {
        chosen.set(id, Math.min(1, (chosen.get(id) ?? 0) + (decay * common) / (1 + place)));
      });
      decay *= CHOICE_DECAY;
    }
    return chosen;
  }

  /** The words of the session's searches before this one that it leaves out, each with the weight of its latest search. */
  earlierWords(text: string, now: number): EarlierWord[] {
    const words: EarlierWord[] = [];
    if (this.#searches.length === 0) return words;
    const said = this.#keysOf(text);
    let weight = 1;
    let until = now;
    for (const search of this.#searches) {
      if (until - search.at > SESSION_GAP_MS) break;
      until = search.at;
      const fresh = this.#wordsOf(search.text).filter((word) => !said.has(wordKey(word)));
      // The search that is being made, or made again, says nothing further.
      if (fresh.length === 0) continue;
      for (const word of fresh) {
        said.add(wordKey(word));
        words.push({ word, weight });
      }
      weight *= WORD_DECAY;
    }
    return words;
  }

  /** Words in any of their forms. */
  #keysOf(text: string): Set<string> {
    return new Set(this.#wordsOf(text).map(wordKey));
  }
}

/** Words in common, of the words of both. */
function commonOf(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const shared = [...some].filter((word) => others.has(word)).length;
  return shared / (some.size + others.size - shared || 1);
}
