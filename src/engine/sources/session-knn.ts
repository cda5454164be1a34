import type { PackSection } from '../../pack/pack.ts';
import type { CandidateSource } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { type Neighbour, Neighbourhood } from './neighbourhood.ts';
import { ScoreBoard } from './score-board.ts';
import { ShopperWindows } from './shopper-windows.ts';
import type { PackedSource } from './source-descriptor.ts';

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
  const windows = ShopperWindows.of(section, items);
  const { options } = windows;
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
