/** Which part of a date comes first where it is all numbers. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** How a column writes its times. */
export interface TimeForm {
  /** In words, such as `Unix seconds`. */
  name: string;
  /** What a person should know of it: a guess, or what is lost. */
  remark?: string;
  /** Whether it says the time of day. */
  clock: boolean;
  /** @returns milliseconds in UTC, or NaN */
  read(text: string): number;
}

const DAY = 86_400_000;
/** Excel counts days from here. */
const EXCEL_START = Date.UTC(1899, 11, 30);
/** Values of a column that must be times at all, and those that must be of a form that a number could be by chance. */
const READABLE = 0.5;
const MOSTLY = 0.9;
/** Rows that tell `0511` from a small number. */
const FEWEST_ROWS = 20;

/** Seconds, milli-, micro- or nanoseconds: the digits tell. */
function unixTime(number: number): number {
  const size = Math.abs(number);
  if (size < 1e11) return number * 1000;
  if (size < 1e14) return number;
  return size < 1e17 ? number / 1e3 : number / 1e6;
}

/** Of the values of a column the form that fits nearly all; `undefined` where none does. @param name plain, of the column */
export function timeFormOf(values: readonly string[], name: string): TimeForm | undefined {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '' && !NOTHING.test(value));
  if (filled.length === 0) return undefined;
  const fits = (reads: (text: string) => boolean, share = MOSTLY): boolean =>
    filled.filter(reads).length >= share * filled.length;
  const numbers = filled.map(toNumber);
  if (fits((text) => !Number.isNaN(toNumber(text)), READABLE)) return numericForm(filled, numbers, name, fits);
  return fits((text) => !Number.isNaN(readDate(text)), READABLE) ? WORDED : undefined;
}

function numericForm(
  filled: readonly string[],
  numbers: readonly number[],
  name: string,
  fits: (reads: (text: string) => boolean) => boolean,
): TimeForm | undefined {
  if (fits((text) => !Number.isNaN(compactDate(text)))) {
    return { name: 'dates as yyyymmdd', clock: filled[0].length > 8, read: compactDate };
  }
  const fraction = filled.some((text) => /[.,]\d*[1-9]/.test(text));
  const dated = fraction || /date|datum|fecha|day|日/.test(name);
  if (dated && fits((text) => toNumber(text) > 20_000 && toNumber(text) < 80_000)) {
    return {
      name: 'days as Excel counts them',
      remark: 'Numbers from 20,000 to 80,000 are read as dates of Excel, in days since 1900.',
      clock: fraction,
      read: (text) => Math.round((EXCEL_START + toNumber(text) * DAY) / 1000) * 1000,
    };
  }
  if (filled.length >= FEWEST_ROWS && fits((text) => !Number.isNaN(monthAndDay(text)))) {
    return {
      name: 'month and day',
      remark:
        'Times are month and day without a year, such as 0511: they are read as of the year 2000, and only their order counts.',
      clock: false,
      read: monthAndDay,
    };
  }
  if (DAYS.test(name) && fits((text) => toNumber(text) >= 0 && toNumber(text) < 20_000)) {
    return {
      name: 'days',
      remark: `Times are numbers of days such as ${filled[0]}: they are read as days since 1970, and only their order counts.`,
      clock: false,
      read: (text) => toNumber(text) * DAY,
    };
  }
  const least = numbers.filter((number) => !Number.isNaN(number)).reduce((a, b) => Math.min(a, b));
  const unit = Math.abs(least);
  const remark =
    unit < 1e8
      ? `Times are small numbers such as ${filled[0]}: they are read as seconds, and only their order counts.`
      : undefined;
  return {
    name: `Unix ${unit < 1e11 ? 'seconds' : unit < 1e14 ? 'milliseconds' : unit < 1e17 ? 'microseconds' : 'nanoseconds'}`,
    ...(remark && { remark }),
    clock: true,
    read: (text) => unixTime(toNumber(text)),
  };
}

/** Dates in words and signs of any kind; those that are only numbers, in whichever order, go by `OrderedDates`. */
const WORDED: TimeForm = { name: 'dates', clock: true, read: readDate };

/** Names of columns that count days. */
const DAYS = /^(?:day|days|dayno|daynumber|tag)$/;

/** Year, month and day, and parts of the clock where they follow, each from a column of its own. */
export const DATE_OF_PARTS: TimeForm = {
  name: 'a date in several columns',
  clock: true,
  read(text) {
    const [year, month, day, ...clock] = text.split(' ');
    return utc(year, month, day, ...(clock as [string?, string?, string?]));
  },
};

const NOTHING = /^(?:null|none|nil|n\/?a|nan|undefined|nat|\\n|-)$/i;

/** A number with a decimal point or comma; NaN where it is none. */
export function toNumber(text: string): number {
  return /^\s*[-+]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
}

