import { UNSPACED_CHARACTER as UNSPACED } from '../../../catalogue/words.ts';

/** Between two lines of a text. */
export const LINE = '\n';

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
const ENDS_UNSPACED = new RegExp(`${UNSPACED}\\p{M}*$`, 'u');
const HAN = /\p{Script=Han}/u;
/** Signs that stand wide beside Chinese characters; NFKC has made them narrow. */
const WIDE: Readonly<Record<string, string>> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '!': '！',
  '?': '？',
  '(': '（',
  ')': '）',
};

/** Whether a word is a character of a script without spaces between words. */
export const isUnspaced = (word: string): boolean => BEGINS_UNSPACED.test(word);

/** Whether a text has Chinese characters. */
export const isChinese = (text: string): boolean => HAN.test(text);

/** No space before these, after these, and on either side of these. */
const CLOSING = /^(?:[,.;:!?%)\]}…。、，！？：；）]|['’]s)$/iu;
const OPENING = /^[([{#$€£₹°（]$/u;
/** No space after these either. */
const WIDE_SIGN = /^[。、，！？：；（）—《》「」]$/u;
const JOINING = /^[-/’']$/u;

/** The words and signs of a text, and `\n` where a line ends. */
export function splitWords(text: string): string[] {
  return text.normalize('NFKC').match(WORD) ?? [];
}

/** Words as a text, with spaces where they belong. */
export function joinWords(words: readonly string[]): string {
  let text = '';
  let last = LINE;
  for (const [at, given] of words.entries()) {
    const next = words[at + 1] ?? LINE;
    const beside = ENDS_UNSPACED.test(last) || BEGINS_UNSPACED.test(next);
    const word = beside && HAN.test(last + next) ? (WIDE[given] ?? given) : given;
    const glued =
      last === LINE ||
      word === LINE ||
      CLOSING.test(word) ||
      JOINING.test(word) ||
      JOINING.test(last) ||
      OPENING.test(last) ||
      WIDE_SIGN.test(word) ||
      WIDE_SIGN.test(last) ||
      (BEGINS_UNSPACED.test(word) && ENDS_UNSPACED.test(last));
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
