/** Between two lines of a text. */
export const LINE = '\n';

/** Scripts without spaces between words. */
const UNSPACED = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}]';
const LETTER = `(?:(?!${UNSPACED})[\\p{L}\\p{M}\\p{N}])`;
/** What a number before it measures. */
export const UNITS: readonly string[] =
  'ml l cl litre litres liter liters g kg mg gm gms cm mm m inch inches in ft oz lb w v mah gb tb mp'.split(' ');
const UNIT = UNITS.map((unit) => unit.replace(/./g, (letter) => `[${letter}${letter.toUpperCase()}]`)).join('|');

/**
 * A number, with its points and commas, apart from its unit (`100ml`) and from a word that a scrape glued to it (`2Black`);
 * other letters stay with it (`2XL`). Initials with their points (`U.S`). A run of letters, with an apostrophe inside, but
 * the possessive apart: a brand's name comes before it. One character of a script without spaces. Any other sign by itself.
 */
const WORD = new RegExp(
  [
    `\\n`,
    `\\p{N}+(?:[.,]\\p{N}+)*(?=(?:${UNIT})(?!${LETTER})|\\p{Lu}\\p{Ll}{2})`,
    `\\p{N}${LETTER}*(?:[.,]\\p{N}+)*`,
    `${UNSPACED}\\p{M}*`,
    `${LETTER}(?:\\.${LETTER})+(?!${LETTER})`,
    `${LETTER}+(?:['’](?![sS](?!${LETTER}))${LETTER}+)*`,
    `(?<=${LETTER})['’][sS](?!${LETTER})`,
    `\\S`,
  ].join('|'),
  'gu',
);
const BEGINS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');

/** No space before these, after these, and on either side of these. */
const CLOSING = /^(?:[,.;:!?%)\]}…。、，！？：；]|['’]s)$/iu;
const OPENING = /^[([{#$€£₹]$/u;
const JOINING = /^[-/’']$/u;

/** The words and signs of a text, and `\n` where a line ends. */
export function splitWords(text: string): string[] {
  return text.normalize('NFKC').match(WORD) ?? [];
}

/** Words as a text, with spaces where they belong. */
export function joinWords(words: readonly string[]): string {
  let text = '';
  let last = LINE;
  for (const word of words) {
    const glued =
      last === LINE ||
      word === LINE ||
      CLOSING.test(word) ||
      JOINING.test(word) ||
      JOINING.test(last) ||
      OPENING.test(last) ||
      (BEGINS_UNSPACED.test(word) && BEGINS_UNSPACED.test(last));
    text += glued ? word : ` ${word}`;
    last = word;
  }
  return text;
}

/** Where a capital or a number follows a small letter without a space, or a word a number: scraped lists have lost their line breaks there. */
const GLUED = /(?<=\p{Ll})(?=\p{Lu}|\d)|(?<=\p{N})(?=\p{Lu}\p{Ll}{2})/u;
const GLUED_SIGN = /(?<=[)%.!?])(?=\p{Lu}\p{Ll})/gu;
const RUN = /[\p{L}\p{N}\p{M}]+/gu;

/**
 * A text with its spaces in order and its lost line breaks back (`leather upperCushioned footbed`). Words that the
 * product's own name has (`SoftFoam`) stay whole.
 */
export function cleanText(text: string, title = ''): string {
  const named = new Set(title.match(RUN));
  return text
    .normalize('NFKC')
    .replace(/<br\s*\/?>/gi, LINE)
    .replace(GLUED_SIGN, LINE)
    .replace(RUN, (run) => (named.has(run) ? run : run.split(GLUED).join(LINE)))
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '')
    .join(LINE);
}
