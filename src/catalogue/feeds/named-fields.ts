import { isColumn, readColumns, type TableReader } from './columns.ts';

/** Our own names of fields that a column can hold. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  'id',
  'title',
  'categories',
  'brand',
  'price',
  'currency',
  'image',
  'url',
  'description',
  'tags',
  'inStock',
]);

/**
 * Entries of a JSON feed → rows as `readProduct` takes them: fields that feeds name otherwise (`name`, `product_type`,
 * `image_link`, `availability` …) are read as a table's columns are. A field that has our own name stays as it is,
 * right or wrong.
 */
export class NamedFields {
  /** Of the last entry: in a feed most have the same fields. */
  #names = '';
  #read: TableReader | undefined;

  row(entry: unknown): unknown {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
    const fields = entry as Record<string, unknown>;
    const names = Object.keys(fields);
    const joined = names.join('\n');
    if (joined !== this.#names) {
      this.#names = joined;
      this.#read = names.every((name) => OWN_NAMES.has(name) || !isColumn(name)) ? undefined : readColumns(names);
    }
    const named = this.#read?.(names.map((name) => textOf(fields[name])));
    if (named === undefined) return entry;
    const row = { ...fields };
    for (const [field, value] of Object.entries(named)) {
      if (value !== undefined && !Object.hasOwn(fields, field)) row[field] = value;
    }
    return row;
  }
}

/** Only text and numbers can be read as a table's cells are. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
