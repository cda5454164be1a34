import type { InteractionName } from '../../contract/interaction.ts';
import { namesIn, plainName, SEARCH_COLUMN } from '../../reading/column-names.ts';
import { candidates, fieldsNamed, type NamedColumns, namedField, sameLastName } from './columns.ts';
import { codesOf, type EventMeaning, meaningOf, plainWord } from './event-words.ts';
import { isNobody, mayBeNobody } from './identity.ts';
import { LogQuestionError } from './log-question.ts';
import { type DateOrder, OrderedDates, readClock, type TimeForm, timeFormOf, toNumber } from './times.ts';

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
  event: { field: number; meaning: (word: string) => EventMeaning | undefined } | undefined;
  /** Of rows without a word for it. */
  defaultEvent: InteractionName;
  time: TimeReading | undefined;
  quantity: number | undefined;
  /** The field with the words of a search, where rows are searches. */
  words: number | undefined;
  /** What was guessed, in words for a person. */
  guesses: readonly string[];
}

export interface TimeReading {
  field: number;
  form: TimeForm | 'ordered';
  /** A field that tells the time of the day, or milliseconds since the start of a visit. */
  clock?: { field: number; read: (text: string) => number };
}

type Row = readonly (string | undefined)[];

/** A column is what it was taken for where so much of it can be read as that. */
const READABLE = 0.5;
/** Names that say so little that only their words can make them the column of events. */
const WEAK_EVENTS = new Set(['type', 'name', 'activity', 'vorgang', '操作', 'アクション']);
const ORDER_LINES = /line_?items?|lineitem|order_items|order_lines/i;
const OFFSET = 'timeframe';
const MOST_WORDS = 1000;
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

  const items = itemFields(fields, named, filled);
  const users = userFields(fields, named, filled).filter((field) => !items.includes(field));
  if (users.length === 0) throw missing('user', fields);
  if (items.length === 0) throw missing('item', fields);
  const event = eventField(fields, named, hints, valuesOf, guesses, [...users, ...items]);
  const time = timeField(fields, named, valuesOf, guesses);
  const orders = event === undefined && items.some((field) => ORDER_LINES.test(fields[field]));
  if (orders) guesses.push('Lines of orders are read as purchases.');
  return {
    users,
    zeroIsNobody: users.map((_, rank) => zeroIsNobody(users.slice(rank), rows)),
    items,
    event,
    defaultEvent: orders ? 'purchase' : 'view_item',
    time,
    quantity: quantityField(fields, named, filled),
    words: event && fieldsNamed(fields, namesIn(SEARCH_COLUMN)).find((field) => filled(field).length > 0),
    guesses,
  };
}

function missing(column: 'user' | 'item', fields: readonly string[]) {
  const example = fields.find((field) => field.includes('.') && field.length < 60 && !/\s/.test(field)) ?? 'THE_COLUMN';
  return new LogQuestionError(
    { about: 'column', column, fields },
    `No column of the log is the ${column}: ${fields.join(', ').slice(0, 300)}.`,
    `Name it: --columns ${column}=${example}`,
  );
}

