import { nearestName } from './nearest-name.ts';

/**
 * Readers of plain data that nobody vouches for, as JSON gives it. Each gives the value with its type or throws a `Misfit`.
 * Every engine worker loads them, for packs and for options: a library of schemas would be several times their size.
 */

/** @param at the path of the value; empty at the top */
export type Reader<TValue> = (value: unknown, at: string) => TValue;
export type Read<TReader> = TReader extends Reader<infer TValue> ? TValue : never;

/** Says where, and what was wanted there. */
class Misfit extends Error {}

/** A value of which a condition holds. */
const where =
  <TValue>(fits: (value: TValue) => boolean, wanted: string): Reader<TValue> =>
  (value, at) => {
    if (!fits(value as TValue)) throw new Misfit(`${at || 'the whole'} must be ${wanted}`);
    return value as TValue;
  };

export const flag = where<boolean>((value) => typeof value === 'boolean', 'true or false');
export const finite = where<number>(Number.isFinite, 'a finite number');
export const anything: Reader<unknown> = (value) => value;

/** A number in [least, most]. */
export const number = (least: number, most: number): Reader<number> =>
  where((value) => Number.isFinite(value) && value >= least && value <= most, `a number from ${least} to ${most}`);

export const notNegative = where<number>(
  (value) => Number.isFinite(value) && value >= 0,
  'a finite number of at least 0',
);

/** A number in (0, most]. */
export const positive = (most: number): Reader<number> =>
  where((value) => Number.isFinite(value) && value > 0 && value <= most, `a number above 0, up to ${most}`);

/** A whole number in [least, most]. */
export const whole = (least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> =>
  where(
    (value) => Number.isInteger(value) && value >= least && value <= most,
    `a whole number from ${least} to ${most}`,
  );

export const anyText = where<string>((value) => typeof value === 'string', 'a text');

/** @param longest UTF-16 units */
export const text = (longest: number): Reader<string> =>
  check(anyText, (value) => value.length <= longest, `a text of up to ${longest} characters`);

export const date = where<string>((value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)), 'a date');

export const oneOf = <const TValue>(values: readonly TValue[]): Reader<TValue> =>
  where((value) => values.includes(value), values.join(' or '));

/** Absent, or as `reader` wants it. */
export const optional =
  <TValue>(reader: Reader<TValue>): Reader<TValue | undefined> =>
  (value, at) =>
    value === undefined ? undefined : reader(value, at);

const array = where<unknown[]>(Array.isArray, 'a list');
export const list =
  <TValue>(reader: Reader<TValue>, least = 0, most = Number.POSITIVE_INFINITY): Reader<TValue[]> =>
  (value, at) => {
    const entries = array(value, at);
    if (entries.length < least || entries.length > most) {
      throw new Misfit(`${at} has ${entries.length} entries, and not ${least} to ${most}`);
    }
    // Not `map`: it passes over holes.
    return Array.from(entries, (entry, i) => reader(entry, under(at, i)));
  };

const object = where<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
);

/** An object with any names, whose values are all of one kind. `__proto__` is no name, and left out. */
export const record =
  <TValue>(reader: Reader<TValue>): Reader<Record<string, TValue>> =>
  (value, at) => {
    const names = Object.keys(object(value, at)).filter((name) => name !== '__proto__');
    return Object.fromEntries(names.map((name) => [name, reader((value as object)[name as never], under(at, name))]));
  };

/** An object with these names; others are left out. */
export const fields =
  <TReaders extends Record<string, Reader<unknown>>>(
    readers: TReaders,
  ): Reader<{ [TName in keyof TReaders]: Read<TReaders[TName]> }> =>
  (value, at) => {
    const given = object(value, at);
    const read = Object.entries(readers).map(([name, reader]) => [
      name,
      reader(Object.hasOwn(given, name) ? given[name] : undefined, under(at, name)),
    ]);
    return Object.fromEntries(read.filter(([, entry]) => entry !== undefined));
  };

/** An object with these names and no others: the error for an unknown name suggests the nearest known one. */
export const exactly =
  <TReaders extends Record<string, Reader<unknown>>>(
    readers: TReaders,
  ): Reader<{ [TName in keyof TReaders]: Read<TReaders[TName]> }> =>
  (value, at) => {
    for (const name of Object.keys(object(value, at))) {
      if (Object.hasOwn(readers, name)) continue;
      const near = nearestName(name, Object.keys(readers));
      throw new Misfit(`${under(at, name)} is not known; the nearest name is ${near}`);
    }
    return fields(readers)(value, at);
  };

/** What `reader` wants, and a condition on it. */
export const check =
  <TValue>(reader: Reader<TValue>, fits: (value: TValue) => boolean, wanted: string): Reader<TValue> =>
  (value, at) =>
    where(fits, wanted)(reader(value, at), at);

const under = (at: string, name: string | number): string => (at ? `${at}.${name}` : `${name}`);

/** Reads a whole value. @param refuse makes the error of what does not fit; @param name of the whole, before each path */
export function read<TValue>(
  reader: Reader<TValue>,
  value: unknown,
  refuse: (what: string) => Error,
  name = '',
): TValue {
  try {
    return reader(value, name);
  } catch (thrown) {
    throw thrown instanceof Misfit ? refuse(thrown.message) : thrown;
  }
}
