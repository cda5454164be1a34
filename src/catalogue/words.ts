/** A character of a script that is written without spaces between words: the source of a regular expression. */
export const UNSPACED_CHARACTER =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const UNSPACED = new RegExp(UNSPACED_CHARACTER, 'u');
const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const ASCII_RUN = /[a-z0-9]+/g;
const LATIN = /\p{Script=Latin}/u;
const NOT_ASCII = /[^\p{ASCII}]/u;
const SPLIT_UNSPACED = new RegExp(`(${UNSPACED.source}+)`, 'u');

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The words of a text, for telling how much two texts have in common; lower case, each once. Latin words lose accents
 * and a plural s. Scripts without spaces give the words that the platform's segmenter finds, and beside them each pair
 * of neighbouring characters: the segmenter often cuts a compound in the wrong place.
 */
export function wordsOf(text: string): Set<string> {
  const words = new Set<string>();
  if (!NOT_ASCII.test(text)) {
    for (const run of text.toLowerCase().match(ASCII_RUN) ?? []) addSpaced(run, words);
    return words;
  }
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (!NOT_ASCII.test(run)) addSpaced(run, words);
    else
      for (const part of run.split(SPLIT_UNSPACED)) {
        if (UNSPACED.test(part)) addUnspaced(part, words);
        else addSpaced(part, words);
      }
  }
  return words;
}

function addSpaced(run: string, words: Set<string>): void {
  const bare = NOT_ASCII.test(run) && LATIN.test(run) ? run.normalize('NFKD').replace(/\p{M}/gu, '') : run;
  const stem = bare.length > 3 && bare.endsWith('s') && !bare.endsWith('ss') ? bare.slice(0, -1) : bare;
  if (stem.length > 1 || NOT_ASCII.test(stem)) words.add(stem);
}

function addUnspaced(run: string, words: Set<string>): void {
  for (const { segment } of segmenter.segment(run)) if (Array.from(segment).length > 1) words.add(segment);
  for (const pair of pairsOf(Array.from(run))) words.add(pair);
}

/** Each pair of neighbouring characters; of one character, that. */
export function pairsOf(characters: readonly string[]): string[] {
  if (characters.length === 1) return [characters[0]];
  return characters.slice(1).map((character, i) => characters[i] + character);
}
