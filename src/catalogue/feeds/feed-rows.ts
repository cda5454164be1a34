import { VitrineError } from '../../contract/errors.ts';
import { DelimitedTable } from './delimited-table.ts';
import type { FeedReader, FeedRow } from './feed-reader.ts';
import { JsonLines } from './json-lines.ts';
import { JsonList } from './json-list.ts';
import { NamedFields } from './named-fields.ts';

/** UTF-16 units in which a feed shows what it is. */
const LONGEST_HEAD = 64 * 1024;

/**
 * The rows of a product feed in batches. What it is, its content tells: a JSON list (or an object with `products` or
 * `items`), JSON lines, or a table with a header, separated by tabs, commas, semicolons or bars.
 * @throws VitrineError `feed-unreadable`
 */
export async function* feedRows(text: AsyncIterable<string>): AsyncGenerator<FeedRow[]> {
  let head = '';
  let reader: FeedReader | undefined;
  for await (const piece of text) {
    if (reader !== undefined) {
      yield reader.push(piece);
      continue;
    }
    head += piece;
    reader = readerFor(head, head.length > LONGEST_HEAD);
    if (reader !== undefined) yield reader.push(head);
  }
  if (reader === undefined) {
    reader = readerFor(head, true)!;
    yield reader.push(head);
  }
  yield reader.end();
}

/** @param complete no more of the head will come. @returns `undefined` while the head does not tell yet. */
function readerFor(head: string, complete: boolean): FeedReader | undefined {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text === '' && complete) throw unreadable('The feed is empty.');
  if (text[0] === '<') throw unreadable('The feed is XML or HTML.');
  if (text[0] === '[') return wrap(new JsonList());
  const line = /^[^\n]*(?=\n\s*\S)/.exec(text)?.[0];
  if (line === undefined && !complete) return undefined;
  if (text[0] !== '{') return new DelimitedTable(/^[^\r\n]*/.exec(text)![0]);
  return line !== undefined && isJson(line) ? new JsonLines() : wrap(new JsonList());
}

function wrap(list: JsonList): FeedReader {
  const named = new NamedFields();
  const rows = (entries: unknown[]): FeedRow[] => entries.map((entry) => ({ row: named.row(entry) }));
  return { push: (piece) => rows(list.push(piece)), end: () => rows(list.end()) };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function unreadable(message: string): VitrineError {
  return new VitrineError('feed-unreadable', message, { remedy: 'Offer it as JSON, JSON lines, CSV or TSV.' });
}
