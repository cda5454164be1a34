import { expect, test } from 'vitest';
import { reportSteps, type StepProgress } from './progress.ts';
import { runPart, runStep } from './run-context.ts';
import { testRun } from './testing/run.ts';

test('steps are reported with their totals and their best figure, under the part that they belong to', async () => {
  const heard: StepProgress[] = [];
  const run = testRun({ progress: reportSteps((progress) => heard.push(progress)) });
  const result = await runPart(run, 'seed 2', (part) =>
    runStep(part, 'train', async (step) => {
      await step(1, 4);
      await step(4, 4, 0.5);
      return 'done';
    }),
  );
  expect(result).toBe('done');
  const steps = heard.filter(({ path }) => path.length === 2);
  expect(steps.map(({ path }) => path.join(' › '))).toEqual(steps.map(() => 'seed 2 › train'));
  expect(steps.map(({ done, total, best, ended }) => [done, total, best, ended])).toEqual([
    [0, 1, undefined, false],
    [0, 1, undefined, false],
    [1, 4, undefined, false],
    [4, 4, 0.5, false],
    [4, 4, 0.5, true],
  ]);
  expect(heard.at(-1)).toMatchObject({ path: ['seed 2'], ended: true });
});

test('an abort ends a step where it next says how far it is, with a typed error, and the step is reported as ended', async () => {
  const controller = new AbortController();
  const ended: string[] = [];
  const progress = reportSteps(({ path, ended: over }) => void (over && ended.push(path.join())));
  const run = testRun({ signal: controller.signal, progress });
  const done: number[] = [];
  const work = runStep(run, 'count', async (step) => {
    for (let i = 0; i < 5; i++) {
      if (i === 2) controller.abort('enough');
      await step(i, 5);
      done.push(i);
    }
  });
  await expect(work).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  expect(done).toEqual([0, 1]);
  expect(ended).toEqual(['count']);
  await expect(runStep(run, 'never', () => done.push(9))).rejects.toMatchObject({ code: 'aborted' });
  expect(done).toEqual([0, 1]);
});

test('a step that computes lets an abort in that comes from outside', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 0);
  const work = runStep(testRun({ signal: controller.signal }), 'endless', async (step) => {
    for (;;) await step(0, 1);
  });
  await expect(work).rejects.toMatchObject({ code: 'aborted' });
});
