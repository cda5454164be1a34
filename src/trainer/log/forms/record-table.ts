import { parseJson } from '../../../reading/exact-json.ts';
import type { LogHints } from '../understanding.ts';
import { RecordRows } from './record-rows.ts';
import { withoutSchemas } from './snowplow.ts';
import { TableRows, type TableShape } from './table-rows.ts';

/** Rows that show whether cells hold records. */
const SAMPLE = 50;

/** A table with JSON in its cells, as warehouses export nested columns: its rows are records. */
export class RecordTable extends RecordRows {
  readonly form: string;
  readonly #header: readonly string[];
  readonly #rows: TableRows;

  constructor(form: string, header: readonly string[], shape: TableShape, hints: LogHints) {
    super(hints);
    this.form = form;
    this.#header = header;
    this.#rows = new TableRows(shape);
  }

  push(piece: string) {
    return this.take(this.#rows.push(piece).map((cells) => this.#recordOf(cells)));
  }

  end() {
    return [...this.take(this.#rows.end().map((cells) => this.#recordOf(cells))), ...this.finish()];
  }

  #recordOf(cells: readonly string[]): object {
    return Object.fromEntries(this.#header.map((name, place) => [name, heldIn(cells[place] ?? '')]));
  }
}

/** Whether most filled cells of some column are records, or lists of them. */
export function holdRecords(rows: readonly (readonly string[])[]): boolean {
  const [first = []] = rows;
  return first.some((_, place) => {
    const filled = rows.slice(0, SAMPLE).flatMap((row) => (row[place]?.trim() ? [row[place].trim()] : []));
    const records = filled.filter((cell) => /^(?:\[\s*)?\{/.test(cell) && typeof heldIn(cell) === 'object');
    return records.length > 0 && records.length * 2 >= filled.length;
  });
}

function heldIn(cell: string): unknown {
  const text = cell.trim();
  if (text === '') return undefined;
  if (text[0] !== '{' && text[0] !== '[') return text;
  try {
    return withoutSchemas(parseJson(text));
  } catch {
    return text;
  }
}
