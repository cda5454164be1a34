import { candidates } from '../columns.ts';
import type { LogHints } from '../understanding.ts';
import type { Cells } from './log-reader.ts';

type Fields = Record<string, unknown>;

/** Records from which it is learned what fields there are. */
const SAMPLE = 500;
const DEEPEST = 6;
/** Longer texts of a record tell of no shopper and no product. */
const LONGEST_CELL = 4096;

/**
 * Nested records → rows of cells: a field within a field is named by its path (`properties.product_id`); a list of what a
 * record is about (events, items, line items) makes a row of each, with the fields of the records around it. Which list that is
 * the first records show: one whose entries name a product.
 */
export abstract class RecordRows {
  fields: readonly string[] = [];
  readonly guesses: string[] = [];
  readonly broken = new Map<string, number>();
  readonly #hints: LogHints;
  #sample: unknown[] | undefined = [];
  #lists: readonly string[] = [];
  #places = new Map<string, number>();

  constructor(hints: LogHints) {
    this.#hints = hints;
  }

  /** Rows of these records; none while they are only looked at. */
  take(records: readonly unknown[]): Cells[] {
    if (this.#sample === undefined) return this.#rowsOf(records);
    for (const record of records) this.#sample.push(record);
    return this.#sample.length < SAMPLE ? [] : this.finish();
  }

  /** Rows of what was only looked at so far. */
  finish(): Cells[] {
    const sample = this.#sample;
    if (sample === undefined) return [];
    this.#sample = undefined;
    this.#learn(sample);
    return this.#rowsOf(sample);
  }

  miss(reason: string): void {
    this.broken.set(reason, (this.broken.get(reason) ?? 0) + 1);
  }

  #learn(sample: readonly unknown[]): void {
    const lists = new Map<string, Set<string>>();
    for (const record of sample) if (isFields(record)) collectLists(record, '', lists, 0);
    const named = this.#hints.columns?.item;
    const products = [...lists].filter(([path, fields]) => {
      const full = [...fields].map((field) => `${path}.${field}`);
      return named === undefined ? candidates(full, 'item').length > 0 : full.includes(named);
    });
    // A list within a list that is opened is opened with it; of both the outer one is enough.
    this.#lists = products.map(([path]) => path);
    if (this.#lists.length > 0) this.guesses.push(`Nested records: a row is one of ${this.#lists.join(', ')}.`);
    const fields = new Set<string>();
    for (const record of sample)
      if (isFields(record)) for (const row of this.#open(record)) for (const name of row.keys()) fields.add(name);
    this.fields = [...fields];
    this.#places = new Map(this.fields.map((field, place) => [field, place]));
  }

  #rowsOf(records: readonly unknown[]): Cells[] {
    const rows: Cells[] = [];
    for (const record of records) {
      if (!isFields(record)) this.miss('that are not records');
      else {
        for (const row of this.#open(record)) {
          const cells: (string | undefined)[] = new Array(this.fields.length);
          for (const [name, value] of row) {
            const place = this.#places.get(name);
            if (place !== undefined) cells[place] = value;
          }
          rows.push(cells);
        }
      }
    }
    return rows;
  }

  /** The rows of one record: itself, or one an entry of its lists. */
  #open(record: Fields): Map<string, string>[] {
    const own = new Map<string, string>();
    const entries: { path: string; entry: Fields }[] = [];
    this.#flatten(record, '', own, entries, 0);
    if (entries.length === 0) return [own];
    return entries.map(({ path, entry }) => {
      const row = new Map(own);
      this.#flatten(entry, `${path}.`, row, [], 1);
      return row;
    });
  }

  #flatten(
    fields: Fields,
    before: string,
    row: Map<string, string>,
    entries: { path: string; entry: Fields }[],
    depth: number,
  ): void {
    for (const name in fields) {
      const value = fields[name];
      const path = before + name;
      if (value === null || value === undefined) continue;
      if (typeof value !== 'object') {
        const text = String(value);
        if (text.length <= LONGEST_CELL) row.set(path, text);
      } else if (value instanceof Date) row.set(path, value.toISOString());
      else if (Array.isArray(value)) {
        if (this.#lists.includes(path))
          for (const entry of value)
            if (isFields(entry)) entries.push({ path, entry });
            else if (isPairs(value)) for (const { key, value: held } of value) row.set(`${path}.${key}`, textIn(held));
      } else if (depth < DEEPEST) this.#flatten(value as Fields, `${path}.`, row, entries, depth + 1);
    }
  }
}

function collectLists(fields: Fields, before: string, lists: Map<string, Set<string>>, depth: number): void {
  for (const [name, value] of Object.entries(fields)) {
    const path = before + name;
    if (Array.isArray(value)) {
      for (const entry of value.slice(0, 20)) {
        if (!isFields(entry) || isPairs(value)) continue;
        const names = lists.get(path) ?? new Set();
        lists.set(path, names);
        for (const field of leaves(entry, '', 0)) names.add(field);
      }
    } else if (isFields(value) && depth < DEEPEST) collectLists(value, `${path}.`, lists, depth + 1);
  }
}

function* leaves(fields: Fields, before: string, depth: number): Generator<string> {
  for (const [name, value] of Object.entries(fields)) {
    if (isFields(value) && depth < DEEPEST) yield* leaves(value, `${before}${name}.`, depth + 1);
    else if (!Array.isArray(value)) yield before + name;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parameters as BigQuery has them: `[{ key, value: { string_value } }]`. */
function isPairs(value: readonly unknown[]): value is { key: string; value: unknown }[] {
  const [first] = value;
  return isFields(first) && typeof first.key === 'string' && 'value' in first;
}

function textIn(value: unknown): string {
  if (!isFields(value)) return String(value ?? '');
  const held = Object.values(value).find((one) => one !== null && one !== undefined && typeof one !== 'object');
  return held === undefined ? '' : String(held);
}
