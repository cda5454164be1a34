import type { InteractionName } from '../../contract/interaction.ts';
import { namesIn, ORDER_COLUMNS, SEARCH_COLUMN } from '../../reading/column-names.ts';
import { candidates, fieldsNamed, type NamedColumns, namedField, sameKind } from './columns.ts';
import { type EventReading, eventField, STATUS_COLUMNS } from './event-column.ts';
import { READABLE_INTERACTIONS } from './event-words.ts';
import { areFractions, isNobody, mayBeNobody } from './identity.ts';
import { LogQuestionError } from './log-question.ts';
import { type TimeReading, timeField } from './time-column.ts';
import { type DateOrder, toNumber } from './times.ts';

/** What a person may say of a log where its content does not. */
export interface LogHints {
  columns?: NamedColumns;
  /** Which part of a date comes first. Default: what the column shows. */
  dates?: DateOrder;
  /** What words of the log mean, beside those that are known. */
  eventWords?: Readonly<Record<string, InteractionName>>;
}

/** What was understood of a log's records from its first ones. */
export interface Understanding {
  /** Fields that name the shopper: the first that a row fills counts. */
  users: readonly number[];
  /** Whether `0` and `-1` stand for nobody in each of them. */
  zeroIsNobody: readonly boolean[];
  /** Fields that name the product: in nested records it may stand in one of several. */
  items: readonly number[];
  /** Fields whose ids are whole numbers with a fraction: `1001.0` is 1001. */
  fractions: ReadonlySet<number>;
  event: EventReading | undefined;
  /** Of rows without a word for it. */
  defaultEvent: InteractionName;
  time: TimeReading | undefined;
  quantity: number | undefined;
  /** Where rows are lines of orders: the field that says what became of an order, and that which names it. */
  status: { field: number; order: number | undefined } | undefined;
  /** The field with the words of a search, where rows are searches. */
  words: number | undefined;
  /** What was guessed, in words for a person. */
  guesses: readonly string[];
}

type Row = readonly (string | undefined)[];

/** A column is what it was taken for where so much of it can be read as that. */
const READABLE = 0.5;
const ORDER_LINES = /line_?items?|lineitem|order_items|order_lines/i;
const ORDER = 'orderid ordernumber orderno incrementid bestellnummer name id';
/** Ids of which so many are all different number the rows, and all the same name nothing. */
const FEWEST_IDS = 20;
/** As often as others, on average, a shopper called 0 may come and still be one. */
const SUSPICIOUS = 3;

/**
 * What the records of a log say, from their fields' names and their first rows: a column that cannot be what its name says is
 * not taken.
 * @throws VitrineError `bad-options` where user or item are not found, or several readings are possible
 */
export function understand(fields: readonly string[], rows: readonly Row[], hints: LogHints): Understanding {
  const named = hints.columns ?? {};
  const guesses: string[] = [];
  const valuesOf = (field: number): string[] => rows.map((row) => row[field]?.trim() ?? '');
  const filled = (field: number): string[] => valuesOf(field).filter((value) => !isNobody(value));

  const items = itemFields(fields, named, filled, guesses);
  const users = userFields(fields, named, filled).filter((field) => !items.includes(field));
  if (users.length === 0) throw missing('user', fields);
  if (items.length === 0) throw missing('item', fields);
  const time = timeField(fields, named, valuesOf, guesses, [...users, ...items]);
  const quantity = quantityField(fields, named, filled);
  const every = everyRow(fields, named);
  const others = [...users, ...items, time?.field, quantity];
  const event = every ? undefined : eventField(fields, named, hints.eventWords ?? {}, valuesOf, guesses, others);
  const orders =
    every === undefined &&
    event === undefined &&
    named.event === undefined &&
    areOrders(fields, items, rows.length, filled);
  if (orders) guesses.push('Every row is read as a purchase: its columns are those of orders.');
  const fractions = new Set([...users, ...items].filter((field) => areFractions(filled(field))));
  for (const field of fractions)
    guesses.push(`Ids of ${fields[field]} such as ${filled(field)[0]} are read without the fraction.`);
  return {
    users,
    zeroIsNobody: users.map((_, rank) => zeroIsNobody(users.slice(rank), rows)),
    items,
    fractions,
    event,
    defaultEvent: every ?? (orders ? 'purchase' : 'view_item'),
    time,
    quantity,
    status: orders ? statusField(fields, filled) : undefined,
    words: event && fieldsNamed(fields, namesIn(SEARCH_COLUMN)).find((field) => filled(field).length > 0),
    guesses,
  };
}

