import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCompute } from '../../src/learning/compute/testing/open-compute.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { readLog } from '../../src/trainer/node/read-log.ts';
import { augmented } from '../../src/trainer/recipe/behaviour/augment.ts';
import { testRun } from '../../src/trainer/testing/run.ts';
import { evaluateCommand } from './evaluate.ts';

const given = { compute: new LentCompute(() => openCompute('wasm')) };
afterAll(() => given.compute.close());

const folder = mkdtempSync(join(tmpdir(), 'vitrine-cold-'));
const at = (name: string): string => join(folder, name);

/** Shoppers walk a circle of ten products. */
const SHOPPERS = 18;
const walks = Array.from({ length: SHOPPERS }, (_, shopper) =>
  Array.from({ length: 4 + (shopper % 3) }, (_, step) => 1 + ((shopper + step) % 10)),
);
writeFileSync(at('log.txt'), `${walks.map((walk, shopper) => `${shopper} ${walk.join(' ')}`).join('\n')}\n`);

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('each augmentation stands as many sequences beside the log', async () => {
  const { log } = await readLog(at('log.txt'));
  for (const by of ['none', 'plain', 'generator'] as const) {
    const { sequences, shoppers } = await augmented(log, by, 10, testRun(given));
    const { items, offsets } = log.sequences;
    expect([...sequences.items.subarray(0, items.length)]).toEqual([...items]);
    expect(sequences.offsets).toHaveLength(2 * SHOPPERS + 1);
    expect(shoppers).toHaveLength(2 * SHOPPERS);
    const beside = sequences.items.subarray(items.length);
    expect(Math.max(...beside)).toBeLessThanOrEqual(10);
    expect(offsets.at(-1)).toBe(items.length);
    if (by === 'none') expect([...beside]).toEqual([...items]);
    else expect([...beside]).not.toEqual([...items]);
  }
});

test('the task asks the same questions of a model trained each way, and tells the differences paired by shopper', async () => {
  const settings = ['width=8', 'epochs=2', 'batchTokens=64'].flatMap((value) => ['--set', `attention.${value}`]);
  await evaluateCommand.run(
    [
      ...[
        '--task',
        'cold',
        '--data',
        at('log.txt'),
        '--seeds',
        '1,2',
        '--work',
        at('work'),
        '--record',
        at('cold.json'),
      ],
      ...settings,
    ],
    given,
  );
  const { cases, arms, differences, runs, command } = JSON.parse(readFileSync(at('cold.json'), 'utf8'));
  expect(cases).toBe(SHOPPERS);
  expect(Object.keys(arms)).toEqual(['none', 'plain', 'generator']);
  expect(runs.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2]);
  const [one, two] = runs.map((run: Record<string, Record<string, number>>) => run['ndcg@10'].generator);
  expect(arms.generator.metrics['ndcg@10']).toBeCloseTo((one + two) / 2, 5);
  const { ours, theirs, interval } = differences['generator minus plain']['ndcg@10'];
  expect(ours).toBeCloseTo(arms.generator.metrics['ndcg@10'], 5);
  expect(theirs).toBeCloseTo(arms.plain.metrics['ndcg@10'], 5);
  expect(interval).toBeGreaterThan(0);
  expect(command).toContain('--task cold');
});
