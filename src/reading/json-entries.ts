import { VitrineError } from '../contract/errors.ts';
import { parseJson } from './exact-json.ts';

/** UTF-16 units of one entry. */
const LONGEST_ENTRY = 16 * 1024 * 1024;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Cuts the entries out of a JSON list that arrives in pieces, from behind its opening bracket on, so that a large feed
 * never lies in memory whole. Its methods throw VitrineError `feed-unreadable`.
 */
export class JsonEntries {
  /** What was not used up yet. */
  #text = '';
  /** How far `#text` was looked through, and what is open there. */
  #at = 0;
  #depth = 0;
  #inString = false;
  #ended = false;

  /** @returns the entries that this piece completes. */
  push(piece: string): unknown[] {
    if (this.#ended) return [];
    this.#text += piece;
    const entries = this.#cut();
    if (this.#text.length > LONGEST_ENTRY) throw unreadable('It goes on for over 16 MB without a product.');
    return entries;
  }

  /** @throws where the text ended before the list did. */
  end(): void {
    if (!this.#ended) throw unreadable('The list of products does not end: the feed is truncated.');
  }

  #cut(): unknown[] {
    const text = this.#text;
    /** Ends of the entries that are complete. */
    const ends: number[] = [];
    let at = this.#at;
    for (; at < text.length && !this.#ended; at++) {
      const character = text.charCodeAt(at);
      if (this.#inString) {
        if (character === BACKSLASH) at++;
        else if (character === QUOTE) this.#inString = false;
      } else if (character === QUOTE) this.#inString = true;
      else if (character === OPEN_LIST || character === OPEN_OBJECT) this.#depth++;
      else if (this.#depth > 0) {
        if (character === CLOSE_LIST || character === CLOSE_OBJECT) this.#depth--;
      } else if (character === COMMA || character === CLOSE_LIST) {
        if (character === CLOSE_LIST) this.#ended = true;
        ends.push(at);
      }
    }
    if (ends.length === 0) {
      this.#at = at;
      return [];
    }
    const end = ends[ends.length - 1];
    this.#text = text.slice(end + 1);
    this.#at = at - end - 1;
    // A comma before the end of the list is passed over.
    const before = ends.length > 1 ? ends[ends.length - 2] + 1 : 0;
    const last = this.#ended && text.slice(before, end).trim() === '' ? ends.length - 1 : ends.length;
    return last === 0 ? [] : parseEntries(text, ends.slice(0, last));
  }
}

/** All at once: that costs half of one by one. */
function parseEntries(text: string, ends: readonly number[]): unknown[] {
  try {
    return parseJson(`[${text.slice(0, ends[ends.length - 1])}]`) as unknown[];
  } catch {
    // The one that is broken is named.
    return ends.map((end, i) => parseFeed(text.slice(i === 0 ? 0 : ends[i - 1] + 1, end)));
  }
}

/** @throws VitrineError `feed-unreadable` */
export function parseFeed(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw unreadable(`It is not valid JSON near ${JSON.stringify(text.trim().slice(0, 60))}.`, cause);
  }
}

function unreadable(message: string, cause?: unknown): VitrineError {
  const remedy = 'Offer the products as a JSON list of objects, each with an id.';
  return new VitrineError('feed-unreadable', message, { remedy, cause });
}
