import { to } from './router.ts';

/** The picture that is searched by, and its number in this visit: it is on no server, so an address can only number it. */
let held: { picture: Blob; number: number } | undefined;

/** The address of a search by this picture. */
export function toPicture(picture: Blob, text: string): string {
  if (held?.picture !== picture) held = { picture, number: (held?.number ?? 0) + 1 };
  return to('search', [], { ...(text && { q: text }), picture: String(held.number) });
}

/** The picture of an address; `undefined` where the page was loaded anew, or another one was given since. */
export function pictureOf(query: URLSearchParams): Blob | undefined {
  return held !== undefined && query.get('picture') === String(held.number) ? held.picture : undefined;
}
