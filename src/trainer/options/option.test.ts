import { describe, expect, test } from 'vitest';
import { type Options, resolveOptions } from './option.ts';
import { optionsSchema, TASK_OPTIONS } from './schema.ts';

const TABLE = {
  few: { type: 'whole', least: 1, most: 9, default: 3, meaning: 'a few' },
  share: { type: 'number', least: 0, most: 0.5, meaning: 'a share' },
  way: { type: 'choice', values: ['left', 'right'], default: 'left', meaning: 'a way' },
  fast: { type: 'flag', default: true, meaning: 'fast' },
  names: { type: 'texts', value: 'NAME', meaning: 'names' },
  seeds: { type: 'wholes', least: 0, meaning: 'seeds' },
  from: { type: 'date', meaning: 'from then on' },
  columns: { type: 'pairs', names: ['user', 'item'], meaning: 'columns' },
  words: { type: 'pairs', values: ['view', 'buy'], meaning: 'words' },
} as const satisfies Options;

test('what is left out is as the table says', () => {
  expect(resolveOptions(TABLE, { way: 'right', fast: undefined })).toEqual({
    ...{ few: 3, share: undefined, way: 'right', fast: true, names: undefined },
    ...{ seeds: undefined, from: undefined, columns: undefined, words: undefined },
  });
});

test.each([
  ['few', 0],
  ['few', 10],
  ['few', 1.5],
  ['few', '3'],
  ['share', 0.6],
  ['share', Number.NaN],
  ['way', 'up'],
  ['fast', 'yes'],
  ['names', 'one'],
  ['seeds', []],
  ['seeds', [1, -1]],
  ['from', 'yesterday'],
  ['from', 3],
  ['columns', { who: 'user' }],
  ['columns', { user: 3 }],
  ['columns', ['user']],
  ['words', { angesehen: 'look' }],
])('%s cannot be %o', (name, value) => {
  expect(() => resolveOptions(TABLE, { [name]: value } as never)).toThrow(
    expect.objectContaining({
      code: 'bad-options',
      message: expect.stringContaining(name),
      remedy: expect.stringMatching(/^Give/),
    }),
  );
});

test('an option that there is not is named as it was written, with those that there are', () => {
  const call = () => resolveOptions(TABLE, { slow: true } as never, (name) => `--${name}`);
  expect(call).toThrow(expect.objectContaining({ message: 'There is no option --slow.' }));
  expect(call).toThrow(expect.objectContaining({ remedy: expect.stringContaining('--fast') }));
});

describe('the tables of all tasks', () => {
  test.each(Object.entries(TASK_OPTIONS))('%s: its defaults are among what it takes', (_, options) => {
    const defaults = Object.entries(resolveOptions(options, {})).filter(([, value]) => value !== undefined);
    expect(() => resolveOptions(options, Object.fromEntries(defaults) as never)).not.toThrow();
  });

  /** Written anew by `npx vitest run --project unit src/trainer/options -u`. */
  test('the JSON schema is that of the tables', async () => {
    const text = `${JSON.stringify(optionsSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../options.schema.json');
  });
});
