import type { SourceName } from '../../contract/recommendation.ts';
import { GapLists } from '../../kernels/compact/gap-lists.ts';
import { PackedRows } from '../../kernels/compact/packed-rows.ts';
import { readSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import type { PairLayout } from '../../pack/sections/pairs.ts';
import { type CandidateSource, NO_CANDIDATES } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { occurrencesOf } from './occurrences.ts';
import { ScoreBoard } from './score-board.ts';

/** Signed where an item may be evidence against another. */
type PairWeights = Uint8Array | Int8Array;

/**
 * Weights between pairs of items: each of the visitor's latest items is evidence for the items that it has a weight to, or against
 * them, the newest most.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createPairWeights(
  layout: PairLayout & { readonly name: SourceName },
  section: PackSection,
  items: number,
): CandidateSource {
  const [options, tensors] = readSection(layout, section, items);
  const { scales, offsets: starts } = tensors;
  const { items: heads, weights } = rise(tensors.items, starts)
    ? tensors
    : sorted(tensors.items, tensors.weights, starts);
  const offsets = new PackedRows(starts);
  const led = new GapLists(heads, starts);
  const board = new ScoreBoard(items, options.last);

  return {
    name: layout.name,
    retrieve(context, limit) {
      const positions = latestItems(context, items, options);
      if (positions.length === 0) return NO_CANDIDATES;
      const contribute = (position: number, age: number): void => {
        const item = context.items[position];
        const scale = scales[item] * options.decay ** age;
        const own = led.at(item);
        for (let i = 0, pair = offsets.at(item); i < own.length; i++, pair++)
          board.add(own[i], weights[pair] * scale, age);
      };
      return board.rank(context, limit, positions, () => positions.forEach(contribute));
    },
  };
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
  weights: PairWeights,
  offsets: Uint32Array,
): { items: Uint32Array; weights: PairWeights } {
  const { positions, sequenceOf } = occurrencesOf({ items: heads, offsets }, offsets.length - 2);
  const next = offsets.slice();
  const inOrder = { items: new Uint32Array(heads.length), weights: weights.slice() };
  for (const pair of positions) {
    const place = next[sequenceOf[pair]]++;
    inOrder.items[place] = heads[pair];
    inOrder.weights[place] = weights[pair];
  }
  return inOrder;
}
