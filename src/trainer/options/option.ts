import { VitrineError } from '../../contract/errors.ts';

/** One option, as data: the command line's help and its parsing, the library's checks and the JSON schema are made of it. */
export type Option = { readonly meaning: string } & (
  | { readonly type: 'flag'; readonly default: boolean }
  | { readonly type: 'whole'; readonly least: number; readonly most?: number; readonly default?: number }
  | { readonly type: 'number'; readonly least: number; readonly most: number; readonly default?: number }
  | { readonly type: 'choice'; readonly values: readonly string[]; readonly default?: string }
  | { readonly type: 'text'; readonly value: string; readonly default?: string }
  | { readonly type: 'texts'; readonly value: string }
  | { readonly type: 'wholes'; readonly least: number; readonly default?: readonly number[] }
  /** ISO 8601. */
  | { readonly type: 'date' }
  /** Texts by name; of these names and of these texts only, where they are listed. */
  | { readonly type: 'pairs'; readonly names?: readonly string[]; readonly values?: readonly string[] }
);

/** Options by their name, in camel case. */
export type Options = Readonly<Record<string, Option>>;

type ValueOf<TOption extends Option> = TOption extends { type: 'choice'; values: readonly (infer TValue)[] }
  ? TValue
  : TOption extends { type: 'flag' }
    ? boolean
    : TOption extends { type: 'whole' | 'number' }
      ? number
      : TOption extends { type: 'text' | 'date' }
        ? string
        : TOption extends { type: 'texts' }
          ? readonly string[]
          : TOption extends { type: 'wholes' }
            ? readonly number[]
            : TOption extends { names: readonly (infer TName extends string)[] }
              ? Readonly<Partial<Record<TName, ListedIn<TOption, 'values'>>>>
              : Readonly<Record<string, ListedIn<TOption, 'values'>>>;

type ListedIn<TOption, TList extends string> = TOption extends { readonly [Name in TList]: readonly (infer TText)[] }
  ? TText & string
  : string;

/** Options as they are given: those that are left out are as the table says. */
export type Given<TOptions extends Options> = {
  readonly [Name in keyof TOptions]?: ValueOf<TOptions[Name]> | undefined;
};

/** Options with their defaults; those that have none may be undefined. */
export type Resolved<TOptions extends Options> = {
  readonly [Name in keyof TOptions]: TOptions[Name] extends { default: unknown }
    ? ValueOf<TOptions[Name]>
    : ValueOf<TOptions[Name]> | undefined;
};

/**
 * Checks options and adds the defaults of those that are left out.
 * @param written how an option's name is written where it was given, for messages. Default: as it is
 * @throws VitrineError `bad-options`
 */
export function resolveOptions<const TOptions extends Options>(
  options: TOptions,
  given: Given<TOptions>,
  written: (name: string) => string = (name) => name,
): Resolved<TOptions> {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(options, name));
  if (stranger !== undefined) {
    const remedy = `The options are ${Object.keys(options).map(written).join(', ')}.`;
    throw new VitrineError('bad-options', `There is no option ${written(stranger)}.`, { remedy });
  }
  const resolved = Object.entries(options).map(([name, option]) => {
    const value = given[name] as unknown;
    if (value === undefined) return [name, 'default' in option ? option.default : undefined];
    const remedy = remedyFor(option, value);
    if (remedy === undefined) return [name, value];
    throw new VitrineError('bad-options', `${written(name)} is ${textOf(value)}.`, { remedy });
  });
  return Object.fromEntries(resolved);
}

/** What to give in place of a value that the option does not take; undefined where it does. */
function remedyFor(option: Option, value: unknown): string | undefined {
  const isText = typeof value === 'string' && value !== '';
  switch (option.type) {
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'Give true or false.';
    case 'whole':
      return isWhole(value, option) ? undefined : `Give a whole number ${rangeOf(option)}.`;
    case 'wholes':
      if (Array.isArray(value) && value.length > 0 && value.every((one) => isWhole(one, option))) return undefined;
      return `Give whole numbers ${rangeOf(option)}, at least one.`;
    case 'number':
      if (typeof value === 'number' && value >= option.least && value <= option.most) return undefined;
      return `Give a number ${rangeOf(option)}.`;
    case 'choice':
      return isText && option.values.includes(value) ? undefined : `Give one of ${option.values.join(', ')}.`;
    case 'text':
      return isText ? undefined : 'Give a text.';
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
        ? undefined
        : 'Give a list of texts.';
    case 'date':
      if (isText && !Number.isNaN(Date.parse(value))) return undefined;
      return 'Give a date, such as 2026-01-31 or 2026-01-31T12:00:00Z.';
    case 'pairs':
      return arePairs(value, option) ? undefined : remedyForPairs(option);
  }
}

function isWhole(value: unknown, { least, most = Number.MAX_SAFE_INTEGER }: { least: number; most?: number }): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

type Pairs = Extract<Option, { type: 'pairs' }>;

function arePairs(value: unknown, { names, values }: Pairs): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, text]) =>
      name !== '' && (names?.includes(name) ?? true) && typeof text === 'string' && (values?.includes(text) ?? true),
  );
}

function remedyForPairs({ names, values }: Pairs): string {
  const of = (list: readonly string[] | undefined, any: string): string =>
    list === undefined ? any : `one of ${list.join(', ')}`;
  return `Give pairs of ${of(names, 'a name')} and ${of(values, 'a text')}.`;
}

function rangeOf({ least, most }: { least: number; most?: number }): string {
  return most === undefined ? `of at least ${least}` : `from ${least} to ${most}`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, own]) => `${name}=${textOf(own)}`)
      .join(',');
  }
  return String(value);
}
