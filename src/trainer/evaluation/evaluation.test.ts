import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BeyondAccuracy } from './beyond-accuracy.ts';
import { coordinateSearch } from './coordinate-search.ts';
import { pairedDifference } from './difference.ts';
import { type CatalogueRanker, evaluate } from './evaluate.ts';
import { fullRankingAuc } from './full-ranking.ts';
import { historyOf, type InteractionLog } from './interaction-log.ts';
import { METRICS, rankOf } from './metrics/ranking.ts';
import { arrangeFor, productsMetBy } from './relabel.ts';
import { overRuns } from './repeated.ts';
import { lastOut, leaveOneOut, type Split, type Stage, sessionSplit, timeSplit, visitorFolds } from './splits.ts';

const HOUR = 60 * 60 * 1000;

/** A log of shoppers `0`, `1`, …; products `p1`, `p2`, … in rows 1, 2, … */
function logOf(sequences: number[][], times?: number[][]): InteractionLog {
  const most = Math.max(0, ...sequences.flat());
  return {
    productIds: Array.from({ length: most }, (_, i) => `p${i + 1}`),
    shopperIds: sequences.map((_, i) => String(i)),
    sequences: {
      items: Int32Array.from(sequences.flat()),
      offsets: Int32Array.from([0, ...sequences.map((_, i) => sequences.slice(0, i + 1).flat().length)]),
    },
    shoppers: Int32Array.from(sequences.keys()),
    times: times ? Float64Array.from(times.flat()) : null,
    names: null,
  };
}
const sequencesOf = ({ sequences: { items, offsets } }: InteractionLog): number[][] =>
  Array.from({ length: offsets.length - 1 }, (_, i) => Array.from(items.subarray(offsets[i], offsets[i + 1])));
/** Each question as [history, target]. */
const questionsOf = ({ cases }: Stage): [number[], number][] =>
  Array.from(cases.targets, (target, i) => [Array.from(historyOf(cases, i).items), cases.log.sequences.items[target]]);

