import { VitrineError } from '../../contract/errors.ts';
import { textOf } from '../../reading/encoded-text.ts';
import { delimitedTable } from './delimited-table.ts';
import type { FeedForm, FeedReader } from './feed-reader.ts';
import type { FeedRow } from './feed-row.ts';
import { jsonLines } from './json-lines.ts';
import { wrappedJson } from './wrapped-json.ts';
import { xmlFeed } from './xml-feed.ts';

/** Forms of feeds, each asked in turn: the first that knows its own reads it. A new form is one file and a line here. */
const FORMS: readonly FeedForm[] = [jsonLines, wrappedJson, xmlFeed, delimitedTable];
/** UTF-16 units of an unpacked feed: a small archive can unpack to any size. */
const LONGEST = 512 * 1024 * 1024;
/** UTF-16 units in which a feed shows what it is. */
const LONGEST_HEAD = 64 * 1024;

/**
 * The rows of a product feed in batches, from its bytes: gzip is unpacked, the encoding is found, and its content tells
 * what it is.
 * @throws VitrineError `feed-unreadable`, `feed-too-large`
 */
export async function* feedRows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRow[]> {
  let head = '';
  let reader: FeedReader | undefined;
  let length = 0;
  for await (const piece of textOf(unpacked(pieces))) {
    length += piece.length;
    if (length > LONGEST) throw new VitrineError('feed-too-large', `The feed unpacks to over ${LONGEST} characters.`);
    if (reader !== undefined) {
      yield reader.push(piece);
      continue;
    }
    head = (head + piece).replace(/^[\s\uFEFF]+/, '');
    if (head === '') continue;
    reader = readerFor(head, head.length > LONGEST_HEAD);
    if (reader !== undefined) yield reader.push(head);
  }
  if (reader === undefined) {
    if (head.trim() === '') throw unreadable('The feed is empty.');
    reader = readerFor(head, true)!;
    yield reader.push(head);
  }
  yield reader.end();
}

/** @returns `undefined` while the head does not tell yet. */
function readerFor(head: string, complete: boolean): FeedReader | undefined {
  for (const form of FORMS) {
    const reader = form.open(head, complete);
    if (reader !== null) return reader;
  }
  throw unreadable('The feed is of no form that is known.');
}

async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  if (first.value[0] === 0x50 && first.value[1] === 0x4b)
    throw unreadable('The feed is a ZIP archive or a spreadsheet.');
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* all;
    return;
  }
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await all.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
    },
  }).pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } catch (cause) {
    throw cause instanceof VitrineError ? cause : unreadable('The gzip archive is damaged or truncated.', cause);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function unreadable(message: string, cause?: unknown): VitrineError {
  return new VitrineError('feed-unreadable', message, {
    remedy: 'Offer it as JSON, JSON lines, XML, CSV or TSV.',
    cause,
  });
}
