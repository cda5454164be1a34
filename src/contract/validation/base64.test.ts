import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64, toBase64 } from './base64.ts';
import * as plain from './plain-data.ts';

const refuse = (what: string): Error => new Error(what);
const read = (value: unknown, length?: number) => plain.read(base64(length), value, refuse);

test('any bytes come back as they were, also more than a function takes arguments', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(read(text)).toEqual(bytes);
      expect(read(text, bytes.length)).toEqual(bytes);
    }),
  );
  const many = Uint8Array.from({ length: 3 * 0x8000 + 1 }, (_, i) => i % 251);
  expect(toBase64(many)).toBe(Buffer.from(many).toString('base64'));
});

test.each([
  ['no text', 7],
  ['letters that there are not', 'a*=='],
  ['without its padding', 'YQ'],
  ['with bits that mean nothing: another form of the same bytes', 'YR=='],
  ['with a space', 'Y Q=='],
])('%s is refused', (_, value) => {
  expect(() => read(value)).toThrow(typeof value === 'string' ? 'must be base64' : 'must be a text');
});

test('another length than is wanted is refused, and says which', () => {
  expect(read('YWI=', 2)).toEqual(Uint8Array.of(97, 98));
  expect(() => read('YWI=', 3)).toThrow('3 bytes in base64');
});
