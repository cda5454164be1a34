import * as plain from '../../contract/validation/plain-data.ts';
import type { PackSection } from '../../pack/pack.ts';
import { readOptions } from '../../pack/section.ts';
import type { CandidateSource } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { type Neighbour, Neighbourhood } from './neighbourhood.ts';
import { ScoreBoard } from './score-board.ts';
import { ShopperWindows } from './shopper-windows.ts';
import type { PackedSource } from './source-descriptor.ts';

const power = plain.number(0, 4);
const KnnOptions = plain.fields({
  /** Distinct latest items of the history that contribute. */
  last: plain.whole(1, 100),
  /** Weight of each further one back: `decay ** age`. */
  decay: plain.positive(1),
  /** Only the running session contributes, where it has begun. */
  session: plain.flag,
  /** Of the windows with an item, the most recent so many are looked at. */
  recent: plain.whole(1),
  /** The most similar windows that vote. */
  neighbours: plain.whole(1),
  /** Similarity is divided by `length ** lengthPower` of the window. */
  lengthPower: power,
  /** A window votes with `similarity ** sharpness`. */
  sharpness: power,
  /** A window's vote for an item `d` steps from the matched one is divided by `d ** distancePower`. */
  distancePower: power,
  /** What a vote for an item before the matched one counts, against 1 for one after it. */
  backward: plain.number(0, 1),
});
export type KnnOptions = plain.Read<typeof KnnOptions>;

/**
 * Session-kNN by an inverted index (VMIS-kNN: Kersbergen, Sprangers & Schelter, "Serenade: low-latency session-based
 * recommendation in e-commerce at scale", 2022): windows of other shoppers that share items with the history vote for
 * what else is in them. Ours besides: rare items make windows more similar than common ones, long windows are
 * discounted, and, after STAN (Garg et al., 2019), items near the matched one count more, those after it most.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createSessionKnn(section: PackSection, items: number): CandidateSource {
  const options = readOptions(section, KnnOptions);
  const windows = ShopperWindows.of(section, items);
  const neighbourhood = new Neighbourhood(windows, options);
  const board = new ScoreBoard(items, options.last);

  return {
    name: 'knn',
    retrieve(context, limit) {
      const positions = latestItems(context, items, options);
      const vote = ({ window, similarity, contributor }: Neighbour): void => {
        const content = windows.contentOf(window);
        const matched = content.lastIndexOf(context.items[positions[contributor]]);
        const strength = similarity ** options.sharpness;
        for (let at = 0; at < content.length; at++) {
          const distance = Math.max(1, Math.abs(at - matched));
          const direction = at < matched ? options.backward : 1;
          if (direction > 0)
            board.add(content[at], strength * direction * distance ** -options.distancePower, contributor);
        }
      };
      const neighbours = neighbourhood.find(positions.map((position) => context.items[position]));
      return board.rank(context, limit, positions, () => neighbours.forEach(vote));
    },
  };
}

export const knn: PackedSource<'knn'> = {
  name: 'knn',
  personal: true,
  section: 'knn',
  defaultWeight: 1,
  fused: true,
  read: createSessionKnn,
};
