/** Bytes in which a text shows its encoding, once it holds more than ASCII. */
const ENOUGH = 64 * 1024;
/** Of the characters beyond ASCII, the share of common Chinese ones that tells GBK from a Western encoding. */
const MOSTLY = 0.9;

const LONGEST_MARK = 3;
const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Text of an encoding that nobody named, from bytes that arrive in pieces: UTF-8 or UTF-16 (with or without a byte order
 * mark), GBK, or Windows-1252. As long as all is ASCII the question stays open.
 */
export class EncodedText {
  /** What the bytes are read as; empty while all of them were ASCII. */
  encoding = '';
  #decoder: TextDecoder | undefined;
  /** Bytes that do not tell yet. */
  #held: Uint8Array = new Uint8Array(0);
  #first = true;

  push(bytes: Uint8Array): string {
    if (this.#decoder !== undefined) return this.#decoder.decode(bytes, { stream: true });
    const all = this.#held.length === 0 ? bytes : joined(this.#held, bytes);
    const plain = this.#first && all.length < LONGEST_MARK ? undefined : asciiOf(all, this.#first);
    if (plain === undefined && all.length < ENOUGH) {
      // A copy: the piece may be a view on a buffer that its giver fills anew.
      this.#held = all.slice();
      return '';
    }
    return this.#read(all, plain);
  }

  end(): string {
    const rest = this.#held.length === 0 ? '' : this.#read(this.#held, asciiOf(this.#held, this.#first));
    return rest + (this.#decoder?.decode() ?? '');
  }

  #read(bytes: Uint8Array, plain: string | undefined): string {
    const first = this.#first;
    this.#first = false;
    this.#held = new Uint8Array(0);
    if (plain !== undefined) return plain;
    this.encoding = (first ? (marked(bytes) ?? unmarked(bytes)) : undefined) ?? encodingOf(bytes);
    this.#decoder = new TextDecoder(this.encoding);
    return this.#decoder.decode(bytes, { stream: true });
  }
}

/** @param first whether these are the first bytes: text in UTF-16 without a mark shows by its zeros. */
function asciiOf(bytes: Uint8Array, first: boolean): string | undefined {
  if (first && bytes.subarray(0, ENOUGH).includes(0)) return undefined;
  const text = decoded('utf-8', bytes);
  return text?.length === bytes.length ? text : undefined;
}

function marked(bytes: Uint8Array): string | undefined {
  return MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
}

function unmarked(bytes: Uint8Array): string | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1]++;
  // Latin letters in UTF-16: every second byte is zero.
  if (zeros[0] + zeros[1] <= bytes.length / 4) return undefined;
  return zeros[1] > zeros[0] ? 'utf-16le' : 'utf-16be';
}

/** Of bytes of which some are not ASCII; the last character may be cut. */
function encodingOf(bytes: Uint8Array): string {
  if (decoded('utf-8', bytes) !== undefined) return 'utf-8';
  const chinese = decoded('gb18030', bytes);
  if (chinese === undefined) return 'windows-1252';
  const others = [...chinese].filter((character) => character > '\u007f');
  const common = others.filter((character) => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(character));
  // A Western word has single letters beyond ASCII: taken for GBK, each swallows the letter after it.
  const pairs = bytes.reduce((count, byte, i) => count + (byte > 0x7f && bytes[i + 1] > 0x7f ? 1 : 0), 0);
  return common.length >= MOSTLY * others.length && pairs >= others.length / 2 ? 'gb18030' : 'windows-1252';
}

function decoded(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** The text of bytes that arrive in pieces. */
export async function* textOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const text = new EncodedText();
  for await (const piece of pieces) yield text.push(piece);
  yield text.end();
}
