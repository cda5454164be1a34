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
  const { ours, theirs, difference, interval } = found.visitor['NDCG@10'];
  expect(ours).toBeGreaterThan(0.9);
  expect(theirs).toBeLessThan(0.5);
  expect(difference).toBeGreaterThan(interval);
  // The fixed weights answer all that was held out: others are not learned.
  expect(found.fixed.visitor['NDCG@10'].ours).toBe(1);
  expect(found.weights).toEqual([null]);
  // All products are alike popular.
  expect(found.stranger['NDCG@10'].ours).toBeLessThan(0.5);
}, 120_000);

test('where shoppers come back for what they had, the weights that are learned know it', async () => {
  const again = Array.from({ length: 400 }, (_, shopper) => {
    const [own, other] = [shopper % LINES, (7 * shopper + 3) % LINES];
    return `s${shopper} cup${own} bowl${other} plate${own} jug${other} tray${own} cup${own} bowl${other} plate${own} cup${own}`;
  });
  writeFileSync(at('log.txt'), again.join('\n'));
  await evaluate('--ask', 'categories', '--json', '--model', 'popular');
  writeFileSync(at('log.txt'), visits.join('\n'));
  const { weights, visitor, stranger, fixed } = JSON.parse(printed.text);
  expect(weights[0].visitor.met).toBeGreaterThan(0);
  expect(weights[0].stranger.met).toBe(0);
  expect(visitor['NDCG@10'].ours).toBeGreaterThan(0.9);
  expect(fixed.visitor['NDCG@10'].ours).toBeLessThan(0.5);
  expect(stranger['NDCG@10'].ours).toBeLessThan(0.5);
}, 120_000);

test('a person is told the difference; products that the log does not have are refused', async () => {
  await evaluate();
  expect(printed.text).toMatch(/200 searches\nNDCG@10 with taste, and by words alone: 1\.0000, 0\.\d+: /);
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
