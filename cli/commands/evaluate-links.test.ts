import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { evaluateCommand } from './evaluate.ts';

const given = { compute: new LentCompute(() => openCompute('wasm')) };
afterAll(() => given.compute.close());

const folder = mkdtempSync(join(tmpdir(), 'vitrine-links-'));
const at = (name: string): string => join(folder, name);

/** Two halves of a crowd: each likes its own products and knows its own people. */
const CROWD = 60;
const likes = Array.from({ length: CROWD }, (_, i) =>
  Array.from({ length: 8 }, (_, k) => `p${(i % 2) * 20 + ((i * 7 + k * 3) % 20)}`),
);
writeFileSync(at('likes.txt'), likes.map((products, i) => `s${i} ${products.join(' ')}`).join('\n'));
const links = likes.flatMap((_, i) => [2, 4, 6, 10].map((step) => `s${i} s${(i + step) % CROWD}`));
writeFileSync(at('links.txt'), links.join('\n'));

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

const evaluate = (relations: string, ...args: string[]): Promise<void> =>
  evaluateCommand.run(
    [
      ...['--task', 'links', '--data', at('likes.txt'), '--relations', at(relations)],
      ...['--work', at('work'), ...args],
    ],
    given,
  );

test('links between those who are alike are told from pairs of strangers, each seed by another split', async () => {
  await evaluate('links.txt', '--seeds', '1,2', '--record', at('links.json'), '--json');
  const found = JSON.parse(output);
  expect(found).toMatchObject({ task: 'links', protocol: 'held-out-links', cases: 2 * Math.round(links.length / 10) });
  expect(found.metrics.auc).toBeGreaterThan(0.8);
  expect(found.betweenRuns.auc).toBeGreaterThan(0);
  expect(found.runs.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2]);
  expect(found.runs[0].auc).not.toBe(found.runs[1].auc);
  for (const { auc } of Object.values<{ auc: number }>(found.baselines)) {
    expect(auc).toBeGreaterThanOrEqual(0);
    expect(auc).toBeLessThanOrEqual(1);
  }
  const { command, metrics } = JSON.parse(readFileSync(at('links.json'), 'utf8'));
  expect(command).toContain('vitrine evaluate --task links');
  expect(metrics).toEqual(found.metrics);
});

test('what is printed is the model, and each of its features alone', async () => {
  await evaluate('links.txt', '--json');
  const { metrics, baselines } = JSON.parse(output);
  output = '';
  await evaluate('links.txt');
  const lines = output.trimEnd().split('\n');
  expect(lines[1]).toMatch(new RegExp(`^model +${metrics.auc.toFixed(4)}$`));
  expect(lines.slice(2).map((line) => line.split(' ')[0])).toEqual(Object.keys(baselines));
});

test('links of shoppers that the log does not have are left out, and told', async () => {
  writeFileSync(at('strangers.txt'), `${links.join('\n')}\ns1 nobody\n`);
  await evaluate('strangers.txt', '--json');
  expect(told).toMatch(/strangers\.txt: 240 links\n {2}.*1/);
});

test.each([
  ['a file of links that is not there', 'nowhere.txt'],
  ['a log that is not there', 'links.txt', '--data', 'nowhere.txt'],
])('%s is told with what would be right', async (_, relations, ...args) => {
  await expect(evaluate(relations, ...args)).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringMatching(/.+/),
  });
});
