import { candidates } from '../columns.ts';
import type { LogHints } from '../understanding.ts';
import type { Cells } from './log-reader.ts';

type Fields = Record<string, unknown>;

/** Records from which it is learned what fields there are. */
const SAMPLE = 500;
const DEEPEST = 6;
/** Longer texts of a record tell of no shopper and no product. */
const LONGEST_CELL = 4096;

/** Products that were given back stand in lists of their own, beside those that were bought. */
const GIVEN_BACK = /refund|return|cancel|credit/i;

/** An entry of a list that is opened: a record, or an id alone. */
interface Entry {
  path: string;
  entry: unknown;
}

/**
 * Nested records → rows of cells: a field within a field is named by its path (`properties.product_id`); a list of what a
 * record is about (events, items, line items) makes a row of each, with the fields of the records around it. Which lists
 * those are the first records show: the outermost whose entries name a product, and those within these entries.
 */
export abstract class RecordRows {
  fields: readonly string[] = [];
  readonly guesses: string[] = [];
  readonly broken = new Map<string, number>();
  readonly #hints: LogHints;
  #sample: unknown[] | undefined = [];
  #lists: ReadonlySet<string> = new Set();
  /** Fields by which an entry of a list names its product. */
  #products: ReadonlySet<string> = new Set();
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
    for (const record of sample) if (isFields(record)) collectFields(record, '', lists, 0);
    const named = this.#hints.columns?.item;
    const productsOf = (names: ReadonlySet<string>): string[] => {
      const own = [...names];
      return named === undefined ? candidates(own, 'item').map((at) => own[at]) : own.filter((name) => name === named);
    };
    const products = new Map([...lists].map(([path, names]) => [path, productsOf(names)]));
    const naming = [...products].filter(([, names]) => names.length > 0).map(([path]) => path);
    const around = (path: string): string[] => [...lists.keys()].filter((list) => path.startsWith(`${list}.`));
    const given = naming.filter((path) => GIVEN_BACK.test(path));
    const bought = naming.filter((path) => !given.includes(path));
    const least = Math.min(...bought.map((path) => around(path).length));
    const all = bought.filter((path) => around(path).length === least);
    // `contents` and `content_ids` say the same.
    const records = all.filter((path) => !lists.get(path)!.has(idIn(path)));
    const outermost = records.length > 0 ? records : all;
    const opened = bought.filter((path) => outermost.some((list) => path === list || path.startsWith(`${list}.`)));
    this.#lists = new Set([...opened, ...outermost.flatMap(around)]);
    this.#products = new Set(opened.flatMap((path) => products.get(path)!));
    if (opened.length > 0) this.guesses.push(`Nested records: a row is one of ${opened.join(', ')}.`);
    if (given.length > 0) this.guesses.push(`Passed over, as what was given back: ${given.join(', ')}.`);
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

  /** The rows of one record: itself, or one an entry of its lists; an entry that names its product is a row as it is. */
  #open(record: Fields, path = '', around: ReadonlyMap<string, string> = new Map(), depth = 0): Map<string, string>[] {
    const row = new Map(around);
    const entries: Entry[] = [];
    this.#flatten(record, path, row, entries, depth);
    const names = path !== '' && [...this.#products].some((field) => field.startsWith(path) && row.has(field));
    if (entries.length === 0 || names) return [row];
    return entries.flatMap(({ path: list, entry }) =>
      isFields(entry) ? this.#open(entry, `${list}.`, row, depth + 1) : [new Map(row).set(idIn(list), String(entry))],
    );
  }

  #flatten(fields: Fields, before: string, row: Map<string, string>, entries: Entry[], depth: number): void {
    for (const name in fields) {
      const value = fields[name];
      const path = before + name;
      if (value === null || value === undefined) continue;
      if (typeof value !== 'object') {
        const text = String(value);
        if (text.length <= LONGEST_CELL) row.set(path, text);
      } else if (value instanceof Date) row.set(path, value.toISOString());
      else if (Array.isArray(value)) {
        if (this.#lists.has(path)) {
          for (const entry of value) if (isFields(entry) || isPlain(entry)) entries.push({ path, entry });
        } else if (isPairs(value)) for (const { key, value: held } of value) row.set(`${path}.${key}`, textIn(held));
      } else if (depth < DEEPEST) this.#flatten(value as Fields, `${path}.`, row, entries, depth + 1);
    }
  }
}

/** The field of one id of a list of them: of `product_ids` that is `product_id`. */
const idIn = (list: string): string => list.replace(/s$/i, '');

/** Lists by their paths, each with the paths of its entries' fields. */
function collectFields(
  fields: Fields,
  before: string,
  lists: Map<string, Set<string>>,
  depth: number,
  own?: Set<string>,
): void {
  for (const [name, value] of Object.entries(fields)) {
    const path = before + name;
    if (Array.isArray(value)) {
      if (isPairs(value)) continue;
      for (const entry of value.slice(0, 20)) {
        if (!isFields(entry) && !isPlain(entry)) continue;
        const names = lists.get(path) ?? new Set();
        lists.set(path, names);
        if (!isFields(entry)) names.add(idIn(path));
        else if (depth < DEEPEST) collectFields(entry, `${path}.`, lists, depth + 1, names);
      }
    } else if (isFields(value) && depth < DEEPEST) collectFields(value, `${path}.`, lists, depth + 1, own);
    else own?.add(path);
  }
}

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

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