describe('splits', () => {
  const log = logOf([
    [1, 2, 3, 4],
    [5, 6],
    [2, 4, 1],
  ]);

  test('leave-one-out: the last is the test, the one before it validation, the rest is trained on', () => {
    const { tuning, final } = leaveOneOut(log);
    expect(sequencesOf(tuning.train)).toEqual([[1, 2], [5, 6], [2]]);
    expect(sequencesOf(final.train)).toEqual([[1, 2], [5, 6], [2]]);
    expect(questionsOf(tuning)).toEqual([
      [[1, 2], 3],
      [[2], 4],
    ]);
    expect(questionsOf(final)).toEqual([
      [[1, 2, 3], 4],
      [[2, 4], 1],
    ]);
  });

  test('for a pack that is shipped the last is validation', () => {
    const stage = lastOut(log);
    expect(sequencesOf(stage.train)).toEqual([
      [1, 2, 3],
      [5, 6],
      [2, 4],
    ]);
    expect(questionsOf(stage)).toEqual([
      [[1, 2, 3], 4],
      [[2, 4], 1],
    ]);
  });

  test('sessions: every item but the first of the last tenth is asked', () => {
    const sessions = logOf([...Array.from({ length: 19 }, () => [1, 2]), [3, 4, 5]]);
    const { tuning, final } = sessionSplit(sessions);
    expect(questionsOf(final).slice(-2)).toEqual([
      [[3], 4],
      [[3, 4], 5],
    ]);
    expect(sequencesOf(final.train)).toHaveLength(18);
    expect(sequencesOf(tuning.train)).toHaveLength(17);
  });

  test('sessions with pairs given: they are asked, and all sessions are trained on in the end', () => {
    const pairs = logOf([[1, 2, 9]]);
    const given = { log: pairs, targets: Int32Array.of(2), sequences: Int32Array.of(0) };
    const { final } = sessionSplit(log, given);
    expect(questionsOf(final)).toEqual([[[1, 2], 9]]);
    expect(final.train).toBe(log);
  });

  test('time: before the cut is trained on, the last interaction after it asked', () => {
    const timed = logOf(
      [
        [1, 2, 3],
        [4, 5],
        [6, 7],
      ],
      [
        [1, 9, 10],
        [2, 3],
        [11, 12],
      ],
    );
    const { final } = timeSplit(timed, 9);
    expect(sequencesOf(final.train)).toEqual([[1], [4, 5]]);
    expect(questionsOf(final)).toEqual([
      [[1, 2], 3],
      [[6], 7],
    ]);
    expect(() => timeSplit(log)).toThrow(RangeError);
  });

  test('by time: validation asks for what a shopper did latest before the cut, ten interactions at most', () => {
    const items = Array.from({ length: 30 }, (_, i) => i + 1);
    const often = items.map((i) => 270 + i);
    const timed = logOf(
      [items, [31, 32, 33], [34, 35], Array.from({ length: 250 }, (_, i) => i + 36)],
      [often, [1, 298, 299], [298, 400], Array.from({ length: 250 }, (_, i) => i)],
    );
    const { tuning } = timeSplit(timed, 301);
    const asked = questionsOf(tuning).map(([, target]) => target);
    expect(asked).toEqual([...items.slice(-10), 32, 33]);
    expect(questionsOf(tuning)[0][0]).toEqual(items.slice(0, 20));
  });

  test('folds: every shopper is held out whole, once', () => {
    const log = logOf(Array.from({ length: 50 }, (_, i) => [i + 1, i + 101, i + 51]));
    const folds = visitorFolds(log, 5);
    expect(folds.flatMap(({ final }) => questionsOf(final).map(([, target]) => target)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 51),
    );
    for (const { tuning, final } of folds) {
      expect(final.cases.targets.length).toBeGreaterThan(3);
      expect(tuning.cases.targets.length).toBe(2 * new Set(tuning.cases.sequences).size); // every item with a history
      const trained = new Set(sequencesOf(tuning.train).flat());
      for (const { cases } of [tuning, final]) {
        for (const [history, target] of questionsOf({ train: log, cases })) {
          expect([...history, target].some((item) => trained.has(item))).toBe(false);
        }
      }
    }
  });

  test('no split trains on what it asks', () => {
    const lists = fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lists, (lists) => {
        let row = 0;
        let time = 0;
        // Every interaction its own product: a target that was trained on would be found.
        const sequences = lists.map((list) => list.map(() => ++row));
        const log = logOf(
          sequences,
          sequences.map((list) => list.map(() => ++time)),
        );
        const splits: Split[] = [leaveOneOut(log), sessionSplit(log), timeSplit(log), ...visitorFolds(log, 3)];
        for (const stage of splits.flatMap(({ tuning, final }) => [tuning, final])) {
          const trained = new Set(sequencesOf(stage.train).flat());
          for (const [, target] of questionsOf(stage)) expect(trained.has(target)).toBe(false);
        }
      }),
    );
  });

  test('the running session of a history starts after the last pause of over 30 minutes', () => {
    const timed = logOf([[1, 2, 3, 4]], [[0, 2 * HOUR, 2.1 * HOUR, 2.2 * HOUR]]);
    const startAt = (index: number): number =>
      historyOf({ log: timed, targets: Int32Array.of(index), sequences: Int32Array.of(0) }, 0).sessionStart;
    expect([startAt(1), startAt(2), startAt(3)]).toEqual([1, 1, 1]);
  });

  test('rows are the pack’s, then the feed’s, then the log’s own; training knows the pack’s only', () => {
    const split = leaveOneOut(
      logOf([
        [1, 2, 3, 4],
        [2, 3, 1],
      ]),
    );
    expect(productsMetBy(2, split.final.train)).toEqual(['p2']);
    const { final } = arrangeFor(split, ['p2', 'feed-only'], 1);
    expect(final.cases.log.productIds).toEqual(['p2', 'feed-only', 'p1', 'p3', 'p4']);
    expect(sequencesOf(final.train)).toEqual([[1], [1]]);
    expect(questionsOf(final)).toEqual([
      [[3, 1, 4], 5],
      [[1, 4], 3],
    ]);
  });
});

