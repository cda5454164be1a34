import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VitrineError } from '../../src/contract/errors.ts';
import type { TrainingPlan } from '../../src/trainer/recipe/models/train-model.ts';
import { tuneCommand } from './tune.ts';

/** Stands for a training: the nearer `dropout` is to 0.35, and the longer it was trained, the better. */
const trainings: Record<string, unknown>[] = [];
let stopAfter = Number.POSITIVE_INFINITY;
vi.mock('../../src/trainer/recipe/models/train-model.ts', () => ({
  trainModel: async (_entry: unknown, _stage: unknown, plan: TrainingPlan) => {
    if (trainings.length >= stopAfter) throw new VitrineError('aborted', 'Interrupted.');
    const { dropout, epochs } = plan.settings.attention as { dropout: number; epochs: number };
    trainings.push({ dropout, epochs });
    if (dropout > 0.58) throw new VitrineError('diverged', 'The loss became NaN.');
    return { tuned: { quality: { ndcg10: 0.5 - Math.abs(dropout - 0.35) + epochs / 1000, recall10: 0.5, loss: 1 } } };
  },
}));

const folder = mkdtempSync(join(tmpdir(), 'vitrine-tune-'));
const log = join(folder, 'sequences.txt');
writeFileSync(log, Array.from({ length: 30 }, (_, i) => `u${i} a${i % 5} b${i % 4} c${i % 3} d${i % 2}`).join('\n'));

let output = '';
beforeEach(() => {
  output = '';
  trainings.length = 0;
  stopAfter = Number.POSITIVE_INFINITY;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const tune = (work: string, ...args: string[]): Promise<void> =>
  tuneCommand.run([
    ...['--data', log, '--model', 'attention', '--space', 'attention.dropout=0.1:0.6', '--trials', '9'],
    ...['--set', 'attention.epochs=18', '--work', join(folder, work), ...args],
  ]);

test('finds the best settings, spends most on the best trials, and outlives a training that diverges', async () => {
  await tune('whole', '--json');
  const { best, trials } = JSON.parse(output);
  expect(trainings.map(({ epochs }) => epochs)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 6, 6, 18]);
  const nearest = Math.min(...trainings.map(({ dropout }) => Math.abs(Number(dropout) - 0.35)));
  const [, chosen] = /dropout=(.*)/.exec(best.join(' '))!;
  expect(Math.abs(Number(chosen) - 0.35)).toBeCloseTo(nearest, 6);
  expect(trials).toHaveLength(9);
  output = '';
  await tune('whole');
  expect(output).toContain(`best: --set attention.epochs=18 --set attention.dropout=${chosen}`);
});

test('a search that was stopped goes on where it was, and ends as one that was not', async () => {
  await tune('whole-2', '--json');
  const whole = JSON.parse(output);
  const all = trainings.length;
  trainings.length = 0;
  output = '';
  stopAfter = 5;
  await expect(tune('stopped', '--json')).rejects.toMatchObject({ code: 'aborted' });
  stopAfter = Number.POSITIVE_INFINITY;
  await tune('stopped', '--json');
  expect(trainings).toHaveLength(all);
  expect(JSON.parse(output).trials).toEqual(whole.trials);
});

test('another space has a journal of its own', async () => {
  await tune('spaces');
  const all = trainings.length;
  await tune('spaces');
  expect(trainings).toHaveLength(all);
  await tune('spaces', '--seed', '2');
  expect(trainings.length).toBeGreaterThan(all);
  expect(readdirSync(join(folder, 'spaces'))).toHaveLength(2);
});

test.each([
  ['a model that is counted', ['--model', 'rules']],
  ['an option nobody knows', ['--space', 'attention.magic=1,2']],
  ['another model’s option', ['--space', 'gru4rec.width=32,64']],
  ['a space that is none', ['--space', 'attention.width']],
  ['the ends of lines that nobody split', ['--validation', 'ends']],
])('%s is told before anything is trained', async (_, args) => {
  await expect(tune('wrong', ...args)).rejects.toMatchObject({ code: 'bad-options' });
  expect(trainings).toEqual([]);
});
