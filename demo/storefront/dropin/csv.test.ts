import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from './csv.ts';

test('separators are told by the head line', () => {
  for (const separator of [',', ';', '\t', '|']) {
    expect(readCsv(['id', 'title'].join(separator).concat('\n', ['1', 'tea'].join(separator)))).toEqual([
      { id: '1', title: 'tea' },
    ]);
  }
});

test('quotes, doubled quotes, line breaks within quotes, Windows line ends, blank lines, short lines', () => {
  expect(readCsv('id,title\r\n1,"a ""b"", c"\r\n\r\n2,"two\nlines"\r\n3')).toEqual([
    { id: '1', title: 'a "b", c' },
    { id: '2', title: 'two\nlines' },
    { id: '3', title: '' },
  ]);
});

test('an open quote ends with the text', () => {
  expect(readCsv('id,title\n1,"never closed')).toEqual([{ id: '1', title: 'never closed' }]);
});

test('whatever is written with quotes is read back', () => {
  const cell = fc.string({ minLength: 1 });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (lines) => {
      const text = ['a,b', ...lines.map((line) => line.map(quoted).join(','))].join('\n');
      expect(readCsv(text)).toEqual(lines.map(([a, b]) => ({ a, b })));
    }),
  );
});
