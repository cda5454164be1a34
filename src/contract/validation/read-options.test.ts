import { expect, test } from 'vitest';
import * as plain from './plain-data.ts';
import { readOptions } from './read-options.ts';

const Options = plain.exactly({ epochs: plain.optional(plain.whole(1)) });

test('options that fit come back; none are empty ones', () => {
  expect(readOptions('training options', Options, { epochs: 3 })).toEqual({ epochs: 3 });
  expect(readOptions('training options', Options, undefined)).toEqual({});
});

test('a wrong option is named, with what would be right', () => {
  expect(() => readOptions('training options', Options, { epochs: 0 })).toThrow(
    expect.objectContaining({
      code: 'bad-options',
      message: 'The training options cannot be used.',
      remedy: 'training options.epochs must be a whole number from 1 to 9007199254740991.',
    }),
  );
});
