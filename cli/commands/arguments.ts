import { type ParseArgsConfig, parseArgs } from 'node:util';
import { VitrineError } from '../../src/contract/errors.ts';
import type { SourceName } from '../../src/contract/recommendation.ts';
import { FUSED, SOURCE_NAMES } from '../../src/engine/sources/source-names.ts';
import { COLUMNS } from '../../src/trainer/log/columns.ts';
import { EVENT_NAMES } from '../../src/trainer/log/event-words.ts';
import { DATE_ORDERS } from '../../src/trainer/log/times.ts';
import type { LogHints } from '../../src/trainer/log/understanding.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads a command's arguments. @throws VitrineError `bad-options` */
export function readArguments<const TOptions extends Options>(args: string[], options: TOptions) {
  return parse(args, options, false).values;
}

/** As `readArguments`, of a command that takes files beside its options. @throws VitrineError `bad-options` */
export function readArgumentsAndFiles<const TOptions extends Options>(args: string[], options: TOptions) {
  const { values, positionals } = parse(args, options, true);
  return { values, files: positionals };
}

function parse<const TOptions extends Options>(args: string[], options: TOptions, allowPositionals: boolean) {
  try {
    return parseArgs({ args, options, strict: true, allowNegative: true, allowPositionals });
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

/** Options of the commands that read a log, as `readArguments` takes them. */
export const LOG_OPTIONS = {
  columns: { type: 'string' },
  dates: { type: 'string' },
  'event-words': { type: 'string' },
} as const;

export const LOG_HELP = `  --columns A=B,…      what the columns user, item, event, time and quantity are called, where that is not usual: by name,
                       by path in nested records (item=items.item_id), or by place (user=1,item=3); event= is for none
  --dates NAME         of dates such as 05/12/2024 the order, where the log does not show it: dmy or mdy
  --event-words A=B,…  what words of the log mean that are not known, such as angesehen=view_item,gekauft=purchase`;

export interface LogValues {
  columns?: string | undefined;
  dates?: string | undefined;
  'event-words'?: string | undefined;
}

/** What a person says of a log. @throws VitrineError `bad-options` */
export function logHints(values: LogValues): LogHints {
  const { columns, dates, 'event-words': words } = values;
  const named = pairs('columns', columns).map(([column, field]) => [choice('columns', column, COLUMNS), field]);
  const meanings = pairs('event-words', words).map(([word, name]) => [word, choice('event-words', name, EVENT_NAMES)]);
  return {
    columns: Object.fromEntries(named),
    ...(dates === undefined ? {} : { dates: choice('dates', dates, DATE_ORDERS) }),
    eventWords: Object.fromEntries(meanings),
  };
}

/** `user=buyer,item=code` */
function pairs(option: string, value: string | undefined): [string, string][] {
  return (value ?? '')
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name, ...rest] = pair.split('=');
      if (rest.length === 0) throw wrong(`--${option} has ${pair}.`, `Give pairs such as --${option} A=B,C=D`);
      return [name.trim(), rest.join('=').trim()];
    });
}

export function wrong(message: string, remedy: string, cause?: unknown): VitrineError {
  return new VitrineError('bad-options', message, { remedy, cause });
}