/** `20241205`, `202412050830`, `20241205083000` */
function compactDate(text: string): number {
  const parts = /^((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/.exec(text);
  return parts === null ? Number.NaN : utc(parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
}

/** `511` or `0511`, of a leap year. */
function monthAndDay(text: string): number {
  const parts = /^(\d{1,2})(\d\d)$/.exec(text);
  return parts === null ? Number.NaN : utc('2000', parts[1], parts[2]);
}

const CLOCK = '(?:[T,\\s]+(\\d{1,2})(?:[:.](\\d\\d))?(?:[:.](\\d\\d)(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?)?';
const ZONE = '\\s*(Z|UTC|GMT|[+-]\\d\\d:?(?:\\d\\d)?)?(?:\\s*\\[[^\\]]*\\])?';
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?${CLOCK}${ZONE}$`, 'i');
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d\\d)${CLOCK}${ZONE}$`, 'i');
const MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i;
const REVIEWED = /^(\d\d?) (\d\d?), (\d{4})$/;
const HAS_ZONE = /(?:Z|UTC|GMT|[+-]\d\d:?\d\d|\b[ECMP][SD]T)\s*(?:\d{4})?$/i;

/** A date whose order of parts is not in doubt; one without a zone is UTC. @returns milliseconds, or NaN */
export function readDate(text: string): number {
  const usual = usualDate(text);
  if (usual !== undefined) return usual;
  const first = YEAR_FIRST.exec(text);
  if (first !== null) return withClock(first[1], first[2], first[3], first.slice(4));
  const reviewed = REVIEWED.exec(text);
  if (reviewed !== null) return utc(reviewed[3], reviewed[1], reviewed[2]);
  // Without a month's name it would be a number, a date in an order that nobody knows, or a title: `Number 5`.
  if (!MONTH.test(text) || !/\b\d{4}\b/.test(text)) return Number.NaN;
  return Date.parse(HAS_ZONE.test(text) ? text : `${text} UTC`);
}

/** The day of the last date that was read so, and when it began: rows of one day follow each other. */
let lastDay = '';
let lastStart = 0;

/** `2024-12-01 08:30:00` and what may follow in UTC, by its places: most logs are written so, and millions of rows are read. */
function usualDate(text: string): number | undefined {
  const separator = text.charCodeAt(10);
  if (text.length < 19 || (separator !== 0x20 && separator !== 0x54) || text.charCodeAt(4) !== 0x2d) return undefined;
  const day = text.slice(0, 10);
  if (day !== lastDay) {
    const start = /^\d{4}-\d\d-\d\d$/.test(day) ? utc(day.slice(0, 4), day.slice(5, 7), day.slice(8)) : Number.NaN;
    if (Number.isNaN(start)) return undefined;
    lastDay = day;
    lastStart = start;
  }
  const [hours, minutes, seconds] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  if (!(hours < 24 && minutes < 60 && seconds < 60 && text.charCodeAt(13) === 0x3a && text.charCodeAt(16) === 0x3a)) {
    return undefined;
  }
  const at = lastStart + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  if (text.length === 19 || (text.length === 20 && text.charCodeAt(19) === 0x5a)) return at;
  if (text.length === 23 && text.endsWith(' UTC')) return at;
  return undefined;
}

/** NaN where there are other characters. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Dates such as 05/12/2024, of which the column tells whether the day or the month is first. */
export class OrderedDates {
  /** Rows whose first number can only be a day, and whose second can. */
  dayFirst = 0;
  monthFirst = 0;
  /** Rows in which both orders are possible, and give different dates. */
  open = 0;
  #dotted = 0;

  /** Whether a text is of this kind. */
  static fits(text: string): boolean {
    return YEAR_LAST.test(text);
  }

  /** @returns milliseconds if the day is first, and if the month is: NaN where there is no such date; `undefined` where the text is of another kind */
  read(text: string): readonly [number, number] | undefined {
    const parts = YEAR_LAST.exec(text);
    if (parts === null) return undefined;
    const [, one, mark, two, short, ...clock] = parts;
    const year = short.length === 4 ? short : String((Number(short) < 70 ? 2000 : 1900) + Number(short));
    const both = [withClock(year, two, one, clock), withClock(year, one, two, clock)] as const;
    if (mark === '.') this.#dotted++;
    if (Number.isNaN(both[0]) !== Number.isNaN(both[1])) {
      if (Number.isNaN(both[1])) this.dayFirst++;
      else this.monthFirst++;
    } else if (both[0] !== both[1]) this.open++;
    return both;
  }

  /** @returns `undefined` where the column does not tell */
  get order(): 'dmy' | 'mdy' | undefined {
    if (this.dayFirst > 0 && this.monthFirst > 0) return undefined;
    if (this.dayFirst > 0) return 'dmy';
    if (this.monthFirst > 0) return 'mdy';
    // Points stand between day and month; where both orders give the same dates it does not matter.
    return this.#dotted > 0 || this.open === 0 ? 'dmy' : undefined;
  }
}

function withClock(year: string, month: string, day: string, clock: readonly (string | undefined)[]): number {
  const [hours, minutes, seconds, fraction, half, zone] = clock;
  let hour = Number(hours ?? 0);
  if (half !== undefined) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  const at = utc(year, month, day, String(hour), minutes, seconds);
  const milliseconds = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  return at + milliseconds - offsetOf(zone);
}

function offsetOf(zone: string | undefined): number {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '');
  if (parts === null) return 0;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * 60_000;
}

/** @returns NaN where there is no such date */
function utc(year: string, month: string, day: string, hour = '0', minute = '0', second = '0'): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > 31 || Number(hour) > 24 || Number(minute) > 59) return Number.NaN;
  const at = Date.UTC(y, m - 1, d, Number(hour), Number(minute), Math.min(59, Number(second)));
  return new Date(Date.UTC(y, m - 1, d)).getUTCDate() === d ? at : Number.NaN;
}

/** `08:30`, `8:30:15.5`: milliseconds since midnight, or NaN. */
export function readClock(text: string): number {
  const parts = /^(\d{1,2}):(\d\d)(?::(\d\d(?:[.,]\d+)?))?$/.exec(text.trim());
  if (parts === null) return Number.NaN;
  return (Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number((parts[3] ?? '0').replace(',', '.'))) * 1000;
}
