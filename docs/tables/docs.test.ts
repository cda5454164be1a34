import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { fill } from '../../bench/harness/markdown.mjs';
import { accuracyTables } from './accuracy.mjs';
import { titleOf } from './figures.mjs';
import { renderDocs } from './write.mjs';

const renderAccuracy = (...records: Parameters<typeof accuracyTables>): string =>
  Object.values(accuracyTables(...records)).join('\n\n');

test('the tables of the pages are what the recorded results say', () => {
  for (const [file, text] of renderDocs()) {
    expect(readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8'), 'run `npm run docs`').toBe(text);
  }
});

test('a data set is called by its file, or by its folder where the file’s name tells nothing', () => {
  expect(titleOf('../shared/data/seq-s3rec/Beauty.txt')).toBe('Beauty');
  expect(titleOf('../shared/data/online-retail/clean.csv.gz')).toBe('online-retail');
  expect(titleOf('../shared/data/session-diginetica/')).toBe('session-diginetica');
});

test('what rounding costs is told once of models that were trained once', () => {
  const attention = { 'attention.ndcg@10': 0.198, 'attention.ndcg@10.unrounded': 0.2 };
  const result = {
    command: 'vitrine evaluate --data shop.csv',
    data: 'shop.csv',
    metrics: {},
    cases: 1,
    commit: 'abc',
  };
  const text = renderAccuracy(
    [
      { ...result, name: 'alone', validation: attention },
      { ...result, name: 'fused', validation: { ...attention, 'als.ndcg@10': 0.1, 'als.ndcg@10.unrounded': 0.1 } },
      { ...result, name: 'coded', command: `${result.command} --vectors pq`, validation: attention },
    ],
    [],
  );
  expect(text).toContain('| alone, fused | attention | int8 | 0.2000 | 0.1980 | −1.00 % |');
  expect(text).toContain('| fused | als | int8 | 0.1000 | 0.1000 | +0.00 % |');
  expect(text).toContain('| coded | attention | pq | 0.2000 | 0.1980 | −1.00 % |');
});

test('a baseline is told once, and again where another run’s options made it differ', () => {
  const shop = { command: 'vitrine evaluate', commit: 'abc', data: 'shop.csv', protocol: 'leave-one-out', cases: 1 };
  const run = (name: string, ndcg: number, rules: number) => ({
    ...shop,
    name,
    metrics: { 'ndcg@10': ndcg },
    baselines: { rules: { 'ndcg@10': rules } },
  });
  const text = renderAccuracy([run('few', 0.1, 0.1), run('most', 0.3, 0.2), run('again', 0.2, 0.201)], []);
  expect(text.match(/baseline: rules.*/g)).toEqual([
    expect.stringMatching(/^baseline: rules .* 0\.2000 /),
    expect.stringMatching(/^baseline: rules, as for few .* 0\.1000 /),
  ]);
});

test('what a result does not have is not in its section, and what it has is', () => {
  const plain = {
    name: 'plain',
    command: 'vitrine evaluate --data shop.csv --work /somewhere',
    commit: 'abc',
    data: 'shop.csv',
    protocol: 'leave-one-out',
    cases: 2,
    metrics: { 'recall@10': 0.5, 'ndcg@10': 0.25 },
    baselines: {},
  };
  const difference = { 'ndcg@10': { ours: 0.25, theirs: 0.2, difference: 0.05, interval: 0.01, relative: 0.25 } };
  const whole = {
    ...plain,
    name: 'whole',
    metrics: { ...plain.metrics, auc: 0.75, 'gini@10': 0.125 },
    segments: { new: { cases: 2, metrics: plain.metrics } },
    differences: { singles: { rules: difference }, baselines: {} },
  };
  expect(renderAccuracy([plain], [])).not.toMatch(/Beyond accuracy|minus each|by how much is known|\/somewhere/);
  const text = renderAccuracy([whole], [{ name: 'whole-over-plain', cases: 2, differences: difference }]);
  expect(text).toMatch(/\| AUC \| Gini of exposure \|[\s\S]*\| 0\.7500 \| 0\.1250 \|/);
  expect(text).toContain('| rules | +0.0500 ± 0.0100 | +25.0 % |');
  expect(text).toContain('| whole | ndcg@10 | **0.2500** | 0.2000 (rules) | +0.0500 ± 0.0100 (+25.0 %) | – | – | – |');
  expect(text).toContain('| new, up to 4 interactions | 2 | 0.5000 | 0.2500 |');
  expect(text).toContain('| whole-over-plain | 2 | 0.2500 | 0.2000 | +0.0500 ± 0.0100 | +25.0 % |');
});

test('a place that nothing fills is refused, and so is a table without a place', () => {
  const page = 'Before.\n\n<!-- table:one -->\nold\n<!-- /table -->\n\nAfter.\n';
  const filled = 'Before.\n\n<!-- table:one -->\n\n$1 new\n\n<!-- /table -->\n\nAfter.\n';
  expect(fill(page, { one: '$1 new' })).toBe(filled);
  expect(fill(filled, { one: '$1 new' })).toBe(filled);
  expect(() => fill(page, {})).toThrow('one');
  expect(() => fill(page, { one: '', two: 'x' })).toThrow('two');
});
