import * as plain from './plain-data.ts';

/** Bytes as text, in base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In parts: a function takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(text);
}

/** Reads bytes that are written so, and in no other form of the same bytes. @param length default: any */
export const base64 =
  (length?: number): plain.Reader<Uint8Array<ArrayBuffer>> =>
  (value, at) => {
    const text = plain.check(plain.anyText, isBase64, 'base64')(value, at);
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    plain.check(
      plain.anything,
      () => length === undefined || bytes.length === length,
      `${length} bytes in base64`,
    )(value, at);
    return bytes;
  };

const isBase64 = (text: string): boolean => {
  try {
    return btoa(atob(text)) === text;
  } catch {
    return false;
  }
};
