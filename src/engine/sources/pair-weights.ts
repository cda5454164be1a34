import type { SourceName } from '../../contract/recommendation.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { GapLists } from '../../kernels/compact/gap-lists.ts';
import { PackedRows } from '../../kernels/compact/packed-rows.ts';
import type { PackSection } from '../../pack/pack.ts';
import { checkItems, checkNotNegative, checkOffsets, readOptions, readTensor } from '../../pack/section.ts';
import { type CandidateSource, NO_CANDIDATES } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { occurrencesOf } from './occurrences.ts';
import { ScoreBoard } from './score-board.ts';

const PairOptions = plain.fields({
  /** Distinct latest items of the history that contribute. */
  last: plain.whole(1, 100),
  /** Weight of each further one back: `decay ** age`. */
  decay: plain.positive(1),
  /** Only the running session contributes, where it has begun. */
  session: plain.flag,
});
export type PairOptions = plain.Read<typeof PairOptions>;

/** Signed where an item may speak against another. */
type Weights = Uint8Array | Int8Array;

/**
 * Weights between pairs of items: each of the visitor's latest items speaks for those that it has a weight to, or against
 * them, the newest most.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createPairWeights(name: SourceName, section: PackSection, items: number): CandidateSource {
  const options = readOptions(section, PairOptions);
  const scales = readTensor(section, 'scales', [Float32Array], [items + 1]);
  checkNotNegative(`${name}/scales`, scales);
  const { offsets, heads, weights } = readRows(name, section, items);
  const board = new ScoreBoard(items, options.last);

  return {
    name,
    retrieve(context, limit) {
      const positions = latestItems(context, items, options);
      if (positions.length === 0) return NO_CANDIDATES;
      const contribute = (position: number, age: number): void => {
        const item = context.items[position];
        const scale = scales[item] * options.decay ** age;
        const led = heads.at(item);
        for (let i = 0, pair = offsets.at(item); i < led.length; i++, pair++)
          board.add(led[i], weights[pair] * scale, age);
      };
      return board.rank(context, limit, positions, () => positions.forEach(contribute));
    },
  };
}

/** The items that each row has a weight to, and the weights in their order from `offsets[row]` on. */
function readRows(
  name: SourceName,
  section: PackSection,
  items: number,
): { offsets: PackedRows; heads: GapLists; weights: Weights } {
  const offsets = readTensor(section, 'offsets', [Uint32Array], [items + 2]);
  const heads = readTensor(section, 'items', [Uint16Array, Uint32Array], [-1]);
  const weights = readTensor(section, 'weights', [Uint8Array, Int8Array], [heads.length]);
  checkOffsets(`${name}/offsets`, offsets, heads.length);
  checkItems(`${name}/items`, heads, items);
  const rows = rise(heads, offsets) ? { heads, weights } : sorted(heads, weights, offsets);
  return { offsets: new PackedRows(offsets), heads: new GapLists(rows.heads, offsets), weights: rows.weights };
}

/** Whether the heads of every row are in order. */
function rise(heads: Uint16Array | Uint32Array, offsets: Uint32Array): boolean {
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let pair = offsets[row] + 1; pair < offsets[row + 1]; pair++) if (heads[pair] < heads[pair - 1]) return false;
  }
  return true;
}

/** The rows with their heads in order. */
function sorted(
  heads: Uint16Array | Uint32Array,
  weights: Weights,
  offsets: Uint32Array,
): { heads: Uint32Array; weights: Weights } {
  const { positions, sequenceOf } = occurrencesOf({ items: heads, offsets }, offsets.length - 2);
  const next = offsets.slice();
  const inOrder = { heads: new Uint32Array(heads.length), weights: weights.slice() };
  for (const pair of positions) {
    const place = next[sequenceOf[pair]]++;
    inOrder.heads[place] = heads[pair];
    inOrder.weights[place] = weights[pair];
  }
  return inOrder;
}
