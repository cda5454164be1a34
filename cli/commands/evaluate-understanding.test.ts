import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catchPrinted } from '../testing/printed.ts';
import { evaluateCommand } from './evaluate.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-understanding-'));
const at = (name: string): string => join(folder, name);
const rows = ['red', 'blue', 'green'].flatMap((colour) =>
  ['jacket', 'kettle'].flatMap((thing) =>
    ['small', 'large'].map((size) => `${colour}-${thing}-${size},${size} ${colour} ${thing},${thing}s,${colour},20`),
  ),
);
writeFileSync(at('products.csv'), ['id,title,category,color,price', ...rows].join('\n'));
const LABELLED = [
  { query: 'red kettle under 50', filters: { category: ['kettles'], colour: ['red'], max: 50 } },
  { query: 'cheapest jackets, not blue', filters: { category: ['jackets'], not: ['blue'], sort: 'price-ascending' } },
  { query: 'green jacket', filters: { category: ['jackets'], colour: ['green'], brand: ['Osier'] } },
  { query: '红色 kettle', filters: { category: ['kettles'], colour: ['red'] } },
];
writeFileSync(at('labelled.json'), JSON.stringify(LABELLED));

const printed = catchPrinted();

const evaluate = (...args: string[]): Promise<void> =>
  evaluateCommand.run(['--task', 'understanding', '--products', at('products.csv'), ...args]);

test('what is understood is counted against what a person says, in all and by script', async () => {
  await evaluate('--queries', at('labelled.json'), '--record', at('record.json'));
  const { groups, differences, command } = JSON.parse(readFileSync(at('record.json'), 'utf8'));
  // Of eleven filters the brand and the colour in Chinese are not understood, and nothing else is.
  expect(groups.all).toMatchObject({ queries: 4, filters: 11, precision: 1, recall: 0.8182, F1: 0.9, exact: 0.5 });
  expect(groups.English).toMatchObject({ queries: 3 });
  expect(groups.Chinese).toMatchObject({ queries: 1, recall: 0.5 });
  expect(differences).toEqual([
    { query: 'green jacket', missing: ['brand:osier'], wrong: [] },
    { query: '红色 kettle', missing: ['attribute:red'], wrong: [] },
  ]);
  expect(command).toContain('--task understanding');
  expect(printed.text).toMatch(/F1[\s\S]*all +4 +11[\s\S]*green jacket: missing brand:osier/);
});

test.each<[string, string, string]>([
  ['no JSON', 'query,filters', 'a JSON list'],
  ['no list', '{}', 'queries must be a list'],
  ['a filter that there is not', '[{"query":"a","filters":{"color":["red"]}}]', 'the nearest name is colour'],
  ['a price as text', '[{"query":"a","filters":{"max":"50"}}]', 'queries.0.filters.max must be a finite number'],
])('%s is refused, and named', async (_, text, remedy) => {
  writeFileSync(at('bad.json'), text);
  await expect(evaluate('--queries', at('bad.json'))).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringContaining(remedy),
  });
});

test('without queries it says what is missing', async () => {
  await expect(evaluate()).rejects.toThrow('--queries is missing');
});
