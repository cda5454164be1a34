import { VitrineError } from '../../contract/errors.ts';
import { isJson, parseJson } from '../../reading/exact-json.ts';
import type { FeedForm, FeedReader } from './feed-reader.ts';
import type { FeedRow } from './feed-row.ts';
import { ProductEntries } from './product-entries.ts';

/** UTF-16 units. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** One JSON object a line; a line that is not JSON is one broken row. */
export const jsonLines: FeedForm = {
  open(head, complete) {
    if (head[0] !== '{') return null;
    const line = /^[^\n]*(?=\n\s*\S)/.exec(head)?.[0];
    if (line === undefined) return complete ? null : undefined;
    return isJson(line) ? new JsonLines() : null;
  },
};

class JsonLines implements FeedReader {
  #carried = '';
  readonly #entries = new ProductEntries();

  push(piece: string): FeedRow[] {
    const lines = (this.#carried + piece).split('\n');
    this.#carried = lines.pop()!;
    if (this.#carried.length > LONGEST_LINE) {
      throw new VitrineError('feed-unreadable', 'A line is over 16 MB long.', { remedy: 'Write one product a line.' });
    }
    return lines.filter((line) => line.trim() !== '').flatMap((line) => this.#readLine(line));
  }

  end(): FeedRow[] {
    const last = this.#carried.trim() === '' ? [] : this.#readLine(this.#carried);
    return [...last, ...this.#entries.end()];
  }

  #readLine(line: string): FeedRow[] {
    let entry: unknown;
    try {
      entry = parseJson(line);
    } catch {
      return [{ broken: `The line is not valid JSON: ${JSON.stringify(line.slice(0, 60))}` }];
    }
    return this.#entries.push([entry]);
  }
}
