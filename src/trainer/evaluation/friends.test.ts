import { expect, test } from 'vitest';
import { withFriends } from './friends.ts';
import { historyOf, type InteractionLog, sampleCases } from './interaction-log.ts';
import { leaveOneOut } from './splits.ts';

const VISITS = [
  [1, 2, 3, 4],
  [2, 5, 6, 1],
  [3, 6, 4],
];
const log: InteractionLog = {
  productIds: ['a', 'b', 'c', 'd', 'e', 'f'],
  shopperIds: ['u', 'v', 'w'],
  sequences: { items: Int32Array.from(VISITS.flat()), offsets: Int32Array.of(0, 4, 8, 11) },
  shoppers: Int32Array.of(0, 1, 2),
  times: null,
  names: null,
};

test('friends are known by what is trained on of them: nothing that anybody is asked about is told', () => {
  const { tuning, final } = withFriends(leaveOneOut(log), [
    [0, 1],
    [2, 0],
  ]);
  for (const { train, cases } of [tuning, final]) {
    expect(train.sequences.items).toEqual(Int32Array.of(1, 2, 2, 5, 3));
    const friends = [0, 1, 2].map((index) => historyOf(cases, index).friends!.map((history) => [...history]));
    expect(friends).toEqual([[[2, 5], [3]], [[1, 2]], [[1, 2]]]);
    expect(historyOf(sampleCases(cases, 1), 0).friends).toHaveLength(2);
  }
});
