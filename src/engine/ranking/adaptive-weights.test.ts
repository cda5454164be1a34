import { expect, test, vi } from 'vitest';
import type { SourceName } from '../../contract/recommendation.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { CandidateSource, VisitorContext } from '../sources/candidate-source.ts';
import { AdaptiveWeights } from './adaptive-weights.ts';
import { tabulate } from './candidate-table.ts';

const ITEMS = 100;

/** A source that lists the items `steps` and `steps + 1` on from the latest one. */
function follower(name: SourceName, steps: number) {
  const retrieve = vi.fn(({ items, allowed }: VisitorContext) => {
    const found = [steps, steps + 1].map((step) => items[items.length - 1] + step).filter((item) => allowed.has(item));
    return {
      items: Int32Array.from(found),
      scores: Float32Array.from(found, (_, place) => 2 - place),
      because: () => items.length - 1,
    };
  });
  return { name, retrieve } satisfies CandidateSource;
}

function contextOf(items: readonly number[], sessionStart = 0): VisitorContext {
  const allowed = new Bitset(ITEMS);
  for (let row = 1; row < ITEMS; row++) if (!items.includes(row)) allowed.add(row);
  return { items: Int32Array.from(items), names: items.map(() => 'view_item' as const), sessionStart, allowed };
}

/** What a source finds. */
const ask = (source: CandidateSource, context: VisitorContext) => ({
  source: source.name,
  candidates: source.retrieve(context, 10),
});
const near = () => follower('rules', 1);
const far = () => follower('knn', 10);
const TUNED = { rules: 1, knn: 1 };

test('the source that a visitor follows gains weight, the one that is passed over loses it', () => {
  const weights = new AdaptiveWeights([near(), far()], TUNED, ask);
  const after = [1, 2, 3, 4].map((clicks) => {
    const { rules = 0, knn = 0 } = weights.weightsFor(contextOf(Array.from({ length: clicks }, (_, i) => 20 + i)));
    expect(rules + knn).toBeCloseTo(1);
    return rules;
  });
  expect(after[0]).toBe(0.5);
  for (let i = 1; i < after.length; i++) expect(after[i]).toBeGreaterThan(after[i - 1]);
});

test('a visitor who turns to the other source is followed', () => {
  const weights = new AdaptiveWeights([near(), far()], TUNED, ask);
  const { rules = 0 } = weights.weightsFor(contextOf([20, 21, 22, 23]));
  const { rules: turned = 0, knn = 0 } = weights.weightsFor(contextOf([20, 21, 22, 23, 33, 43, 53, 63]));
  expect(turned).toBeLessThan(rules);
  expect(knn).toBeGreaterThan(0.5);
});

test('no click silences a source, and what no source listed moves no weight', () => {
  const weights = new AdaptiveWeights([near(), far()], { rules: 3, knn: 1 }, ask);
  const { knn = 0 } = weights.weightsFor(contextOf(Array.from({ length: 30 }, (_, i) => 20 + i)));
  expect(knn).toBeGreaterThan(0.02);
  expect(weights.weightsFor(contextOf([20, 70, 90])).rules).toBeCloseTo(0.75);
});

test('only clicks of the running session count', () => {
  const weights = new AdaptiveWeights([near(), far()], TUNED, ask);
  expect(weights.weightsFor(contextOf([20, 21, 22, 23], 4))).toEqual({ rules: 0.5, knn: 0.5 });
});

test('the same history gives the same weights, however it was come to', () => {
  const sources = [near(), far()];
  const grown = new AdaptiveWeights(sources, TUNED, ask);
  const history = [20, 21, 31, 32, 33];
  for (let length = 1; length <= history.length; length++) {
    const context = contextOf(history.slice(0, length));
    grown.weightsFor(context);
    grown.remember(
      context,
      tabulate(sources.map((source) => ({ source: source.name, candidates: source.retrieve(context) }))),
    );
  }
  grown.weightsFor(contextOf([20, 70]));
  const fresh = new AdaptiveWeights([near(), far()], TUNED, ask);
  expect(grown.weightsFor(contextOf(history))).toEqual(fresh.weightsFor(contextOf(history)));
});

test('a click after a list that was made asks no source again', () => {
  const source = near();
  const other = far();
  const weights = new AdaptiveWeights([source, other], TUNED, ask);
  const context = contextOf([20, 21]);
  weights.weightsFor(context);
  weights.remember(
    context,
    tabulate([source, other].map((one) => ({ source: one.name, candidates: one.retrieve(context) }))),
  );
  source.retrieve.mockClear();
  weights.weightsFor(contextOf([20, 21, 22]));
  expect(source.retrieve).not.toHaveBeenCalled();
});
