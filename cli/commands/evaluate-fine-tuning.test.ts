import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { evaluateCommand } from './evaluate.ts';
import { trainCommand } from './train.ts';

const given = { compute: new LentCompute(() => openCompute('wasm')) };
afterAll(() => given.compute.close());

const folder = mkdtempSync(join(tmpdir(), 'vitrine-fine-tuning-'));
const at = (name: string): string => join(folder, name);

/** Shoppers walk a circle of ten products. */
const DAY = 24 * 60 * 60;
const walk = (shopper: string, day: number, products: number[]): string[] =>
  products.map((product, step) => `${shopper},p${product},${(day + step) * DAY}`);
const circle = (start: number, length: number): number[] => Array.from({ length }, (_, i) => (start + i) % 10);
const before = Array.from({ length: 18 }, (_, i) => walk(`old-${i}`, i, circle(i, 5 + (i % 3))));
/** Of those who came later one has no longer a history than was asked for, and one knows products that the pack does not. */
const later = [
  ...walk('first', 50, circle(3, 10)),
  ...walk('second', 51, [...circle(5, 9), 77, 78]),
  ...walk('third', 52, circle(2, 15)),
];
const log = (lines: readonly string[]): string => `user,item,ts\n${lines.join('\n')}\n`;
writeFileSync(at('before.csv'), log(before.flat()));
writeFileSync(at('all.csv'), log([...before.flat(), ...later]));

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('visitors who came after the cut are fine-tuned for one by one, and asked for the newest fifth of their history', async () => {
  const settings = ['width=8', 'epochs=2', 'batchTokens=64'].flatMap((value) => ['--set', `attention.${value}`]);
  const trained = ['--model', 'attention+knn', '--fusion', 'weights', '--work', at('work'), ...settings];
  await trainCommand.run(
    ['--events', at('before.csv'), '--out', at('shop.safetensors'), '--min-shoppers', '1', ...trained],
    given,
  );
  const asked = ['--task', 'fine-tune', '--data', at('all.csv'), '--cut', '1970-02-15', '--record', at('tuned.json')];
  await evaluateCommand.run([...asked, '--pack', at('shop.safetensors')], given);
  const { visitors, cases, adopted, better, worse, differences } = JSON.parse(readFileSync(at('tuned.json'), 'utf8'));
  expect(visitors).toBe(2);
  expect(cases).toBe(2 + 3);
  expect(better + worse).toBeLessThanOrEqual(adopted);
  const { ours, theirs, difference } = differences.all['ndcg@10'];
  expect(ours - theirs).toBeCloseTo(difference, 5);
  expect(theirs).toBeGreaterThan(0);
  if (adopted === 0) expect(difference).toBe(0);
});

test('a pack without an attention model has nothing to fine-tune', async () => {
  await trainCommand.run(
    ['--events', at('before.csv'), '--out', at('counted.safetensors'), '--min-shoppers', '1', '--model', 'knn'],
    given,
  );
  const asked = ['--task', 'fine-tune', '--data', at('all.csv'), '--pack', at('counted.safetensors')];
  await expect(evaluateCommand.run(asked, given)).rejects.toMatchObject({ code: 'bad-options' });
});
