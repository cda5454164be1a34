import type { PackSection } from '../../pack/pack.ts';
import type { CandidateSource } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { ScoreBoard } from './score-board.ts';
import { ShopperWindows } from './shopper-windows.ts';
import type { PackedSource } from './source-descriptor.ts';

const ONE_VOICE = { last: 1, session: false };

/**
 * What other shoppers went on to from the visitor's latest item: a first-order Markov chain, counted in the pack's
 * windows at the time of asking, 1/d for an item d steps on.
 */
export const successors: PackedSource<'successors'> = {
  name: 'successors',
  personal: true,
  section: 'knn',
  fused: true,
  read: (section, items) => createTransitions('successors', section, items),
};

/**
 * What other shoppers came from: the same chain read backwards. The order within a basket or a day is often arbitrary,
 * so this direction tells something too; how much, the learned ranker weighs.
 */
export const predecessors: PackedSource<'predecessors'> = {
  name: 'predecessors',
  personal: true,
  section: 'knn',
  fused: true,
  read: (section, items) => createTransitions('predecessors', section, items),
};

function createTransitions(name: 'successors' | 'predecessors', section: PackSection, items: number): CandidateSource {
  const windows = ShopperWindows.of(section, items);
  const board = new ScoreBoard(items, ONE_VOICE.last);

  return {
    name,
    retrieve(context, limit) {
      const latest = latestItems(context, items, ONE_VOICE);
      const contribute = (position: number): void => {
        const item = context.items[position];
        const holders = windows.holdersOf(item);
        holders.forEach((window, i) => {
          if (i > 0 && window === holders[i - 1]) return;
          const content = windows.contentOf(window);
          for (let own = content.indexOf(item); own >= 0; own = content.indexOf(item, own + 1)) {
            const [from, to] = name === 'successors' ? [own + 1, content.length] : [0, own];
            for (let at = from; at < to; at++) board.add(content[at], 1 / Math.abs(at - own), 0);
          }
        });
      };
      return board.rank(context, limit, latest, () => latest.forEach(contribute));
    },
  };
}
