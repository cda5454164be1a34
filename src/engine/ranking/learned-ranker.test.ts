import { expect, test } from 'vitest';
import type { SourceName } from '../../contract/recommendation.ts';
import { countPopularity } from '../../trainer/fit/count-popularity.ts';
import { type ChoiceList, fitPerceptron } from '../../trainer/fit/fit-perceptron.ts';
import { CandidateFeatures, type FeatureName, featuresOf, OTHER_FEATURES } from './candidate-features.ts';
import { type CandidateTable, tabulate } from './candidate-table.ts';
import { createLearnedRanker, saveLearnedRanker } from './learned-ranker.ts';
import { forward, type PerceptronWeights } from './perceptron.ts';

const SOURCES: readonly SourceName[] = ['rules', 'knn', 'content'];
const FEATURES: readonly FeatureName[] = [...SOURCES.flatMap(featuresOf), ...OTHER_FEATURES];
const ITEMS = 4;
const POPULARITY = countPopularity({ items: Int32Array.of(1, 2, 3, 4), offsets: Int32Array.of(0, 4) }, null, ITEMS);
const SEEN = new CandidateFeatures(FEATURES, POPULARITY);
/** A history of items that no source finds. */
const STRANGERS = Int32Array.of(91, 92, 93);
const OPTIONS = { hidden: 12, epochs: 20, learningRate: 0.01, weightDecay: 0, batch: 8, seed: 1 };

/** A list where each item is found by the sources of its letters: `rk` by rules and knn. */
function listOf(letters: readonly string[]): CandidateTable {
  return tabulate(
    SOURCES.map((source) => {
      const rows = [...letters.keys()].filter((row) => letters[row].includes(source[0]));
      const items = Int32Array.from(rows, (row) => row + 1);
      return {
        source,
        candidates: { items, scores: new Float32Array(rows.length).fill(1), because: () => 0 },
      };
    }),
  );
}

/** Shoppers who choose what exactly one of rules and knn found: no fixed weights can say so. */
const TASTE = { letters: ['rk', 'r', 'c', 'rkc'], chosenItem: 2 };

async function learnFrom(lists: readonly ChoiceList[], seed = 1): Promise<PerceptronWeights> {
  let last: PerceptronWeights | undefined;
  await fitPerceptron(lists, FEATURES.length, { ...OPTIONS, seed }, (_, weights) => {
    last = weights;
  });
  return last!;
}

function learn(): Promise<PerceptronWeights> {
  return learnFrom(
    Array.from({ length: 64 }, (_, i): ChoiceList => {
      const turn = i % TASTE.letters.length;
      const letters = [...TASTE.letters.slice(turn), ...TASTE.letters.slice(0, turn)];
      const table = listOf(letters);
      const chosen = table.items.indexOf(letters.indexOf('r') + 1);
      return { features: SEEN.read(table, STRANGERS), chosen, standsFor: 1 };
    }),
  );
}