describe('metrics', () => {
  test.each([
    [1, { recall: 1, precision: 0.1, f1: 2 / 11, ndcg: 1, mrr: 1 }],
    [3, { recall: 1, precision: 0.1, ndcg: 0.5, mrr: 1 / 3 }],
    [10, { recall: 1, precision: 0.1, ndcg: 1 / Math.log2(11), mrr: 0.1 }],
    [11, { recall: 0, precision: 0, ndcg: 0, mrr: 0 }],
  ])('rank %i at 10', (rank, wanted) => {
    for (const [name, value] of Object.entries(wanted)) {
      expect(METRICS[name as keyof typeof METRICS]([rank], 10)).toBeCloseTo(value, 12);
    }
  });

  test('of equal scores the target is the last, and a tie cut by the list’s end has no rank', () => {
    const items = Int32Array.of(5, 6, 7, 8);
    expect(rankOf(5, { items, scores: [3, 3, 3, 1] }, false)).toBe(3);
    expect(rankOf(6, { items, scores: [3, 2, 2, 2] }, false)).toBe(Number.POSITIVE_INFINITY);
    expect(rankOf(6, { items, scores: [3, 2, 2, 2] }, true)).toBe(4);
    expect(rankOf(9, { items, scores: [3, 2, 2, 2] }, true)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('evaluation', () => {
  const catalogue = 100;
  const log = logOf(Array.from({ length: 200 }, (_, i) => [1 + (i % 7), 9, 1 + ((i * 37) % catalogue)]));
  const { cases } = leaveOneOut(log).final;
  const everything = Int32Array.from({ length: catalogue }, (_, i) => i + 1);

  test('a constant model scores no better than chance', async () => {
    const constant: CatalogueRanker = (_, limit) => ({
      items: everything.slice(0, limit),
      scores: new Float32Array(limit),
    });
    expect((await evaluate(constant, cases)).metrics['recall@10']).toBeLessThanOrEqual(10 / catalogue);
    expect((await evaluate(constant, cases)).metrics['ndcg@10']).toBe(0);
  });

  test('a model that knows the answer is perfect, and one that shows a single product covers one', async () => {
    let asked = 0;
    const oracle: CatalogueRanker = () => ({
      items: Int32Array.of(log.sequences.items[cases.targets[asked++]]),
      scores: [1],
    });
    expect((await evaluate(oracle, cases)).metrics).toMatchObject({ 'recall@5': 1, 'ndcg@10': 1, 'mrr@20': 1 });
    const stubborn: CatalogueRanker = () => ({ items: Int32Array.of(1), scores: [1] });
    expect((await evaluate(stubborn, cases)).metrics['coverage@10']).toBe(1 / catalogue);
  });

  test('segments tell how well each kind of visitor is served', async () => {
    const lengths = [3, 8, 30];
    const log = logOf(lengths.map((length) => Array.from({ length }, (_, i) => i + 1)));
    const long: CatalogueRanker = ({ items }) => ({
      items: Int32Array.of(items.length > 4 ? items.length + 1 : 99),
      scores: [1],
    });
    const { segments } = await evaluate(long, leaveOneOut(log).final.cases, { cutoffs: [10] });
    expect(Object.entries(segments).map(([name, { cases, metrics }]) => [name, cases, metrics['recall@10']])).toEqual([
      ['new', 1, 0],
      ['light', 1, 1],
      ['heavy', 1, 1],
    ]);
  });

  test('beyond accuracy: what cannot be had is absent', async () => {
    const top: CatalogueRanker = (_, limit) => ({
      items: everything.slice(0, limit),
      scores: everything.slice(0, limit),
    });
    const { lists } = await evaluate(top, cases);
    const measured = new BeyondAccuracy(leaveOneOut(log).final.train).measure(cases, lists, 10);
    expect(measured['gini@10']).toBeCloseTo(0.9, 2);
    expect(measured['popularity-lift@10']).toBeDefined();
    expect(Object.keys(measured)).toContain('diversity-shoppers@10');
    expect(Object.keys(measured).some((name) => name.startsWith('category'))).toBe(false);
  });

  test('auc over the whole ranking: half for one that knows nothing, 1 for one that knows', async () => {
    const ignorant: CatalogueRanker = () => ({ items: new Int32Array(0), scores: [] });
    expect((await fullRankingAuc(ignorant, cases, () => true)).mean).toBe(0.5);
    const steps = leaveOneOut(logOf(Array.from({ length: 30 }, (_, i) => [i + 1, i + 31, i + 61]))).final.cases;
    const oracle: CatalogueRanker = ({ items }) => ({ items: Int32Array.of(items[1] + 30), scores: [1] });
    expect((await fullRankingAuc(oracle, steps, () => true)).mean).toBe(1);
  });

  test('a difference is paired: what is always a little better is so for certain', () => {
    const visitors = Int32Array.from({ length: 100 }, (_, i) => i);
    const hard = Array.from(visitors, (i) => (i * 37) % 50);
    const { difference, interval, relative } = pairedDifference(
      hard.map((value) => value + 1 + 0.01 * (value % 3)),
      hard,
      visitors,
    );
    expect(difference).toBeCloseTo(1, 1);
    expect(interval).toBeLessThan(0.01);
    expect(relative).toBeCloseTo(1 / 24.5, 2);
  });

  test('over several runs: means, and how far the runs lie apart', async () => {
    const all: CatalogueRanker = (_, limit) => ({
      items: everything.slice(0, limit),
      scores: everything.map((i) => -i),
    });
    const none: CatalogueRanker = () => ({ items: new Int32Array(0), scores: [] });
    const [found, missed] = [await evaluate(all, cases), await evaluate(none, cases)];
    const { metrics, betweenRuns, segments } = overRuns([found, missed]);
    for (const [name, own] of Object.entries(found.segments)) {
      const pooled = segments[name as keyof typeof segments]!;
      expect(pooled.cases).toBe(2 * own.cases);
      expect(pooled.metrics['recall@20']).toBeCloseTo(own.metrics['recall@20'] / 2, 12);
    }
    expect(metrics['recall@20']).toBeCloseTo(found.metrics['recall@20'] / 2, 12);
    expect(betweenRuns!['recall@20']).toBeGreaterThan(0);
    expect(overRuns([found]).betweenRuns).toBeUndefined();
    expect(overRuns([found, found]).intervals['recall@20']).toBeCloseTo(found.intervals['recall@20'], 10);
  });

  test('intervals shrink with the number of questions', async () => {
    const half: CatalogueRanker = ({ items }) => ({
      items: items[0] % 2 === 0 ? everything.slice(0, 5) : everything,
      scores: everything.map((_, i) => -i),
    });
    const few = (await evaluate(half, { ...cases, targets: cases.targets.slice(0, 20) })).intervals['recall@20'];
    expect((await evaluate(half, cases)).intervals['recall@20']).toBeLessThan(few);
  });
});

describe('coordinate search', () => {
  test('finds the best combination of a smooth measure, and asks for none twice', async () => {
    const asked: string[] = [];
    const { options, score } = await coordinateSearch(
      { a: 0, b: 0 },
      { a: [0, 1, 2, 3], b: [0, 1, 2, 3] },
      (options) => {
        asked.push(JSON.stringify(options));
        return -((options.a - 2) ** 2) - (options.b - 3) ** 2;
      },
      { rounds: 3 },
    );
    expect(options).toEqual({ a: 2, b: 3 });
    expect(score).toBe(-0);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
