import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { evaluateCommand } from './evaluate.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-search-'));
const at = (name: string): string => join(folder, name);
const COLOURS = ['red', 'blue', 'green', 'black'];
const MATERIALS = ['leather', 'cotton', 'linen', 'copper'];
const THINGS = ['backpack', 'kettle', 'jacket', 'lantern', 'notebook'];
const CHINESE = ['蓝牙耳机', '连衣裙', '保温水壶', '手工皮包'];
const rows = COLOURS.flatMap((colour) =>
  MATERIALS.flatMap((material) =>
    THINGS.map((thing) => `${colour}-${material}-${thing},${colour} ${material} ${thing}`),
  ),
);
writeFileSync(at('products.csv'), ['id,title', ...rows, ...CHINESE.map((title) => `${title},${title}`)].join('\n'));
writeFileSync(
  at('judged.csv'),
  [
    'query,relevant',
    'red leather bag,red-leather-backpack gone',
    'linen notebok,"blue-linen-notebook;red-linen-notebook"',
    '水壶,保温水壶',
  ].join('\n'),
);

let output = '';
let told = '';
beforeEach(() => {
  [output, told] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const evaluate = (...args: string[]): Promise<void> =>
  evaluateCommand.run(['--task', 'search', '--products', at('products.csv'), ...args]);

test('queries are made from the titles, alike for a seed, and found', async () => {
  await evaluate('--record', at('made.json'), '--json');
  const { groups, restored } = JSON.parse(output);
  expect(restored).toEqual({ queries: 1_000, alike: 1_000 });
  expect(Object.keys(groups)).toEqual([
    '2 words',
    '2 words, one mistyped',
    '3 words',
    '3 words, one mistyped',
    '2 to 4 characters',
  ]);
  expect(groups['3 words']['success@10']).toBe(1);
  expect(groups['3 words, one mistyped']['success@10']).toBeGreaterThan(0.9);
  expect(groups['2 to 4 characters']).toMatchObject({ 'recall@10': 1, 'precision@10': 1, nothing: 0 });
  const recorded = JSON.parse(readFileSync(at('made.json'), 'utf8'));
  expect(recorded).toMatchObject({ task: 'search', seeds: [1], groups });
  expect(recorded.command).toContain('vitrine evaluate --task search');
});

test('judged queries are read, and ids that no product has are told', async () => {
  await evaluate('--queries', at('judged.csv'), '--json');
  expect(told).toContain('1 ids that no product has');
  const { all } = JSON.parse(output).groups;
  expect(all).toMatchObject({ queries: 3, 'success@10': 1 });
  expect(all['precision@10']).toBeLessThan(1);
});

test('judged queries come as JSON too', async () => {
  writeFileSync(
    at('judged.json'),
    JSON.stringify([{ query: 'linen kettle', relevant: ['red-linen-kettle'], group: 'en' }]),
  );
  writeFileSync(
    at('judged.jsonl'),
    '{"text":"kettle","id":"red-linen-kettle","grade":1}\n{"text":"kettle","id":"red-linen-jacket","grade":0}\n',
  );
  await evaluate('--queries', at('judged.json'), '--json');
  expect(JSON.parse(output).groups.en).toMatchObject({ queries: 1, 'success@10': 1 });
  output = '';
  await evaluate('--queries', at('judged.jsonl'), '--json');
  expect(JSON.parse(output).groups.all.queries).toBe(1);
});

test('a person is told a line for each group', async () => {
  await evaluate('--queries', at('judged.csv'));
  expect(output).toMatch(/success@10[\s\S]*all +3/);
});

test.each([
  ['no products', ['--task', 'search'], '--products is missing'],
  [
    'a file that is not there',
    ['--task', 'search', '--products', at('products.csv'), '--queries', at('none')],
    'There is no',
  ],
  [
    'no column of queries',
    ['--task', 'search', '--products', at('products.csv'), '--queries', at('products.csv')],
    'no query',
  ],
])('%s: refused, and why', async (_, args, message) => {
  await expect(evaluateCommand.run(args)).rejects.toThrow(message);
});