/** An interaction that a person named in place of a column of events: `--columns event=purchase`. */
function everyRow(fields: readonly string[], { event }: NamedColumns): InteractionName | undefined {
  return READABLE_INTERACTIONS.find((name) => name === event && !fields.includes(name));
}

function areOrders(
  fields: readonly string[],
  items: readonly number[],
  rows: number,
  filled: (field: number) => string[],
): boolean {
  if (items.some((field) => ORDER_LINES.test(fields[field]))) return true;
  const columns = fieldsNamed(fields, namesIn(ORDER_COLUMNS));
  return columns.some((field) => filled(field).length >= READABLE * rows);
}

function statusField(fields: readonly string[], filled: (field: number) => string[]): Understanding['status'] {
  const said = (names: string): number | undefined =>
    fieldsNamed(fields, namesIn(names)).find((field) => filled(field).length > 0);
  const field = said(STATUS_COLUMNS);
  return field === undefined ? undefined : { field, order: said(ORDER) };
}

function missing(column: 'user' | 'item', fields: readonly string[]) {
  const other = column === 'user' ? 'item' : 'user';
  const free = [...fields.keys()].filter(
    (field) => !candidates(fields, other).includes(field) && !/\s/.test(fields[field]),
  );
  const id = free.find((field) => /(?:id|key|number|code|sku)$/i.test(fields[field]) && fields[field].length < 60);
  const example = id === undefined ? 'THE_COLUMN' : fields[id];
  return new LogQuestionError(
    { about: 'column', column, fields },
    `No column of the log is the ${column}: ${fields.join(', ').slice(0, 300)}.`,
    `Name it: --columns ${column}=${example}`,
  );
}

function itemFields(
  fields: readonly string[],
  named: NamedColumns,
  filled: (field: number) => string[],
  guesses: string[],
): number[] {
  const given = namedField(fields, named, 'item');
  if (given === null) throw missing('item', fields);
  if (given !== undefined) return [given];
  const all = candidates(fields, 'item').filter((field) => filled(field).length > 0);
  if (all.length === 0) return candidates(fields, 'item').slice(0, 1);
  const kindsOf = (field: number): number => new Set(filled(field)).size;
  const numbersRows = (field: number): boolean => {
    const ids = filled(field);
    return (
      ids.length >= FEWEST_IDS && (kindsOf(field) === ids.length || (kindsOf(field) === 1 && /^\d{1,2}$/.test(ids[0])))
    );
  };
  const usable = all.filter((field) => !numbersRows(field));
  const [best] = usable.length > 0 ? usable : all;
  if (numbersRows(all[0]) && best !== all[0]) {
    const how = kindsOf(all[0]) === 1 ? 'the same' : 'another one';
    guesses.push(`${fields[all[0]]} is ${how} in every row, and ${fields[best]} is taken for the product.`);
  }
  return fields[best].includes('.') ? all.filter((field) => sameKind(fields[field], fields[best])) : [best];
}

function userFields(fields: readonly string[], named: NamedColumns, filled: (field: number) => string[]): number[] {
  const given = namedField(fields, named, 'user');
  if (given === null) throw missing('user', fields);
  if (given !== undefined) return [given];
  const all = candidates(fields, 'user');
  // Whoever is called `user` may be there in later rows; an email or a session is looked for only where it is filled.
  return all.filter((field, rank) => rank === 0 || filled(field).length > 0);
}

/** `0` is somebody where shoppers are numbered from there, and nobody where most rows have it and another column tells. */
function zeroIsNobody(users: readonly number[], rows: readonly Row[]): boolean {
  const [first, ...others] = users;
  const counts = new Map<string, number>();
  let zeros = 0;
  let elsewhere = 0;
  for (const row of rows) {
    const id = row[first]?.trim() ?? '';
    if (mayBeNobody(id)) {
      zeros++;
      if (others.some((field) => !isNobody(row[field]?.trim() ?? ''))) elsewhere++;
    } else if (!isNobody(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const shoppers = counts.size;
  const average = shoppers === 0 ? 0 : [...counts.values()].reduce((a, b) => a + b, 0) / shoppers;
  return elsewhere > 0 && zeros > SUSPICIOUS * average;
}

function quantityField(fields: readonly string[], named: NamedColumns, filled: (field: number) => string[]) {
  const given = namedField(fields, named, 'quantity');
  if (given === null) return undefined;
  const usable = given === undefined ? candidates(fields, 'quantity') : [given];
  return usable.find((field) => {
    const values = filled(field);
    return (
      values.length > 0 && values.filter((value) => !Number.isNaN(toNumber(value))).length >= READABLE * values.length
    );
  });
}
