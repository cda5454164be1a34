import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { historyOf, type InteractionLog, sampleCases, wantedOf } from './interaction-log.ts';
import { givenSplit, PARTS, randomSplit } from './part-split.ts';
import type { Stage } from './splits.ts';

const { train, validation, test: asked, unplaced } = PARTS;

function logOf(sequences: number[][]): InteractionLog {
  const offsets = Int32Array.from({ length: sequences.length + 1 }, (_, i) => sequences.slice(0, i).flat().length);
  const most = Math.max(0, ...sequences.flat());
  return {
    productIds: Array.from({ length: most }, (_, i) => `p${i + 1}`),
    shopperIds: sequences.map((_, i) => String(i)),
    sequences: { items: Int32Array.from(sequences.flat()), offsets },
    shoppers: Int32Array.from(sequences.keys()),
    times: null,
    names: null,
  };
}

const sequencesOf = ({ sequences: { items, offsets } }: InteractionLog): number[][] =>
  Array.from({ length: offsets.length - 1 }, (_, i) => [...items.subarray(offsets[i], offsets[i + 1])]);
const questionsOf = ({ cases }: Stage): [number[], number[]][] =>
  Array.from(cases.targets, (_, i) => [[...historyOf(cases, i).items], [...wantedOf(cases, i)]]);

describe('a split that came with the data', () => {
  const log = logOf([
    [1, 2, 3, 4, 5],
    [6, 7],
    [8, 9],
  ]);
  const parts = Uint8Array.of(train, asked, validation, train, asked, train, train, validation, asked);
  const { tuning, final } = givenSplit(log, parts);

  test('all that a visitor did in a part is wanted at once', () => {
    expect(sequencesOf(tuning.train)).toEqual([[1, 4], [6, 7], []]);
    expect(questionsOf(tuning)).toEqual([
      [[1, 4], [3]],
      [[], [8]],
    ]);
    expect(sequencesOf(final.train)).toEqual([[1, 4, 3], [6, 7], [8]]);
    expect(questionsOf(final)).toEqual([
      [
        [1, 4, 3],
        [2, 5],
      ],
      [[8], [9]],
    ]);
  });

  test('what has no place is known at the test alone', () => {
    const { tuning, final } = givenSplit(logOf([[1, 2, 3, 4]]), Uint8Array.of(train, validation, unplaced, asked));
    expect(questionsOf(tuning)).toEqual([[[1], [2]]]);
    expect(questionsOf(final)).toEqual([[[1, 2, 3], [4]]]);
  });

  test('a sample of the cases asks for the same', () => {
    expect(questionsOf({ train: log, cases: sampleCases(final.cases, 1) })).toEqual(questionsOf(final).slice(0, 1));
  });

  test('of two wanted one at the second place is recall ½, and NDCG against both at the top', async () => {
    const { metrics } = await evaluate(() => ({ items: Int32Array.of(9, 5, 1), scores: [3, 2, 1] }), final.cases, {
      cutoffs: [10],
    });
    const best = 1 + 1 / Math.log2(3);
    expect(metrics['recall@10']).toBeCloseTo((0.5 + 1) / 2, 12);
    expect(metrics['precision@10']).toBeCloseTo(0.1, 12);
    expect(metrics['ndcg@10']).toBeCloseTo((1 / Math.log2(3) / best + 1) / 2, 12);
    expect(metrics['mrr@10']).toBeCloseTo((0.5 + 1) / 2, 12);
  });
});

test('at random: a tenth of each visitor’s, no interaction in two parts, and validation neither known nor shown at the test', () => {
  const lists = fc.array(fc.array(fc.nat(), { maxLength: 34 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lists, fc.infiniteStream(fc.integer({ min: 0, max: 999 })), (lists, draws) => {
      let row = 0;
      const log = logOf(lists.map((list) => list.map(() => ++row)));
      const { tuning, final } = randomSplit(log, () => draws.next().value / 1000);
      expect(final.train).toEqual(tuning.train);
      const trained = sequencesOf(final.train);
      const wantedBy = ({ cases }: Stage): number[][] => {
        const wanted: number[][] = lists.map(() => []);
        for (const [i, sequence] of cases.sequences.entries()) wanted[sequence] = [...wantedOf(cases, i)];
        return wanted;
      };
      const [chosenBy, asked] = [tuning, final].map(wantedBy);
      lists.forEach((list, i) => {
        const share = list.length < 3 ? 0 : Math.max(1, Math.floor(list.length / 10));
        expect([chosenBy[i].length, asked[i].length]).toEqual([share, share]);
      });
      expect([trained, chosenBy, asked].flat(2).sort((a, b) => a - b)).toEqual(
        Array.from({ length: row }, (_, i) => i + 1),
      );
      final.cases.sequences.forEach((sequence, i) => {
        const { items, unknown } = historyOf(final.cases, i);
        expect([...items]).toEqual(trained[sequence]);
        expect([...unknown]).toEqual(chosenBy[sequence]);
      });
      tuning.cases.sequences.forEach((sequence, i) => {
        const { items, unknown } = historyOf(tuning.cases, i);
        expect([...items]).toEqual(trained[sequence]);
        expect(unknown).toHaveLength(0);
      });
    }),
  );
});
