import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import type { Compute } from '../compute/backend.ts';
import { openCompute } from '../compute/testing/open-compute.ts';
import { Random } from '../training/random.ts';
import { joinSequences } from '../training/sequences.ts';
import { models } from './index.ts';
import type { Checkpoint, FitOptions, Model, ModelEntry, TrainingData } from './model.ts';

/** What every model of the table must keep, whatever it is made of. */

let compute: Compute;

beforeAll(async () => {
  compute = await openCompute('cpu');
});

const ITEMS = 24;

/** Shoppers who walk around a ring of items: the next item is always known. */
function ring(): TrainingData {
  const random = new Random(3);
  const walks = Array.from({ length: 40 }, () => {
    const start = random.below(ITEMS);
    return Array.from({ length: 4 + random.below(4) }, (_, i) => 1 + ((start + i) % ITEMS));
  });
  return {
    items: ITEMS,
    sequences: joinSequences(walks),
    validation: {
      histories: joinSequences(walks.map((walk) => walk.slice(0, 3))),
      targets: Int32Array.from(walks, (walk) => walk[3]),
    },
  };
}

const small = { width: 8, longest: 6, dropout: 0.1, negatives: 12, batchTokens: 64, learningRate: 0.02 };
const quick: FitOptions = { epochs: 6, seed: 1, patience: 10 };

async function train(model: Model, options: Partial<FitOptions> = {}): Promise<TrainingProgress[]> {
  const events: TrainingProgress[] = [];
  for await (const event of model.fit(ring(), { ...quick, ...options })) events.push(event);
  return events;
}

const copy = (weights: NamedTensors): Record<string, number[]> =>
  Object.fromEntries(Object.entries(weights).map(([name, { data }]) => [name, [...data]]));

const histories = joinSequences([[1, 2, 3], [5], [7, 8, 9, 10, 11, 12, 13, 14, 15]]);
const candidates = Int32Array.from({ length: ITEMS }, (_, i) => i + 1);

describe.each(models.map((entry): [string, ModelEntry] => [entry.name, entry]))(
  '%s',
  (_, { create, solved, whole }) => {
    test('learns: the loss falls, and the ring is ranked far better than by chance', async () => {
      const model = create(small);
      const events = await train(model, { epochs: 12 });
      const ends = events.filter((event) => event.validation !== undefined);
      expect(ends.at(-1)!.loss).toBeLessThan(ends[0].loss * 0.7);
      expect(ends.at(-1)!.validation).toBeGreaterThan(0.6);
      model.dispose();
    });

    test('save → load gives the same scores, up to the rounding of item vectors', async () => {
      const model = create(small);
      await train(model);
      const section = model.save();
      const again = create(section.options);
      again.load(section);
      const exact = await model.score(histories, candidates);
      const rounded = await again.score(histories, candidates);
      expect(Math.max(...exact.map((score, i) => Math.abs(score - rounded[i])))).toBeLessThan(0.05);
      const twice = create(section.options);
      twice.load(again.save());
      const roundedAgain = await twice.score(histories, candidates);
      // What was rounded to 16 bits is rounded again by less than their last digit.
      expect(Math.max(...rounded.map((score, i) => Math.abs(score - roundedAgain[i])))).toBeLessThan(2e-3);
    });

    test('no tensor outlives training or scoring', async () => {
      const model = create(small);
      await train(model, { epochs: 1 });
      const before = compute.status().tensors;
      await train(model, { epochs: 2 });
      await model.score(histories, candidates);
      expect(compute.status().tensors).toBe(before);
    });

    test('an empty session is answered: with no preference', async () => {
      const model = create(small);
      await train(model, { epochs: 1 });
      const scores = await model.score(joinSequences([[], [1, 2]]), candidates);
      expect(new Set(scores.subarray(0, ITEMS)).size).toBe(1);
      expect(new Set(scores.subarray(ITEMS)).size).toBeGreaterThan(1);
      await expect(model.score(joinSequences([[], []]), candidates)).resolves.toHaveLength(2 * ITEMS);
    });

    test('a constant model ranks no better than chance: ties count against it', async () => {
      const model = create(small);
      await train(model, { epochs: 1 });
      for (const { data } of Object.values(model.weights())) data.fill(0);
      const { validation } = ring();
      expect((await model.measure(validation!.histories, validation!.targets)).recall10).toBe(0);
    });

    test('the same seed gives the same model', async () => {
      const [one, two, other] = [create(small), create(small), create(small)];
      await train(one);
      await train(two);
      await train(other, { seed: 2 });
      expect(copy(two.weights())).toEqual(copy(one.weights()));
      expect(copy(other.weights())).not.toEqual(copy(one.weights()));
    });

    test('a training that was cut off and resumed ends like one that was not', async () => {
      const whole = create(small);
      await train(whole);
      let saved: Checkpoint | undefined;
      await train(create(small), {
        checkpoint: async (state) => {
          if (state.epoch === 3) saved = state;
        },
      });
      const resumed = create(small);
      const events = await train(resumed, { resume: saved });
      expect(events[0].epoch).toBe(3);
      expect(copy(resumed.weights())).toEqual(copy(whole.weights()));
    });

    test.skipIf(whole)('frozen weights move by exactly 0', async () => {
      const model = create(small);
      await train(model, { epochs: 1 });
      const before = copy(model.weights());
      const [frozen, ...others] = Object.keys(before);
      await train(model, { epochs: 2, frozen: [frozen], metric: 'loss' });
      const after = copy(model.weights());
      expect(after[frozen]).toEqual(before[frozen]);
      expect(others.some((name) => after[name].some((value, i) => value !== before[name][i]))).toBe(true);
    });

    test('abort ends it with `aborted`', async () => {
      const model = create(small);
      const controller = new AbortController();
      const run = (async () => {
        for await (const event of model.fit(ring(), { ...quick, epochs: 1000, signal: controller.signal })) {
          if (event.epoch === 1) controller.abort();
        }
      })();
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
    });

    test.skipIf(solved)('a wild learning rate ends it with `diverged`; the weights stay finite', async () => {
      const wild = create({ ...small, learningRate: Number.MAX_VALUE });
      await expect(train(wild)).rejects.toMatchObject({ code: 'diverged' });
      for (const { data } of Object.values(wild.weights())) expect(data.every(Number.isFinite)).toBe(true);
    });

    test('weights of another shape are refused', async () => {
      const model = create(small);
      await train(model, { epochs: 1 });
      expect(() => create({ ...small, width: 4 }).adopt(model.weights())).toThrow(
        expect.objectContaining({ code: 'bad-options' }),
      );
    });
  },
);

test('attention learns by generalised binary cross-entropy too', async () => {
  const { create } = models.find(({ name }) => name === 'attention')!;
  const model = create({ ...small, loss: 'gbce' });
  const events = await train(model, { epochs: 48, patience: 48 });
  expect(events.at(-1)!.validation).toBeGreaterThan(0.5);
  expect(() => create({ loss: 'hinge' })).toThrow(expect.objectContaining({ code: 'bad-options' }));
});
