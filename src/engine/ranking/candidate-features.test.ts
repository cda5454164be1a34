import { expect, test } from 'vitest';
import { countPopularity } from '../../trainer/fit/count-popularity.ts';
import { CandidateFeatures, FEATURE_NAMES, type FeatureName } from './candidate-features.ts';
import { tabulate } from './candidate-table.ts';

const SEQUENCES = { items: Int32Array.of(1, 1, 1, 2, 2, 3), offsets: Int32Array.of(0, 6) };
const POPULARITY = countPopularity(SEQUENCES, Float64Array.of(1, 2, 3, 4, 5, 6), 3);
const TABLE = tabulate([
  {
    source: 'rules',
    candidates: {
      items: Int32Array.of(2, 3),
      scores: Float32Array.of(3, 1),
      because: () => 0,
      contribution: (place, age) =>
        [
          [2, 1],
          [0, 1],
        ][place][age],
    },
  },
  { source: 'popular', candidates: { items: Int32Array.of(1), scores: Float32Array.of(0.5), because: () => -1 } },
]);

function read(name: FeatureName, history: readonly number[] = [1, 2, 1, 3]): number[] {
  return [...new CandidateFeatures([name], POPULARITY).read(TABLE, Int32Array.from(history))];
}
const close = (...values: number[]) => values.map((value) => expect.closeTo(value, 2));

test('the word of a source, and of each of the latest items in it', () => {
  expect([...TABLE.items]).toEqual([2, 3, 1]);
  expect(read('rules.share')).toEqual(close(0.75, 0.25, 0));
  expect(read('rules.logShare')).toEqual(close(Math.log1p(750), Math.log1p(250), 0));
  expect(read('rules.evidence')).toEqual(close(Math.log1p(3), Math.log1p(1), 0));
  expect(read('rules.voice1')).toEqual(close(Math.log1p(500), 0, 0));
  expect(read('rules.voice2')).toEqual(close(Math.log1p(250), Math.log1p(250), 0));
  expect(read('popular.voice1')).toEqual([0, 0, 0]);
  expect(read('attention.share')).toEqual([0, 0, 0]);
});

test('when and how often the visitor met it', () => {
  expect(read('item.met')).toEqual(close(1 / 3, 1, 1 / 2));
  expect(read('item.timesMet')).toEqual(close(Math.log(2), Math.log(2), Math.log(3)));
  expect(read('item.latest')).toEqual([0, 1, 0]);
  expect(read('item.met', [9])).toEqual([0, 0, 0]);
});

test('how widely it is met, of all time and lately', () => {
  expect(read('item.popularity').map((log) => Math.round(Math.expm1(log)))).toEqual([2, 1, 3]);
  expect(read('item.popularityLately').map((log) => Math.round(Math.expm1(log)))).toEqual([0, 1, 0]);
});

test('what is known of the visitor is the same for all candidates', () => {
  expect(read('visitor.length')).toEqual(close(Math.log(5), Math.log(5), Math.log(5)));
  expect(read('visitor.distinct')).toEqual(close(0.75, 0.75, 0.75));
  expect(read('visitor.returned')).toEqual([0, 0, 0]);
  expect(read('visitor.returned', [3, 1, 3])).toEqual([1, 1, 1]);
});

test('any feature of any rows is a number, whatever the history', () => {
  const features = new CandidateFeatures(FEATURE_NAMES, POPULARITY);
  for (const history of [[], [99_999], [1], [2, 2, 2]]) {
    const matrix = features.read(TABLE, Int32Array.from(history));
    expect(matrix.length).toBe(3 * FEATURE_NAMES.length);
    expect(matrix.every(Number.isFinite)).toBe(true);
    const width = FEATURE_NAMES.length;
    expect(features.read(TABLE, Int32Array.from(history), Int32Array.of(1))).toEqual(matrix.slice(width, 2 * width));
  }
});

test('where it is not known what was when, nothing counts as late', () => {
  const popularity = countPopularity(SEQUENCES, null, 3);
  expect([1, 2, 3].map((item) => popularity.of(item, 0) > 0)).toEqual([true, true, true]);
  expect([1, 2, 3].map((item) => popularity.of(item, 1))).toEqual([0, 0, 0]);
});
