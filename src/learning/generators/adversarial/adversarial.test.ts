import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedTensors } from '../../../contract/tensors.ts';
import { relu, type Tensor, type Tensor2D, tensor, tidy, valueAndGrads } from '../../compute/tensors.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { linear } from '../../models/layers/linear.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import { copyOf } from '../../training/named-tensors.ts';
import { Random } from '../../training/random.ts';
import type { Checkpoint } from '../../training/run-training.ts';
import type { AdversarialGame, Examination } from './game.ts';
import { discriminatorLoss, generatorLoss } from './losses.ts';
import { Player } from './player.ts';
import { coverage, meanPairwiseDistance, nearestDistance, type Quality } from './quality.ts';
import { discriminatorStep, generatorStep } from './steps.ts';
import {
  ADVERSARIAL_ADAM,
  type AdversarialOptions,
  type AdversarialProgress,
  trainAdversarially,
} from './train-adversarially.ts';

beforeAll(async () => {
  await openCompute('cpu');
});

const WIDTH = 8;
const BATCH = 16;

/** Real samples: points at four corners, with a little noise; the generator makes points from noise. */
class Corners implements AdversarialGame<number, Float32Array> {
  /** What examinations say; the last one again and again. */
  constructor(readonly qualities: Quality[] = [{ distance: 1, diversity: 1, coverage: 1 }]) {}

  batches(): number[] {
    return [0, 1];
  }

  make(weights: Weights, _batch: number, random: Random): Tensor {
    return layers(weights, normal(random, BATCH, 2));
  }

  real(_batch: number, random: Random): Tensor {
    const points = Float32Array.from(
      { length: BATCH * 2 },
      () => (random.unit() < 0.5 ? -1 : 1) + 0.1 * random.normal(),
    );
    return tensor(points, [BATCH, 2]);
  }

  discriminate(weights: Weights, samples: Tensor) {
    return { logits: layers(weights, samples) };
  }

  async examine(): Promise<Examination<Float32Array>> {
    const quality = this.qualities.length > 1 ? this.qualities.shift()! : this.qualities[0];
    return { quality, samples: new Float32Array(2) };
  }
}

function layers(weights: Weights, x: Tensor): Tensor {
  const hidden = relu(linear(x as Tensor2D, weights.first as Tensor2D, weights.bias));
  return linear(hidden as Tensor2D, weights.second as Tensor2D, weights.offset);
}

function normal(random: Random, ...shape: number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

function weights(outputs: number, random: Random): NamedTensors {
  const of = (...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.5 * random.normal()),
  });
  return { first: of(2, WIDTH), bias: of(WIDTH), second: of(WIDTH, outputs), offset: of(outputs) };
}

function sides(learningRate = 2e-3) {
  const random = new Random(3);
  const options = { ...ADVERSARIAL_ADAM, learningRate };
  return {
    generator: new Player(weights(2, random), options, [], random),
    discriminator: new Player(weights(1, random), options, ['first', 'second'], random),
  };
}

const OPTIONS: AdversarialOptions = {
  epochs: 3,
  patience: 99,
  validateEvery: 1,
  seed: 7,
  discriminatorSteps: 1,
  averaging: 0,
  lossWeights: { generator: 1, discriminator: 0.5 },
};

async function train(game: Corners, players = sides(), options: Partial<AdversarialOptions> = {}) {
  const events: AdversarialProgress<Float32Array>[] = [];
  const run = trainAdversarially(game, players.generator, players.discriminator, { ...OPTIONS, ...options });
  for await (const event of run) events.push(event);
  return { events, players };
}

