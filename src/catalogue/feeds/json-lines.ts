import { VitrineError } from '../../contract/errors.ts';
import type { FeedReader, FeedRow } from './feed-reader.ts';
import { NamedFields } from './named-fields.ts';

/** UTF-16 units. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** One JSON object a line; a line that is not JSON is one broken row. */
export class JsonLines implements FeedReader {
  #carried = '';
  readonly #named = new NamedFields();

  push(piece: string): FeedRow[] {
    const lines = (this.#carried + piece).split('\n');
    this.#carried = lines.pop()!;
    if (this.#carried.length > LONGEST_LINE) {
      throw new VitrineError('feed-unreadable', 'A line is over 16 MB long.', { remedy: 'Write one product a line.' });
    }
    return lines.filter((line) => line.trim() !== '').map((line) => this.#readLine(line));
  }

  end(): FeedRow[] {
    return this.#carried.trim() === '' ? [] : [this.#readLine(this.#carried)];
  }

  #readLine(line: string): FeedRow {
    try {
      return { row: this.#named.row(JSON.parse(line)) };
    } catch {
      return { broken: `The line is not valid JSON: ${JSON.stringify(line.slice(0, 60))}` };
    }
  }
}
