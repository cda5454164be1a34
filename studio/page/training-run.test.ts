import { expect, test, vi } from 'vitest';
import { reportSteps } from '../../src/trainer/progress.ts';
import { TrainingRun } from './training-run.ts';

vi.stubGlobal('requestAnimationFrame', (work: () => void) => queueMicrotask(work));

test('steps become a tree, repeated ones follow each other, figures become curves', async () => {
  const run = new TrainingRun();
  const heard = vi.fn();
  run.onChange(heard);
  const reporter = reportSteps(run.tell);
  const part = reporter.begin('seed 1');
  for (const round of [0, 1]) {
    const step = part.begin('train attention');
    step.advance(0, 4);
    step.advance(2, 4, undefined, { loss: 3 - round });
    step.advance(4, 4, 0.5, { loss: 2 - round, validation: 0.5 });
    step.end();
  }
  part.end();
  expect(run.steps.map(({ name, ended }) => [name, ended])).toEqual([['seed 1', true]]);
  expect(run.steps[0].parts.map(({ name, done, best, ended }) => [name, done, best, ended])).toEqual([
    ['train attention', 4, 0.5, true],
    ['train attention', 4, 0.5, true],
  ]);
  expect([...run.figures.keys()]).toEqual(['loss', 'validation']);
  expect([...run.figures.get('loss')!.values()].map(({ at, values }) => [at, values])).toEqual([
    [
      [0.5, 1],
      [3, 2],
    ],
    [
      [0.5, 1],
      [2, 1],
    ],
  ]);
  await Promise.resolve();
  expect(heard, 'once for all that was told at one moment').toHaveBeenCalledTimes(1);
});
