import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecords } from './json-records.ts';
import { LogReport } from './log-report.ts';

/** The text arrives in pieces of so many characters. */
async function read(text: string, length = 7) {
  async function* pieces(): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
  }
  const report = new LogReport();
  const records: unknown[] = [];
  for await (const record of readRecords(pieces(), 'events.json', report)) records.push(record);
  return { records, rows: report.rows, lines: report.lines() };
}

test('lines and lists give the same records, whatever is in their texts and wherever they are cut', async () => {
  const record = fc.record({ id: fc.nat(), text: fc.string({ unit: 'grapheme' }), list: fc.array(fc.string()) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 99 }),
      async (given, length) => {
        const lines = given.map((one) => JSON.stringify(one)).join('\r\n');
        const list = JSON.stringify(given, null, 1);
        for (const content of [lines, `\n\n${lines}\n`, list, ` ${list}`]) {
          expect(await read(content, length)).toEqual({ records: given, rows: given.length, lines: [] });
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('a line that is no JSON is told, and costs only itself', async () => {
  expect(await read('{"a":1}\n{"a":\n{"a":2}')).toEqual({
    records: [{ a: 1 }, { a: 2 }],
    rows: 3,
    lines: ['1 of 3 rows left out: not valid JSON'],
  });
  expect(await read('')).toEqual({ records: [], rows: 0, lines: [] });
});

test('ids of many digits do not merge', async () => {
  expect((await read('{"id":12345678901234567890}')).records).toEqual([{ id: '12345678901234567890' }]);
});

test.each(['[{"a":1},', '[{"a":1}, {]', '[{"a":1'])('a list that is broken is refused: %s', async (content) => {
  await expect(read(content)).rejects.toMatchObject({
    code: 'bad-options',
    message: expect.stringContaining('JSON list'),
  });
});
