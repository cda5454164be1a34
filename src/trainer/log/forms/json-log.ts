import { VitrineError } from '../../../contract/errors.ts';
import { isJson, parseJson } from '../../../reading/exact-json.ts';
import { JsonEntries } from '../../../reading/json-entries.ts';
import type { LogForm } from './log-reader.ts';
import { RecordRows } from './record-rows.ts';

const LONGEST_LINE = 16 * 1024 * 1024;
const LONGEST_HEAD = 64 * 1024;
/** A list of records that starts at once, or under a name behind plain fields. */
const LIST_START = /^\s*(?:\[|\{[^[\]{}]*"\w+"\s*:\s*\[(?=\s*\{))/;

/** JSON lines: one record a line. */
export const jsonLines: LogForm = {
  open(head, complete, hints) {
    if (head[0] !== '{') return null;
    const line = /^[^\n]*(?=\n)/.exec(head)?.[0] ?? (complete ? head : undefined);
    if (line === undefined) return head.length > LONGEST_LINE ? null : undefined;
    // A line that is a record with a list in it (`{"session": 1, "events": […]}`) is one all the same.
    return isJson(line) ? new JsonLinesLog(hints) : null;
  },
};

/** A JSON list of records, also in a wrapper. */
export const jsonList: LogForm = {
  open(head, complete, hints) {
    if (head[0] !== '[' && head[0] !== '{') return null;
    const start = LIST_START.exec(head);
    if (start === null) return complete || head.length > LONGEST_HEAD ? null : undefined;
    return new JsonListLog(hints, start[0].length);
  },
};

class JsonLinesLog extends RecordRows {
  readonly form = 'JSON lines';
  #rest = '';

  push(piece: string) {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop()!;
    if (this.#rest.length > LONGEST_LINE)
      throw new VitrineError('bad-options', 'A line of the log is over 16 MB long.');
    return this.take(lines.flatMap((line) => this.#read(line)));
  }

  end() {
    return [...this.take(this.#read(this.#rest)), ...this.finish()];
  }

  #read(line: string): unknown[] {
    if (line.trim() === '') return [];
    try {
      return [parseJson(line)];
    } catch {
      this.miss('that are not valid JSON');
      return [];
    }
  }
}

class JsonListLog extends RecordRows {
  readonly form = 'a JSON list';
  readonly #entries = new JsonEntries();
  #skip: number;

  constructor(hints: ConstructorParameters<typeof RecordRows>[0], skip: number) {
    super(hints);
    this.#skip = skip;
  }

  push(piece: string) {
    const from = Math.min(this.#skip, piece.length);
    this.#skip -= from;
    return this.take(this.#entries.push(piece.slice(from)));
  }

  end() {
    this.#entries.end();
    return this.finish();
  }
}
