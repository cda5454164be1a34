import { expect, test } from 'vitest';
import { Adam } from './adam.ts';
import { type Checkpoint, runTraining, type TrainingRunOptions, type TrainingTask } from './run-training.ts';

/** A task with one weight; `losses` are what validation says, epoch by epoch. */
function task(losses: readonly number[], changes: Partial<TrainingTask<number>> = {}): TrainingTask<number> {
  const adam = new Adam({ w: { shape: [1], data: Float32Array.of(0) } }, { learningRate: 0.1, weightDecay: 0 });
  let validations = 0;
  return {
    optimiser: adam,
    metric: 'loss',
    averaging: 0,
    batches: () => [1, 2],
    step: async () => {
      adam.begin();
      adam.update('w', Float32Array.of(-1)); // grows by about 0.1
      return 1;
    },
    validate: async () => losses[validations++],
    ...changes,
  };
}

const run = async (work: TrainingTask<number>, options: Partial<TrainingRunOptions> = {}) => {
  const events = [];
  for await (const event of runTraining(work, { epochs: 5, patience: 9, validateEvery: 1, ...options }))
    events.push(event);
  return events;
};
const weight = (work: TrainingTask<number>): number => work.optimiser.weights.w.data[0];

test('the weights that validated best are kept', async () => {
  const work = task([5, 3, 4, 4, 4]);
  expect(await run(work)).toHaveLength(5);
  expect(weight(work)).toBeCloseTo(0.4, 3); // after the second of five epochs of two steps
});

test('NDCG is better when it is higher', async () => {
  const work = task([0.1, 0.3, 0.2, 0.2, 0.2], { metric: 'ndcg@10' });
  await run(work);
  expect(weight(work)).toBeCloseTo(0.4, 3);
});

test('it stops after so many validations without a better one', async () => {
  expect(await run(task([5, 3, 4, 4, 4, 4]), { epochs: 50, patience: 2 })).toHaveLength(4);
});

test('validation comes every so many epochs, and at the end', async () => {
  const events = await run(task([3, 2, 1]), { validateEvery: 2 });
  expect(events.map(({ validation }) => validation)).toEqual([undefined, 3, undefined, 2, 1]);
});

test('without validation the last weights are kept', async () => {
  const work = task([], { validate: undefined });
  await run(work);
  expect(weight(work)).toBeCloseTo(1, 3);
});

test('the mean over the steps is what is validated and kept; the steps themselves go on from where they were', async () => {
  const seen: number[] = [];
  const work = task([], { averaging: 0.9 });
  const validate = async () => {
    seen.push(weight(work));
    return 0.1 ** seen.length;
  };
  Object.assign(work, { validate });
  await run(work);
  expect(seen.at(-1)).toBeLessThan(0.9);
  expect(weight(work)).toBe(seen.at(-1));
});

test('a loss that is not finite: `diverged`, with the best weights', async () => {
  const work = task([5, 3, 4]);
  const { step } = work;
  let steps = 0;
  Object.assign(work, { step: async (batch: number) => (++steps === 6 ? Number.NaN : step(batch)) });
  await expect(run(work)).rejects.toMatchObject({ code: 'diverged' });
  expect(weight(work)).toBeCloseTo(0.4, 3);
});

test('abort ends it within a step', async () => {
  const controller = new AbortController();
  const work = task([5, 4, 3]);
  const { step } = work;
  let steps = 0;
  Object.assign(work, {
    step: async (batch: number) => {
      if (++steps === 5) controller.abort();
      return step(batch);
    },
  });
  await expect(run(work, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
  expect(steps).toBe(5);
  expect(weight(work)).toBeCloseTo(0.4, 3);
});

test('resumed from each epoch’s checkpoint it ends the same, patience included', async () => {
  const losses = [5, 3, 4, 4, 4, 4];
  const states: Checkpoint[] = [];
  const whole = task(losses, { averaging: 0.5 });
  await run(whole, { epochs: 50, patience: 3, checkpoint: async (state) => void states.push(state) });
  expect(states).toHaveLength(5);
  for (const [i, resume] of states.entries()) {
    const rest = task(losses.slice(i + 1), { averaging: 0.5 });
    expect(await run(rest, { epochs: 50, patience: 3, resume })).toHaveLength(states.length - 1 - i);
    expect(weight(rest)).toBe(weight(whole));
  }
});
