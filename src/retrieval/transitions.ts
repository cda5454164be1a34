import type { PackSection } from '../pack/pack.ts';
import { checkItems, checkOffsets, readTensor } from '../pack/section.ts';
import type { CandidateSource } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { occurrencesOf } from './occurrences.ts';
import { ScoreBoard } from './score-board.ts';

const ONE_VOICE = { last: 1, session: false };

/**
 * What other shoppers went on to from the visitor's latest item: a first-order Markov chain, counted in the pack's
 * windows at the time of asking, 1/d for an item d steps on.
 *
 * @param windows the section `knn`
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createSuccessors(windows: PackSection, items: number): CandidateSource {
  return createTransitions('successors', windows, items);
}

/**
 * What other shoppers came from: the same chain read backwards. The order within a basket or a day is often arbitrary,
 * so this direction tells something too; how much, the learned ranker weighs.
 */
export function createPredecessors(windows: PackSection, items: number): CandidateSource {
  return createTransitions('predecessors', windows, items);
}

function createTransitions(name: 'successors' | 'predecessors', windows: PackSection, items: number): CandidateSource {
  const rows = readTensor(windows, 'items', [Uint16Array, Uint32Array], [-1]);
  const offsets = readTensor(windows, 'offsets', [Uint32Array], [-1]);
  checkOffsets('knn/offsets', offsets, rows.length);
  checkItems('knn/items', rows, items);
  const { offsets: starts, positions, sequenceOf } = occurrencesOf({ items: rows, offsets }, items);
  const board = new ScoreBoard(items, ONE_VOICE.last);

  return {
    name,
    retrieve(context, limit) {
      const latest = latestItems(context, items, ONE_VOICE);
      for (const voice of latest) {
        const item = context.items[voice];
        for (const position of positions.subarray(starts[item], starts[item + 1])) {
          const window = sequenceOf[position];
          const [from, to] = name === 'successors' ? [position + 1, offsets[window + 1]] : [offsets[window], position];
          for (let at = from; at < to; at++) board.add(rows[at], 1 / Math.abs(at - position), 0);
        }
      }
      return board.take(context, limit, latest);
    },
  };
}