describe('losses', () => {
  const real = [2, -1, 0.5];
  const made = [-3, 1, 0];
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  test('are those of Goodfellow et al., the generator’s the one that does not saturate', () => {
    expect(generatorLoss(tensor(made)).dataSync()[0]).toBeCloseTo(mean(made.map((x) => -Math.log(sigmoid(x)))), 5);
    const expected = mean(real.map((x) => -Math.log(sigmoid(x)))) + mean(made.map((x) => -Math.log(1 - sigmoid(x))));
    expect(discriminatorLoss(tensor(real), tensor(made)).dataSync()[0]).toBeCloseTo(expected, 5);
  });

  test('stay finite and steep where the discriminator is sure', () => {
    const { value, grads } = valueAndGrads((x: Tensor) => generatorLoss(x))([tensor([-500])]);
    expect(value.dataSync()[0]).toBeCloseTo(500, 2);
    expect(grads[0].dataSync()[0]).toBeCloseTo(-1, 5);
  });
});

describe('steps', () => {
  test('a discriminator step moves nothing of the generator, and a generator step nothing of the discriminator', async () => {
    const players = sides();
    const before = {
      generator: copyOf(players.generator.weights),
      discriminator: copyOf(players.discriminator.weights),
    };
    await discriminatorStep(new Corners(), players, 0, new Random(1));
    expect(players.generator.weights).toEqual(before.generator);
    expect(players.discriminator.weights).not.toEqual(before.discriminator);
    const moved = copyOf(players.discriminator.weights);
    await generatorStep(new Corners(), players, 0, new Random(1));
    expect(players.discriminator.weights).toEqual(moved);
    expect(players.generator.weights).not.toEqual(before.generator);
  });

  test('leave no tensors behind', async () => {
    const compute = await openCompute('cpu');
    const players = sides();
    const before = compute.status().tensors;
    await discriminatorStep(new Corners(), players, 0, new Random(1));
    await generatorStep(new Corners(), players, 0, new Random(1));
    expect(compute.status().tensors).toBe(before);
  });

  test('where the loss or a gradient is not finite, nothing moves', async () => {
    const players = sides();
    players.generator.weights.offset.data[0] = Number.NaN;
    const before = copyOf(players.discriminator.weights);
    expect(await discriminatorStep(new Corners(), players, 0, new Random(1))).toBeUndefined();
    expect(players.discriminator.weights).toEqual(before);
  });
});

