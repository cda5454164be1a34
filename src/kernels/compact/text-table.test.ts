import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextTable } from './text-table.ts';

const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a', 'b', 'aa', '', 'ä', '杯')));

test('numbers texts in the order of their first coming, and finds each by its text', () => {
  fc.assert(
    fc.property(texts, texts, (given, strangers) => {
      const table = new TextTable();
      const known = new Map<string, number>();
      for (const text of given) {
        expect(table.add(text)).toBe(known.has(text) ? -1 : known.size);
        if (!known.has(text)) known.set(text, known.size);
      }
      expect(table.size).toBe(known.size);
      for (const [text, number] of known) {
        expect(table.at(number)).toBe(text);
        expect(table.numberOf(text)).toBe(number);
      }
      for (const text of strangers) expect(table.numberOf(text)).toBe(known.get(text) ?? -1);
      expect(table.at(known.size)).toBeUndefined();
      expect(table.at(-1)).toBeUndefined();
    }),
  );
});

test('a table made of another one’s parts answers alike, and grows on its own', () => {
  fc.assert(
    fc.property(texts, texts, (given, more) => {
      const first = TextTable.of(given);
      const { bytes, offsets } = first.parts;
      const second = new TextTable(bytes, offsets);
      const before = bytes.slice();
      for (const text of more) second.add(text);
      expect(bytes).toEqual(before);
      for (const text of new Set(given)) expect(second.numberOf(text)).toBe(first.numberOf(text));
    }),
  );
});

test('texts cross from table to table', () => {
  const [first, second] = [TextTable.of(['tea', '杯', 'pot']), TextTable.of(['pot'])];
  expect(second.numberIn(first, 2)).toBe(0);
  expect(second.numberIn(first, 1)).toBe(-1);
  expect(second.addFrom(first, 1)).toBe(1);
  expect(second.addFrom(first, 1)).toBe(-1);
  expect(second.at(1)).toBe('杯');
});

test('thousands of texts are found again after the table has grown', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `sku-${i}`);
  const table = TextTable.of(many);
  expect(many.every((text, i) => table.numberOf(text) === i && table.at(i) === text)).toBe(true);
});

test('parts with a text twice are refused', () => {
  expect(() => new TextTable(new TextEncoder().encode('abab'), Uint32Array.of(0, 2, 4)).check()).toThrow(RangeError);
});
