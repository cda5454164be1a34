import { type ParseArgsConfig, parseArgs } from 'node:util';
import { VitrineError } from '../../src/contract/errors.ts';
import type { SourceName } from '../../src/contract/recommendation.ts';
import { FUSED, SOURCE_NAMES } from '../../src/engine/sources/source-names.ts';
import { COLUMNS, type Column } from '../../src/trainer/log/columns.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads a command's arguments. @throws VitrineError `bad-options` */
export function readArguments<const TOptions extends Options>(args: string[], options: TOptions) {
  try {
    return parseArgs({ args, options, strict: true, allowNegative: true }).values;
  } catch (cause) {
    throw wrong(
      cause instanceof Error ? cause.message.split('. ')[0] : String(cause),
      'See --help for the options.',
      cause,
    );
  }
}

export function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw wrong(`--${name} is missing.`, 'See --help for the options.');
}

export function choice<TValue extends string>(name: string, value: string, values: readonly TValue[]): TValue {
  if (values.includes(value as TValue)) return value as TValue;
  throw wrong(`--${name} is ${value}.`, `Give one of ${values.join(', ')}.`);
}

export function wholeNumber(name: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw wrong(`--${name} is ${value}.`, `Give a whole number of at least ${least}.`);
}

export function numberIn(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (value !== '' && number >= least && number <= most) return number;
  throw wrong(`--${name} is ${value}.`, `Give a number from ${least} to ${most}.`);
}

/** 0…½ */
export function share(name: string, value: string): number {
  const number = Number(value);
  if (value !== '' && number >= 0 && number <= 0.5) return number;
  throw wrong(`--${name} is ${value}.`, 'Give a share from 0 to 0.5, such as 0.2.');
}

export function date(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  if (!Number.isNaN(time)) return time;
  throw wrong(`--${name} is ${value}.`, 'Give a date, such as 2026-01-31 or 2026-01-31T12:00:00Z.');
}

/** `fused`, or names of sources joined by `+`; `fused` may be one of them. */
export function sources(value: string): readonly SourceName[] {
  const named = value.split('+').flatMap((name) => (name === 'fused' ? FUSED : [choice('model', name, SOURCE_NAMES)]));
  return SOURCE_NAMES.filter((name) => named.includes(name));
}

/** `user=buyer,item=code` */
export function columns(value: string | undefined): Partial<Record<Column, string>> {
  const pairs = (value ?? '').split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [column, ...field] = pair.split('=');
      return [choice('columns', column, COLUMNS), field.join('=')];
    }),
  );
}

export function wrong(message: string, remedy: string, cause?: unknown): VitrineError {
  return new VitrineError('bad-options', message, { remedy, cause });
}
