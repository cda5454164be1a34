/** Digits from which on a whole number may be beyond what a double holds exactly. */
const LONG_NUMBER = /\d{16}/;
/** A text, or a number outside of one. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** As `JSON.parse`, but a whole number that a double cannot hold stays text, digit by digit: ids must not merge. */
export function parseJson(text: string): unknown {
  return JSON.parse(LONG_NUMBER.test(text) ? text.replace(TOKEN, kept) : text);
}

function kept(token: string): string {
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
