import { analyse, type Token } from './analyse.ts';
import { isStopWord } from './stop-words.ts';

/** UTF-16 units of a query, and words of it; what goes beyond is passed over. */
export const LONGEST_QUERY = 512;
const MOST_WORDS = 24;

/** A term that a query asks for. */
export interface AskedTerm extends Token {
  /** Whether a product has to hold it. */
  required: boolean;
}

/** A stretch of a query that is understood as something other than words to be found, in UTF-16 units. */
export interface UnderstoodSpan {
  start: number;
  end: number;
  /** `required` words are to be found all the same; `optional` ones speak for a product that holds them; `ignored` ones do not. */
  words: 'required' | 'optional' | 'ignored';
}

/**
 * The terms of a query, each once. A product has to hold its words and pairs; where it has nothing but stop words, these.
 * @param loose whether characters that the segmenter left alone may stand apart from their neighbours
 */
export function queryWords(text: string, loose: boolean, understood: readonly UnderstoodSpan[] = []): AskedTerm[] {
  const asked = new Map<string, AskedTerm>();
  for (const token of analyse(text.slice(0, LONGEST_QUERY))) {
    if (token.kind === 'part' || (token.kind === 'single' && !loose)) continue;
    const spans = understood.filter(({ start, end }) => token.start < end && start < token.end);
    if (spans.some(({ words }) => words === 'ignored')) continue;
    const required = spans.every(({ words }) => words === 'required') && isRequired(token, loose);
    const known = asked.get(token.term);
    if (known === undefined) asked.set(token.term, { ...token, required });
    else known.required ||= required;
  }
  const words = [...asked.values()];
  // The last one is kept: the visitor may be typing it.
  const kept = words.length > MOST_WORDS ? [...words.slice(0, MOST_WORDS - 1), words[words.length - 1]] : words;
  if (understood.length === 0 && !kept.some(({ required }) => required)) {
    for (const word of kept) word.required = word.kind === 'word' || word.kind === 'tie' || word.kind === 'single';
  }
  return kept;
}

function isRequired({ term, kind }: Token, loose: boolean): boolean {
  if (kind === 'word') return !isStopWord(term);
  if (kind === 'pair') return true;
  if (kind === 'tie') return !loose;
  return kind === 'single' && !isStopWord(term);
}
