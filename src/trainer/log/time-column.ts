import { namesIn, plainName } from '../../reading/column-names.ts';
import { candidates, type NamedColumns, namedField } from './columns.ts';
import { isNobody } from './identity.ts';
import { LogQuestionError } from './log-question.ts';
import { DATE_OF_PARTS, OrderedDates, readClock, readDate, type TimeForm, timeFormOf, toNumber } from './times.ts';

export interface TimeReading {
  field: number;
  form: TimeForm | 'ordered';
  /** Fields of the year, the month, the day and what follows them, where each has one of its own: `field` is the first. */
  parts?: readonly number[];
  /** A field that tells the time of the day, or milliseconds since the start of a visit. */
  clock?: { field: number; read: (text: string) => number };
}

/** Of a column's values, how many must be times; where its name says nothing, nearly all. */
const READABLE = 0.5;
const MOSTLY = 0.9;
/** Years, months, days, hours, minutes and seconds in columns of their own. */
const DATE_PARTS = ['year jahr año annee', 'month monat mes mois', 'day tag dia jour', 'hour', 'minute', 'second'];
const OFFSET = 'timeframe';

/**
 * The field that tells times, where there is one, and how.
 * @param taken fields that say other things
 * @throws VitrineError `bad-options` where it could be several, or the named one holds no times
 */
export function timeField(
  fields: readonly string[],
  named: NamedColumns,
  valuesOf: (field: number) => string[],
  guesses: string[],
  taken: readonly number[],
): TimeReading | undefined {
  const given = namedField(fields, named, 'time');
  if (given === null) return undefined;
  const read = (field: number) => {
    const values = valuesOf(field);
    const said = values.filter((value) => value !== '');
    const ordered = said.filter(OrderedDates.fits).length;
    const form: TimeForm | 'ordered' | undefined =
      said.length > 0 && ordered >= READABLE * said.length ? 'ordered' : timeFormOf(values, plainName(fields[field]));
    return { field, values, form };
  };
  const parts = given === undefined ? dateParts(fields) : [];
  const all = (given === undefined ? candidates(fields, 'time') : [given])
    .filter((field) => !parts.includes(field))
    .map(read);
  const readable = all.filter((one) => one.form !== undefined);
  const clocked = readable.find(({ form, values }) =>
    form === 'ordered'
      ? values.some((value) => /\d:\d\d/.test(value))
      : form!.clock && (form!.name !== 'dates' || values.some((value) => /\d:\d\d/.test(value))),
  );
  const best = clocked ?? readable[0];
  if (best === undefined && parts.length > 0) {
    guesses.push(`The time is put together from ${parts.map((field) => fields[field]).join(', ')}.`);
    return { field: parts[0], form: DATE_OF_PARTS, parts };
  }
  if (best === undefined) {
    const unnamed = given === undefined ? [...fields.keys()].filter((field) => !taken.includes(field)) : [];
    const dated = unnamed.filter((field) => isDated(valuesOf(field)));
    if (dated.length > 1) {
      const names = dated.map((field) => fields[field]);
      throw new LogQuestionError(
        { about: 'column', column: 'time', fields: names },
        `Several columns hold times, and none has a usual name: ${names.join(', ')}.`,
        `Say which is that of the event: --columns time=${names[0]}; or that there is none: --columns time=`,
      );
    }
    if (dated.length === 1) {
      guesses.push(`${fields[dated[0]]} is taken for the time: no other column holds times.`);
      return { field: dated[0], form: read(dated[0]).form! };
    }
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

/** The columns of the year, month and day, and of the parts of the clock that follow; empty where there are no three of them. */
function dateParts(fields: readonly string[]): number[] {
  const found = DATE_PARTS.map((names) => fields.findIndex((field) => namesIn(names).includes(plainName(field))));
  const missing = found.indexOf(-1);
  const parts = missing < 0 ? found : found.slice(0, missing);
  return parts.length < 3 ? [] : parts;
}

/** Whether values are dates and times beyond doubt: a bare number may be anything. */
function isDated(values: readonly string[]): boolean {
  const filled = values.filter((value) => !isNobody(value));
  const dates = filled.filter(
    (value) => Number.isNaN(toNumber(value)) && (OrderedDates.fits(value) || !Number.isNaN(readDate(value))),
  );
  return dates.length > 0 && dates.length >= MOSTLY * filled.length;
}
