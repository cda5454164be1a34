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
/** Between the parts of a product code: `SA-M198`, `A/12`. */
const CODE = /[-/._]/;
/** UTF-16 units; longer ones are cut, since nobody searches by them. */
const LONGEST_TERM = 48;

export interface Token {
  /** Lower case, without accents where the script is Latin, in compatibility form. */
  term: string;
  /** UTF-16 units in the text as it was given, for highlighting. */
  start: number;
  end: number;
  /**
   * What it is: a `word` or a `pair` of neighbouring characters of a script without spaces has to be found; a `part` (the
   * number of `30cm`) and a `whole` (the code that two runs make) are further ways to find it.
   */
  kind: 'word' | 'pair' | 'part' | 'whole';
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The terms of a text, in its order. Scripts without spaces give each pair of neighbouring characters, and as `whole` the
 * longer words that the platform's segmenter finds: the segmenter alone cuts compounds in the wrong place, pairs alone
 * do not tell a word from two halves. Their single characters are `part`s.
 */
export function analyse(text: string): Token[] {
  const tokens: Token[] = [];
  let before: { term: string; start: number; end: number } | undefined;
  for (const match of text.matchAll(RUN)) {
    const start = match.index;
    const run = match[0];
    if (!NOT_ASCII.test(run) || !IS_UNSPACED.test(run)) {
      const word = addWord(run, start, tokens);
      // `SA-M198` is a code of two runs: it is found by both, and as a whole.
      if (before && before.end + 1 === start && CODE.test(text[before.end])) {
        const joined = before.term + word.term;
        if (HAS_DIGIT.test(joined)) {
          tokens.push({ term: cut(joined), start: before.start, end: word.end, kind: 'whole' });
        }
        before = { term: joined, start: before.start, end: word.end };
      } else before = word;
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

function addWord(run: string, start: number, tokens: Token[]): { term: string; start: number; end: number } {
  const end = start + run.length;
  const term = cut(fold(run));
  const word = { term, start, end };
  tokens.push({ ...word, kind: 'word' });
  if (HAS_DIGIT.test(term) && HAS_LETTER.test(term)) {
    for (const part of term.matchAll(DIGITS_OR_LETTERS)) tokens.push({ term: part[0], start, end, kind: 'part' });
  }
  return word;
}

function addUnspaced(run: string, start: number, tokens: Token[]): void {
  const characters = Array.from(run);
  const folded = characters.map((character) => character.normalize('NFKC').toLowerCase());
  let at = start;
  for (let i = 0; i < characters.length; i++) {
    const end = at + characters[i].length;
    tokens.push({ term: folded[i], start: at, end, kind: characters.length === 1 ? 'word' : 'part' });
    if (i + 1 < characters.length) {
      tokens.push({ term: folded[i] + folded[i + 1], start: at, end: end + characters[i + 1].length, kind: 'pair' });
    }
    at = end;
  }
  if (characters.length < 3) return;
  for (const { segment, index } of segmenter.segment(run)) {
    if (Array.from(segment).length < 3) continue;
    const term = cut(segment.normalize('NFKC').toLowerCase());
    tokens.push({ term, start: start + index, end: start + index + segment.length, kind: 'whole' });
  }
}

/** One form for a word however it is written: `Crème`, `CREME`, `ｃｒｅｍｅ`, `Levi’s`. */
export function fold(run: string): string {
  if (!NOT_ASCII.test(run)) {
    const plain = run.toLowerCase();
    return APOSTROPHE.test(plain) ? plain.replace(POSSESSIVE, '').replaceAll("'", '') : plain;
  }
  const plain = run
    .normalize('NFKC')
    .toLowerCase()
    .replace(POSSESSIVE, '')
    .replaceAll(/['’]/g, '')
    .replaceAll('ß', 'ss');
  return LATIN.test(plain) ? plain.normalize('NFKD').replace(MARKS, '') : plain;
}

function cut(term: string): string {
  return term.length > LONGEST_TERM ? term.slice(0, LONGEST_TERM) : term;
}
