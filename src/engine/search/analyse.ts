import { isStopWord } from './stop-words.ts';

/** Scripts written without spaces between words. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const RUN = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const UNSPACED_RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu');
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');
const NOT_ASCII = /[^\p{ASCII}]/u;
const LATIN = /\p{Script=Latin}/u;
const MARKS = /\p{M}/gu;
const APOSTROPHE = /['’]/;
const POSSESSIVE = /['’]s$/;
/** Where a number and its unit, or the parts of a code, meet: `30cm`, `m198`. */
const DIGITS_OR_LETTERS = /\p{N}+|[\p{L}\p{M}]+/gu;
const HAS_DIGIT = /\p{N}/u;
const HAS_LETTER = /\p{L}/u;
const NUMBER = /^\p{N}+$/u;
const UNIT = /^\p{L}{1,3}$/u;
/** Between the parts of a product code: `SA-M198`, `A/12`. */
const CODE = /[-/._]/;
/** UTF-16 units; longer ones are cut, since nobody searches by them. */
const LONGEST_TERM = 48;

/**
 * How a term stands for its text. These have to be found where they are asked for:
 * - `word`: a run of letters and digits; of scripts without spaces, one that is a single character
 * - `pair`: two neighbouring characters of one word of a script without spaces
 * - `tie`: the same where one of them is a word by itself, so that the platform's segmenter may have cut in the wrong place
 *
 * These are further ways to find it:
 * - `bond`: the last character of one word and the first of the next
 * - `single`: a character that is a word by itself, beside others
 * - `part`: a number or the letters of `30cm`; a character of a longer word
 * - `whole`: a word of three characters and more; a code, a hyphenated word or a number and its unit, written together
 */
export type TokenKind = 'word' | 'pair' | 'tie' | 'bond' | 'single' | 'part' | 'whole';

export interface Token {
  /** Lower case, without accents where the script is Latin, in compatibility form. */
  term: string;
  /** UTF-16 units in the text as it was given, for highlighting. */
  start: number;
  end: number;
  kind: TokenKind;
}

/** Its language is fixed, so that an index and its queries are cut alike in every browser. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * The terms of a text, in its order. Scripts without spaces give each pair of neighbouring characters and the words that
 * the platform's segmenter finds: the segmenter alone cuts compounds in the wrong place, pairs alone do not tell a word
 * from two halves.
 */
export function analyse(text: string): Token[] {
  const tokens: Token[] = [];
  let before: Token | undefined;
  for (const match of text.matchAll(RUN)) {
    const start = match.index;
    const run = match[0];
    if (!NOT_ASCII.test(run) || !IS_UNSPACED.test(run)) {
      const word = addWord(run, start, tokens);
      before = join(before, word, text, tokens) ?? word;
      continue;
    }
    before = undefined;
    for (const part of run.matchAll(UNSPACED_RUN)) {
      const at = start + part.index;
      if (IS_UNSPACED.test(part[0])) addUnspaced(part[0], at, tokens);
      else addWord(part[0], at, tokens);
    }
  }
  return tokens;
}

/** `SA-M198`, `T-shirt` and `30 cm` are found by their parts, and as a whole. @returns the whole, where there is one */
function join(before: Token | undefined, word: Token, text: string, tokens: Token[]): Token | undefined {
  if (before === undefined || before.end + 1 !== word.start) return undefined;
  const between = text[before.end];
  const term = before.term + word.term;
  const belong =
    between === ' '
      ? before.kind === 'word' && NUMBER.test(before.term) && UNIT.test(word.term) && !isStopWord(word.term)
      : between === '-' || (CODE.test(between) && HAS_DIGIT.test(term));
  if (!belong) return undefined;
  const whole: Token = { term: cut(term), start: before.start, end: word.end, kind: 'whole' };
  tokens.push(whole);
  return whole;
}

function addWord(run: string, start: number, tokens: Token[]): Token {
  const end = start + run.length;
  const word: Token = { term: cut(fold(run)), start, end, kind: 'word' };
  tokens.push(word);
  if (HAS_DIGIT.test(word.term) && HAS_LETTER.test(word.term)) {
    for (const part of word.term.matchAll(DIGITS_OR_LETTERS)) tokens.push({ term: part[0], start, end, kind: 'part' });
  }
  return word;
}

function addUnspaced(run: string, start: number, tokens: Token[]): void {
  const characters = Array.from(run, (character) => ({ length: character.length, term: plain(character) }));
  if (characters.length === 1) {
    tokens.push({ term: characters[0].term, start, end: start + run.length, kind: 'word' });
    return;
  }
  /** Of each character, the number of its word and whether it is all of it. */
  const words: { number: number; alone: boolean }[] = [];
  let number = 0;
  let at = start;
  for (const { segment } of segmenter.segment(run)) {
    const count = Array.from(segment).length;
    for (let i = 0; i < count; i++) words.push({ number, alone: count === 1 });
    if (count > 2) tokens.push({ term: cut(plain(segment)), start: at, end: at + segment.length, kind: 'whole' });
    at += segment.length;
    number++;
  }
  at = start;
  for (let i = 0; i < characters.length; i++) {
    const { term, length } = characters[i];
    const end = at + length;
    tokens.push({ term, start: at, end, kind: words[i].alone ? 'single' : 'part' });
    if (i + 1 < characters.length) {
      const next = characters[i + 1];
      const kind =
        words[i].number === words[i + 1].number ? 'pair' : words[i].alone || words[i + 1].alone ? 'tie' : 'bond';
      tokens.push({ term: term + next.term, start: at, end: end + next.length, kind });
    }
    at = end;
  }
}

/** One form for a word however it is written: `Crème`, `CREME`, `ｃｒｅｍｅ`, `Levi’s`. */
export function fold(run: string): string {
  if (!NOT_ASCII.test(run)) {
    const lower = run.toLowerCase();
    return APOSTROPHE.test(lower) ? lower.replace(POSSESSIVE, '').replaceAll("'", '') : lower;
  }
  const folded = plain(run).replace(POSSESSIVE, '').replaceAll(/['’]/g, '').replaceAll('ß', 'ss');
  return LATIN.test(folded) ? folded.normalize('NFKD').replace(MARKS, '') : folded;
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

function cut(term: string): string {
  return term.length > LONGEST_TERM ? term.slice(0, LONGEST_TERM) : term;
}