describe('training', () => {
  test('tells both losses and their weighted total, quality and samples', async () => {
    const { events } = await train(new Corners());
    expect(events).toHaveLength(3);
    for (const { losses, loss, quality, samples, collapsed, rollbacks } of events) {
      expect(losses.total).toBeCloseTo(losses.generator + 0.5 * losses.discriminator, 6);
      expect(loss).toBeGreaterThan(0);
      expect({ quality, samples, collapsed, rollbacks }).toEqual({
        quality: { distance: 1, diversity: 1, coverage: 1 },
        samples: new Float32Array(2),
        collapsed: false,
        rollbacks: 0,
      });
    }
  });

  test('learns where the real samples are', async () => {
    const players = sides(1e-2);
    await train(new Corners(), players, { epochs: 150 });
    const points = tidy(() =>
      new Corners().make(players.generator.tensors(false), 0, new Random(5)).dataSync<'float32'>(),
    );
    const size = points.reduce((sum, value) => sum + Math.abs(value), 0) / points.length;
    expect(size).toBeGreaterThan(0.7);
    expect(size).toBeLessThan(1.4);
  });

  test('goes on from a checkpoint to the same weights', async () => {
    const whole = await train(new Corners(), sides(), { averaging: 0.9 });
    let kept: Checkpoint | undefined;
    const stopped = sides();
    await train(new Corners(), stopped, {
      averaging: 0.9,
      epochs: 2,
      checkpoint: async (state) => {
        kept = state;
      },
    });
    const resumed = await train(new Corners(), sides(), { averaging: 0.9, resume: kept });
    expect(resumed.players.generator.weights).toEqual(whole.players.generator.weights);
    expect(resumed.players.discriminator.weights).toEqual(whole.players.discriminator.weights);
  });

  test('what diverges once goes back to the last good state, slower, and says so', async () => {
    const game = new Corners();
    const players = sides();
    let batches = 0;
    const make = game.make.bind(game);
    game.make = (...args) => {
      if (++batches === 5) players.generator.weights.offset.data.fill(Number.NaN); // in the second epoch
      return make(...args);
    };
    const { events } = await train(game, players);
    // The weights go bad after the tensors of that step were made: the next step sees it.
    expect(events.map(({ rollbacks }) => rollbacks)).toEqual([0, 1, 1]);
    expect(players.generator.adam.options.learningRate).toBeCloseTo(1e-3, 6);
    for (const { data } of Object.values(players.generator.weights)) expect(data.every(Number.isFinite)).toBe(true);
  });

  test('what diverges again and again ends, with the best weights', async () => {
    const game = new Corners();
    const players = sides();
    let epoch = 0;
    game.batches = () => (++epoch === 1 ? [0] : [Number.NaN]);
    const real = game.real.bind(game);
    game.real = (batch, random) => (Number.isNaN(batch) ? tensor([[Number.NaN, 0]]) : real(batch, random));
    const run = trainAdversarially(game, players.generator, players.discriminator, OPTIONS);
    const first = await run.next();
    const best = copyOf(players.generator.weights);
    expect(first.value?.rollbacks).toBe(0);
    await expect(run.next()).rejects.toMatchObject({ code: 'diverged' });
    expect(players.generator.weights).toEqual(best);
  });

  test('collapsed samples are told, and such weights are never kept', async () => {
    const good = { distance: 2, diversity: 1, coverage: 0.5 };
    const alike = { distance: 1, diversity: 0.01, coverage: 0.5 };
    const players = sides();
    let kept: NamedTensors = {};
    const { events } = await train(new Corners([good, alike]), players, {
      epochs: 4,
      checkpoint: async ({ epoch, tensors }) => {
        if (epoch === 1) kept = tensors;
      },
    });
    expect(events.map(({ collapsed }) => collapsed)).toEqual([false, true, true, true]);
    expect(events.at(-1)?.rollbacks).toBe(1);
    expect(players.generator.weights.first.data).toEqual(kept['generator.first'].data);
  });

  test('ends within a step of the signal', async () => {
    const controller = new AbortController();
    const { generator, discriminator } = sides();
    const run = trainAdversarially(new Corners(), generator, discriminator, { ...OPTIONS, signal: controller.signal });
    await run.next();
    controller.abort();
    await expect(run.next()).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('quality', () => {
  const rows = (...data: number[]) => ({ data: Float32Array.from(data), width: 2 });

  test('distance between two samples is taken within a kind', () => {
    expect(meanPairwiseDistance(rows(0, 0, 3, 4, 100, 0, 100, 2), [0, 0, 1, 1])).toBeCloseTo(3.5, 5);
    expect(meanPairwiseDistance(rows(0, 0), [0])).toBe(0);
  });

  test('distance to the nearest is taken both ways, within a kind', () => {
    const [a, b] = [rows(0, 0, 10, 0), rows(0, 1, 10, 5)];
    expect(nearestDistance(a, b, { a: [0, 1], b: [0, 1] })).toBeCloseTo(3, 5);
    expect(nearestDistance(a, a, { a: [0, 1], b: [0, 1] })).toBe(0);
    // Nothing made is like the second real one.
    expect(nearestDistance(a, rows(0, 0, 0, 0), { a: [0, 0], b: [0, 0] })).toBeCloseTo(2.5, 5);
  });

  test('coverage is the share of real samples that have a made one in reach', () => {
    const real = rows(0, 0, 1, 0, 10, 0, 11, 0);
    expect(coverage(real, rows(0.4, 0), 1)).toBe(0.5);
    expect(coverage(real, rows(0.4, 0, 10.5, 0), 1)).toBe(1);
    expect(coverage(real, rows(50, 50), 1)).toBe(0);
  });
});
