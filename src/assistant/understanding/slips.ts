/** Words of the conversation that a typing error may hide. */
const KEYWORDS = [
  'cheaper',
  'expensive',
  'compare',
  'similar',
  'another',
  'colour',
  'second',
  'third',
  'restart',
  'without',
];

/** The text with such words as they were meant: two neighbouring letters exchanged, one left out, put in or changed. */
export const mended = (text: string): string =>
  text.replace(/\b[a-z]{4,}\b/giu, (word) => KEYWORDS.find((meant) => isOneSlip(word.toLowerCase(), meant)) ?? word);

function isOneSlip(word: string, meant: string): boolean {
  let from = 0;
  while (from < word.length && word[from] === meant[from]) from++;
  const [left, right] = [word.slice(from), meant.slice(from)];
  if (left === '' && right === '') return false;
  return (
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}