function itemFields(fields: readonly string[], named: NamedColumns, filled: (field: number) => string[]): number[] {
  const given = namedField(fields, named, 'item');
  if (given === null) throw missing('item', fields);
  if (given !== undefined) return [given];
  const usable = candidates(fields, 'item').filter((field) => filled(field).length > 0);
  if (usable.length === 0) return candidates(fields, 'item').slice(0, 1);
  const [best] = usable;
  return fields[best].includes('.') ? usable.filter((field) => sameLastName(fields[field], fields[best])) : [best];
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

function eventField(
  fields: readonly string[],
  named: NamedColumns,
  { eventWords = {} }: LogHints,
  valuesOf: (field: number) => string[],
  guesses: string[],
  taken: readonly number[],
): Understanding['event'] {
  const own = new Map(Object.entries(eventWords).map(([word, name]) => [plainWord(word), name]));
  const given = namedField(fields, named, 'event');
  if (given === null) return undefined;
  const fits = (field: number) => {
    const words = new Set(
      valuesOf(field)
        .filter((word) => word !== '')
        .map((word) => word.toLowerCase()),
    );
    const codes = codesOf(plainName(fields[field]), words);
    const meaning = remembered((word) => own.get(plainWord(word)) ?? codes?.[word.trim()] ?? meaningOf(word));
    const known = [...words].filter((word) => meaning(word) !== undefined);
    const products = known.filter((word) => meaning(word) !== 'no product').length;
    return { field, words, codes, meaning, known: known.length, products };
  };
  const all = (given === undefined ? candidates(fields, 'event').filter((field) => !taken.includes(field)) : [given])
    .map(fits)
    .filter(({ words }) => words.size > 0);
  const best = all.find(({ products }) => products > 0);
  const chosen = best && (all.find((one) => one.products > best.products) ?? best);
  if (chosen !== undefined) {
    if (chosen.codes !== undefined) {
      const said = Object.entries(chosen.codes).map(([code, name]) => `${code} is ${name}`);
      guesses.push(`The numbers of ${fields[chosen.field]} are read as public logs have them: ${said.join(', ')}.`);
    }
    return chosen;
  }
  const strong = all.find(({ field, words }) => given === field || (isStrong(fields[field]) && words.size <= 50));
  if (strong === undefined) return undefined;
  const [first, second] = strong.words;
  throw new LogQuestionError(
    { about: 'eventWords', field: fields[strong.field], words: [...strong.words] },
    `No word of the column ${fields[strong.field]} is known: ${[...strong.words].slice(0, 8).join(', ')}.`,
    `Say what they mean: --event-words ${[first, second]
      .filter((word) => word !== undefined)
      .map((word, i) => `${word}=${i === 0 ? 'view_item' : 'purchase'}`)
      .join(',')}; or, where this is no column of events: --columns event=`,
  );
}

/** Words of events are few: what each means is looked for once. */
function remembered(meaningOf: (word: string) => EventMeaning | undefined): (word: string) => EventMeaning | undefined {
  const known = new Map<string, EventMeaning | undefined>();
  return (word) => {
    const meaning = known.get(word);
    if (meaning !== undefined || known.has(word)) return meaning;
    const found = meaningOf(word);
    if (known.size < MOST_WORDS) known.set(word, found);
    return found;
  };
}

const isStrong = (field: string): boolean => !WEAK_EVENTS.has(plainName(field.slice(field.lastIndexOf('.') + 1)));

function timeField(
  fields: readonly string[],
  named: NamedColumns,
  valuesOf: (field: number) => string[],
  guesses: string[],
): TimeReading | undefined {
  const given = namedField(fields, named, 'time');
  if (given === null) return undefined;
  const all = (given === undefined ? candidates(fields, 'time') : [given]).map((field) => {
    const values = valuesOf(field);
    const said = values.filter((value) => value !== '');
    const ordered = said.filter(OrderedDates.fits).length;
    const form: TimeForm | 'ordered' | undefined =
      said.length > 0 && ordered >= READABLE * said.length ? 'ordered' : timeFormOf(values, plainName(fields[field]));
    return { field, values, form };
  });
  const readable = all.filter((one) => one.form !== undefined);
  const clocked = readable.find(({ form, values }) =>
    form === 'ordered'
      ? values.some((value) => /\d:\d\d/.test(value))
      : form!.clock && (form!.name !== 'dates' || values.some((value) => /\d:\d\d/.test(value))),
  );
  const best = clocked ?? readable[0];
  if (best === undefined) {
    const [first] = all.filter(({ values }) => values.some((value) => value !== ''));
    if (given !== undefined && first !== undefined) {
      throw new LogQuestionError(
        { about: 'column', column: 'time', fields },
        `The column ${fields[first.field]} holds no times: ${first.values.find((value) => value !== '')}.`,
        'Name another one, --columns time=THE_COLUMN; or say that there is none, --columns time=',
      );
    }
    if (first !== undefined)
      guesses.push(`The column ${fields[first.field]} holds no times that can be read, and is not taken for one.`);
    return undefined;
  }
  if (typeof best.form === 'object' && best.form.remark) guesses.push(best.form.remark);
  if (clocked !== undefined) return { field: best.field, form: best.form! };
  // A date alone: the time of the day may stand beside it.
  const clock = all.find(
    ({ form, values }) => form === undefined && values.some((value) => !Number.isNaN(readClock(value))),
  );
  if (clock !== undefined)
    return { field: best.field, form: best.form!, clock: { field: clock.field, read: readClock } };
  const offset = fields.findIndex((field) => plainName(field) === OFFSET);
  if (offset < 0) return { field: best.field, form: best.form! };
  return { field: best.field, form: best.form!, clock: { field: offset, read: (text) => toNumber(text) } };
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
