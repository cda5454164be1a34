import { type ParseArgsConfig, parseArgs } from 'node:util';
import { VitrineError } from '../../src/contract/errors.ts';
import {
  type Given,
  type Option,
  type Options,
  type Resolved,
  resolveOptions,
} from '../../src/trainer/options/option.ts';

/** Reads a command's arguments, by the table of its options. @throws VitrineError `bad-options` */
export function readArguments<const TOptions extends Options>(args: string[], options: TOptions): Resolved<TOptions> {
  return readArgumentsAndFiles(args, options, false).values;
}

/** As `readArguments`, of a command that takes files beside its options. @throws VitrineError `bad-options` */
export function readArgumentsAndFiles<const TOptions extends Options>(
  args: string[],
  options: TOptions,
  allowFiles = true,
): { values: Resolved<TOptions>; files: string[] } {
  const written = Object.entries(options).map(([name, option]) => [dashed(name), kindOf(option)]);
  const { values, positionals } = parse(args, Object.fromEntries(written), allowFiles);
  const given = Object.entries(options).flatMap(([name, option]) => {
    const value = values[dashed(name)];
    return value === undefined ? [] : [[name, typeof value === 'string' ? standsFor(option, value) : value]];
  });
  const chosen = Object.fromEntries(given) as Given<TOptions>;
  return { values: resolveOptions(options, chosen, (name) => `--${dashed(name)}`), files: positionals };
}

/** Those of a command's values that are in a table, such as that of one of the library's tasks. */
export function only<const TOptions extends Options>(
  options: TOptions,
  values: NoInfer<Resolved<TOptions>>,
): Given<TOptions> {
  const chosen = Object.keys(options).map((name) => [name, values[name]]);
  return Object.fromEntries(chosen) as Given<TOptions>;
}

/** Lines of a command's help, one option after the other. */
export function helpOf(options: Options): string {
  return Object.entries(options)
    .map(([name, option]) => wrapped(`  ${flagOf(name, option).padEnd(20)} ${meaningOf(option)}`))
    .join('\n');
}

export function required<TValue>(name: string, value: TValue | undefined): TValue {
  if (value !== undefined) return value;
  throw wrong(`--${dashed(name)} is missing.`, 'See --help for the options.');
}

export function wrong(message: string, remedy: string, cause?: unknown): VitrineError {
  return new VitrineError('bad-options', message, { remedy, cause });
}

/** `minShoppers` as it is written: `min-shoppers` */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

type ParsedOptions = NonNullable<ParseArgsConfig['options']>;

function kindOf({ type }: Option): ParsedOptions[string] {
  if (type === 'flag') return { type: 'boolean' };
  return type === 'texts' ? { type: 'string', multiple: true } : { type: 'string' };
}

function parse(args: string[], options: ParsedOptions, allowPositionals: boolean) {
  try {
    return parseArgs({ args, options, strict: true, allowNegative: true, allowPositionals });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw wrong(message, 'See --help for the options.', cause);
  }
}

/** The value that a text means; the text itself where it means none: the option then refuses it. */
function standsFor({ type }: Option, text: string): unknown {
  const number = (part: string): unknown => (part.trim() === '' || Number.isNaN(Number(part)) ? part : Number(part));
  switch (type) {
    case 'whole':
    case 'number':
      return number(text);
    case 'wholes':
      return text.split(',').map(number);
    case 'pairs': {
      const pairs = text.split(',').filter((pair) => pair !== '');
      if (pairs.some((pair) => !pair.includes('='))) return text;
      const parts = pairs.map((pair) => pair.split('='));
      return Object.fromEntries(parts.map(([name, ...rest]) => [name.trim(), rest.join('=').trim()]));
    }
    default:
      return text;
  }
}

function flagOf(name: string, option: Option): string {
  const flag = dashed(name);
  if (option.type === 'flag') return option.default ? `--[no-]${flag}` : `--${flag}`;
  return `--${flag} ${placeholderOf(option)}`;
}

function placeholderOf(option: Option): string {
  switch (option.type) {
    case 'whole':
    case 'number':
      return 'N';
    case 'wholes':
      return 'N,N,…';
    case 'choice':
      return 'NAME';
    case 'date':
      return 'DATE';
    case 'pairs':
      return 'A=B,…';
    case 'flag':
      return '';
    default:
      return option.value;
  }
}

function meaningOf(option: Option): string {
  const range = option.type === 'number' ? `; ${option.least} to ${option.most}` : '';
  const again = option.type === 'texts' ? '; may be given again' : '';
  const byDefault = 'default' in option && option.type !== 'flag' ? `; default ${option.default}` : '';
  return `${option.meaning}${range}${again}${byDefault}`;
}

const COLUMNS = 120;
const INDENT = 23;

/** Broken between words; what follows is indented. */
function wrapped(line: string): string {
  if (line.length <= COLUMNS) return line;
  const end = line.lastIndexOf(' ', COLUMNS);
  if (end <= INDENT) return line;
  return `${line.slice(0, end)}\n${wrapped(' '.repeat(INDENT) + line.slice(end + 1))}`;
}
