import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catchPrinted } from '../testing/printed.ts';
import { evaluateCommand } from './evaluate.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-personal-search-'));
const at = (name: string): string => join(folder, name);
const LINES = 20;
const THINGS = ['cup', 'bowl', 'plate', 'jug', 'tray'];
const rows = THINGS.flatMap((thing) =>
  Array.from({ length: LINES }, (_, line) => `${thing}${line},porcelain ${thing},${thing}s`),
);
writeFileSync(at('products.csv'), ['id,title,category', ...rows].join('\n'));
/** Each shopper stays with one line: whoever has its cup, its bowl and its plate wants its jug. */
const visits = Array.from({ length: 200 }, (_, shopper) => {
  const line = shopper % LINES;
  const order = THINGS.map((_, i) => THINGS[(i + Math.floor(shopper / LINES)) % THINGS.length]);
  return [`s${shopper}`, ...order.map((thing) => `${thing}${line}`)].join(' ');
});
writeFileSync(at('log.txt'), visits.join('\n'));

const printed = catchPrinted();

const evaluate = (...args: string[]): Promise<void> =>
  evaluateCommand.run([
    '--task',
    'search',
    '--products',
    at('products.csv'),
    '--data',
    at('log.txt'),
    '--model',
    'rules+knn+popular',
    ...args,
  ]);

test('where shoppers stay with one line, taste finds the one that is wanted among all that are called alike', async () => {
  await evaluate('--ask', 'categories', '--json');
  const found = JSON.parse(printed.text);
  expect(found).toMatchObject({ task: 'search', cases: 200, protocol: expect.stringContaining('the categories') });
  const { weights, 'NDCG@10': difference, byWeight } = found.taste;
  expect(weights[0]).toBeGreaterThan(0);
  expect(difference.ours).toBeGreaterThan(0.9);
  expect(difference.theirs).toBeLessThan(0.5);
  expect(difference.difference).toBeGreaterThan(difference.interval);
  expect(byWeight[0]['NDCG@10']).toBeCloseTo(difference.theirs, 3);
  // All products are alike popular.
  expect(found.popularity['NDCG@10'].ours).toBeLessThan(0.5);
}, 120_000);

test('a person is told the difference; products that the log does not have are refused', async () => {
  await evaluate();
  expect(printed.text).toMatch(/200 searches\nNDCG@10 with taste of weight [\d.]+: /);
  writeFileSync(at('others.csv'), 'id,title\nx,Lamp of brass\ny,Lamp of steel');
  const refused = evaluateCommand.run([
    '--task',
    'search',
    '--products',
    at('others.csv'),
    '--data',
    at('log.txt'),
    '--model',
    'rules+knn',
  ]);
  await expect(refused).rejects.toThrow('has words to search for');
}, 120_000);
