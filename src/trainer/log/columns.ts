import { LOG_NAMES, namesIn, plainName } from '../../reading/column-names.ts';
import type { Column } from './column.ts';
import { LogQuestionError } from './log-question.ts';

/** Columns by name, by path in nested records (`items.item_id`), or by place from 1; empty: there is none. */
export type NamedColumns = Partial<Record<Column, string>>;

/** A field's last name: of `properties.product_id` that is `product_id`. */
const lastName = (field: string): string => plainName(field.slice(field.lastIndexOf('.') + 1));

/** Names within which APIs keep what a record says: they say nothing themselves. */
const WRAPPERS = /\.(?:data|attributes|value)(?=\.)/g;
/** Snowplow's columns of self-describing data: the words before the last are the vendor's, the number behind it a version. */
const VENDORS = /^(?:contexts|unstruct_event)_com_.*_(?=[a-z]+(?:_\d+)?$)/;

/** The last two names together, the first of them of one: of `products.id` that is `productid`, of `user.id` `userid`. */
function lastTwoNames(field: string): string | undefined {
  const [last, owner] = field.replace(WRAPPERS, '').split('.').reverse();
  if (owner === undefined) return undefined;
  return plainName(owner.replace(VENDORS, '').replace(/_\d+$/, '')).replace(/s$/, '') + plainName(last);
}

/** Fields that may be a column by their names, best first; whole paths before last names. */
export const candidates = (fields: readonly string[], column: Column): number[] =>
  fieldsNamed(fields, namesIn(LOG_NAMES[column]));

/** Fields of these names, best first; whole paths before last names, and these before the last two together. */
export function fieldsNamed(fields: readonly string[], names: readonly string[]): number[] {
  const ranks = fields.map((field) => {
    const twoNames = lastTwoNames(field);
    const ways = [plainName(field), lastName(field), ...(twoNames === undefined ? [] : [twoNames])];
    return ways.map((name) => names.indexOf(name)).find((rank) => rank >= 0) ?? Number.POSITIVE_INFINITY;
  });
  return [...fields.keys()].filter((at) => ranks[at] < Number.POSITIVE_INFINITY).sort((a, b) => ranks[a] - ranks[b]);
}

/**
 * The field that a person named for a column; `undefined` where none was, `null` where there is to be none.
 * @throws VitrineError `bad-options` where there is no such field
 */
export function namedField(fields: readonly string[], named: NamedColumns, column: Column): number | null | undefined {
  const name = named[column];
  if (name === undefined) return undefined;
  if (name.trim() === '') return null;
  const exact = fields.indexOf(name.trim());
  if (exact >= 0) return exact;
  const plain = fields.findIndex((field) => plainName(field) === plainName(name));
  if (plain >= 0) return plain;
  const place = Number(name);
  if (Number.isInteger(place) && place >= 1 && place <= fields.length) return place - 1;
  throw new LogQuestionError(
    { about: 'column', column, fields },
    `There is no column ${name}: ${fields.join(', ').slice(0, 300)}.`,
    `Name one of them: --columns ${column}=THE_COLUMN`,
  );
}

/** Whether these cells are a header: they name a user and an item, by usual names or by the given ones. */
export function isHeader(cells: readonly string[], named: NamedColumns): boolean {
  const has = (column: Column): boolean => {
    const name = named[column];
    if (name !== undefined && Number.isNaN(Number(name)))
      return cells.some((cell) => plainName(cell) === plainName(name));
    return candidates(cells, column).length > 0;
  };
  return cells.length > 1 && has('user') && has('item');
}

/** Whether these fields are of one kind, by their last names: in nested records a product is in one field, or in a list. */
export function sameKind(a: string, b: string): boolean {
  const [one, other] = [lastName(a), lastName(b)];
  return one === other || (one.endsWith('sku') && other.endsWith('sku'));
}