test('it learns an order that no fixed weights give', async () => {
  const ranker = createLearnedRanker(saveLearnedRanker(FEATURES, POPULARITY, await learn()), ITEMS);
  const table = listOf(TASTE.letters);
  const scores = ranker.score(table, STRANGERS);
  const best = table.items[scores.indexOf(Math.max(...scores))];
  expect(best).toBe(TASTE.chosenItem);
  expect(scores.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
});

test('what a source gave is what the score loses without its word', async () => {
  const ranker = createLearnedRanker(saveLearnedRanker(FEATURES, POPULARITY, await learn()), ITEMS);
  const table = listOf(TASTE.letters);
  const rows = Int32Array.from(table.items.keys());
  const shares = ranker.attribute(table, STRANGERS, rows);
  rows.forEach((row) => {
    const own = [...shares.subarray(row * 3, row * 3 + 3)];
    expect(own.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    own.forEach((share, column) => {
      if (table.scores[row * 3 + column] === 0) expect(share).toBe(0);
    });
  });
});

test('the gradient is that of the loss', async () => {
  // One epoch of one step with plain descent would hide the direction; so the loss itself must fall at every epoch.
  const losses: number[] = [];
  const table = listOf(['r', 'k', 'c', 'rk']);
  const list: ChoiceList = { features: SEEN.read(table, STRANGERS), chosen: 1, standsFor: 1 };
  await fitPerceptron([list], FEATURES.length, { ...OPTIONS, epochs: 8, learningRate: 1e-3 }, (_, weights) => {
    const { output } = forward(weights, list.features);
    losses.push(Math.log(output.reduce((sum, value) => sum + Math.exp(value), 0)) - output[list.chosen]);
  });
  for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeLessThan(losses[i - 1]);
});

test.each([1, 2, 3, 4])('a candidate that stands for many is pushed down farther: seed %d', async (seed) => {
  const list = { features: SEEN.read(listOf(['r', 'k']), STRANGERS), chosen: 0 };
  const gap = async (standsFor: number): Promise<number> => {
    const ranker = createLearnedRanker(
      saveLearnedRanker(FEATURES, POPULARITY, await learnFrom([{ ...list, standsFor }], seed)),
      ITEMS,
    );
    const [chosen, other] = ranker.score(listOf(['r', 'k']), STRANGERS);
    return Math.log(chosen / other);
  };
  expect(await gap(100)).toBeGreaterThan(await gap(1));
});

test('accelerated, it gives the same scores', async () => {
  const ranker = createLearnedRanker(saveLearnedRanker(FEATURES, POPULARITY, await learn()), ITEMS);
  const table = listOf(TASTE.letters);
  const plain = ranker.score(table, STRANGERS);
  await ranker.accelerate();
  expect(ranker.score(table, STRANGERS)).toEqual(plain);
});

test('the same seed gives the same weights', async () => {
  expect(await learn()).toEqual(await learn());
});

test('a section that does not fit is refused', async () => {
  const section = saveLearnedRanker(FEATURES, POPULARITY, await learn());
  const refused = expect.objectContaining({ code: 'pack-corrupt' });
  const withFeatures = (features: readonly string[]) => ({ ...section, options: { features, hidden: 12 } });
  expect(() => createLearnedRanker(withFeatures([...FEATURES.slice(1), FEATURES[1]]), ITEMS)).toThrow(refused);
  expect(() => createLearnedRanker(withFeatures([...FEATURES.slice(1), 'rules.moon']), ITEMS)).toThrow(refused);
  expect(() => createLearnedRanker(withFeatures(FEATURES.slice(1)), ITEMS)).toThrow(refused);
  expect(() => createLearnedRanker(withFeatures(OTHER_FEATURES), ITEMS)).toThrow(refused);
  expect(() => createLearnedRanker({ ...section, tensors: {} }, ITEMS)).toThrow(refused);
});

test('a ranker of fewer features is read as it is', () => {
  const few: readonly FeatureName[] = ['rules.share', 'visitor.length'];
  const weights: PerceptronWeights = {
    inputs: 2,
    hidden: 1,
    weight1: Float32Array.of(1, 0),
    bias1: Float32Array.of(0),
    weight2: Float32Array.of(1),
    bias2: Float32Array.of(0),
    weight3: Float32Array.of(1),
  };
  const ranker = createLearnedRanker(saveLearnedRanker(few, POPULARITY, weights), ITEMS);
  expect(ranker.sources).toEqual(['rules']);
  const [found, other] = ranker.score(listOf(['r', 'k']), STRANGERS);
  expect(found).toBeGreaterThan(other);
});

test('it learns that what was met a moment ago is not what comes next', async () => {
  const table = listOf(['r', 'r', 'k']);
  const learned = await learnFrom(
    Array.from({ length: 40 }, (_, i): ChoiceList => {
      const met = i % 2;
      return { features: SEEN.read(table, Int32Array.of(93, met + 1)), chosen: 1 - met, standsFor: 1 };
    }),
  );
  const ranker = createLearnedRanker(saveLearnedRanker(FEATURES, POPULARITY, learned), ITEMS);
  const [first, second] = ranker.score(table, Int32Array.of(93, 1));
  expect(second).toBeGreaterThan(first);
});
