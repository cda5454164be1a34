import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { evaluateCommand } from './evaluate.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-assistant-'));
const at = (name: string): string => join(folder, name);
const products = ['red', 'blue', 'green'].flatMap((colour, c) =>
  ['bag', 'hat'].map((thing, t) => ({
    id: `${colour}-${thing}`,
    title: `${colour} ${thing}`,
    categories: [thing === 'bag' ? 'Bags' : 'Hats'],
    price: 10 * (t + 1) + c,
  })),
);
writeFileSync(at('products.json'), JSON.stringify(products));
writeFileSync(
  at('answers.json'),
  JSON.stringify([{ question: 'Can I return it?', answer: 'Yes.', source: 'Returns' }]),
);
const dialogues = (name: string, turns: object[]): string => {
  writeFileSync(at(name), JSON.stringify([{ name, turns }]));
  return at(name);
};

let output = '';
beforeEach(() => {
  output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const evaluate = (...args: string[]): Promise<void> =>
  evaluateCommand.run(['--task', 'assistant', '--products', at('products.json'), ...args]);

test('turns are counted as right where all that is labelled of them holds, and faults are told', async () => {
  const labelled = dialogues('mixed.json', [
    { say: 'bags', kind: 'products', every: { category: 'Bags', most: 12 } },
    { say: 'not red', kind: 'products', none: 'red' },
    { say: 'compare the first two', kind: 'comparison', nths: [1, 2] },
    { say: 'can I return it?', kind: 'answer', source: 'Returns' },
    { say: 'hats', kind: 'products', every: { category: 'Bags' } },
  ]);
  await evaluate('--dialogues', labelled, '--answers', at('answers.json'), '--record', at('record.json'), '--json');
  const found = JSON.parse(output);
  expect(found.groups.English).toEqual({ turns: 5, right: 4 });
  expect(found.whole).toBe(0);
  expect(found.shown).toMatchObject({ invented: 0, unexplained: 0 });
  expect(found.wrong).toEqual([
    expect.objectContaining({ turn: 5, because: expect.arrayContaining(['red-hat is not of Bags']) }),
  ]);
  expect(JSON.parse(readFileSync(at('record.json'), 'utf8')).task).toBe('assistant');
});

test('a person is told a line for each group', async () => {
  await evaluate('--dialogues', dialogues('one.json', [{ say: '你好', kind: 'help' }]));
  expect(output).toMatch(/Chinese +1 of 1 turns/);
});

test.each([
  ['no dialogues', [], '--dialogues is missing'],
  [
    'a label that is not known',
    ['--dialogues', dialogues('bad.json', [{ say: 'x', kinds: 'help' }])],
    'cannot be used',
  ],
  ['no JSON', ['--dialogues', at('products.json'), '--answers', import.meta.filename], 'cannot be used'],
])('%s: refused, and why', async (_, args, message) => {
  await expect(evaluate(...args)).rejects.toThrow(message);
});
