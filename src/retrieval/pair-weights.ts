import type { SourceName } from '../contract/recommendation.ts';
import type { PackSection } from '../pack/pack.ts';
import * as plain from '../pack/plain-data.ts';
import { checkItems, checkNotNegative, checkOffsets, readOptions, readTensor } from '../pack/section.ts';
import { type CandidateSource, NO_CANDIDATES } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { ScoreBoard } from './score-board.ts';

const PairOptions = plain.fields({
  /** Distinct latest items of the history that speak. */
  last: plain.whole(1, 100),
  /** Weight of each further one back: `decay ** age`. */
  decay: plain.positive(1),
  /** Only the running session speaks, where it has begun. */
  session: plain.flag,
});
export type PairOptions = plain.Read<typeof PairOptions>;

/**
 * Weights between pairs of items: each of the visitor's latest items speaks for those that it has a weight to, the newest
 * loudest.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createPairWeights(name: SourceName, section: PackSection, items: number): CandidateSource {
  const options = readOptions(section, PairOptions);
  const offsets = readTensor(section, 'offsets', [Uint32Array], [items + 2]);
  const heads = readTensor(section, 'items', [Uint16Array, Uint32Array], [-1]);
  const weights = readTensor(section, 'weights', [Uint8Array], [heads.length]);
  const scales = readTensor(section, 'scales', [Float32Array], [items + 1]);
  checkOffsets(`${name}/offsets`, offsets, heads.length);
  checkItems(`${name}/items`, heads, items);
  checkNotNegative(`${name}/scales`, scales);
  const board = new ScoreBoard(items, options.last);

  return {
    name,
    retrieve(context, limit) {
      const positions = latestItems(context, items, options);
      if (positions.length === 0) return NO_CANDIDATES;
      positions.forEach((position, age) => {
        const item = context.items[position];
        const scale = scales[item] * options.decay ** age;
        for (let pair = offsets[item]; pair < offsets[item + 1]; pair++) {
          board.add(heads[pair], weights[pair] * scale, age);
        }
      });
      return board.take(context, limit, positions);
    },
  };
}
