import type { FeatureIndex } from '../../catalogue/feature-index.ts';
import { type CandidateSource, NO_CANDIDATES } from './candidate-source.ts';
import { latestItems } from './latest-items.ts';
import { ScoreBoard } from './score-board.ts';
import type { UnpackedSource } from './source-descriptor.ts';

/** Distinct latest items of the history that contribute. */
const LAST = 5;
/** Weight of each further one back: `DECAY ** age`. */
const DECAY = 0.7;
/** An item gives a neighbour `cosine ** SHARPNESS`: a close neighbour counts more than several distant ones. */
const SHARPNESS = 2;
/**
 * Rows looked at for one item, over all of its features from the rarest on: what makes products alike is rare (on a shop
 * of 12,000 products more rows changed no recall), and no catalogue is so large that one click would cost more than this.
 */
const MOST_ROWS = 5_000;
/** Items whose neighbours are kept: those of a list, and a few that a page's other lists are about. */
const KNOWN = 2 * LAST;

/** What is like one item. */
interface Neighbours {
  rows: Int32Array;
  /** Parallel to `rows`; 0 for the item itself. */
  likeness: Float32Array;
  /** Of `likeness`. */
  total: number;
}

/**
 * Neighbours by content: products that share categories, brand, price and words with the visitor's latest interests, the
 * rarer the stronger (cosine of idf-weighted features). Each item has the same amount to give to all of its neighbours, so
 * one that is like everything does not drown the others. Needs no pack, and knows a product that nobody has clicked yet.
 */
export function createContent(features: FeatureIndex): CandidateSource {
  const items = features.rows - 1;
  const board = new ScoreBoard(items, LAST);
  const dots = new Float32Array(features.rows);
  /** Grows to the most rows that one item met. */
  let touched = new Int32Array(MOST_ROWS);
  /** Of the items that were asked about last: of the next list most are the same. */
  const known = new Map<number, Neighbours>();

  const neighboursOf = (item: number): Neighbours => {
    const neighbours = known.get(item) ?? find(item);
    known.delete(item);
    known.set(item, neighbours);
    if (known.size > KNOWN) known.delete(known.keys().next().value!);
    return neighbours;
  };
  const find = (item: number): Neighbours => {
    let count = 0;
    for (const feature of rarestFirst(features, item)) {
      const square = features.weights[feature] ** 2;
      for (const row of features.rowsOf(feature)) {
        if (dots[row] === 0) {
          if (count === touched.length) touched = doubled(touched);
          touched[count++] = row;
        }
        dots[row] += square;
      }
    }
    const rows = touched.slice(0, count);
    let total = 0;
    for (const row of rows) {
      dots[row] = row === item ? 0 : (dots[row] * features.scaleOf(row)) ** SHARPNESS;
      total += dots[row];
    }
    const likeness = Float32Array.from(rows, (row) => dots[row]);
    for (const row of rows) dots[row] = 0;
    return { rows, likeness, total };
  };

  return {
    name: 'content',
    retrieve(context, limit) {
      const positions = latestItems(context, items, { last: LAST, session: false });
      if (positions.length === 0) return NO_CANDIDATES;
      const contribute = (position: number, age: number): void => {
        const weight = DECAY ** age;
        const { rows, likeness, total } = neighboursOf(context.items[position]);
        for (let i = 0; i < rows.length; i++) {
          if (likeness[i] > 0 && context.allowed.has(rows[i])) board.add(rows[i], (weight * likeness[i]) / total, age);
        }
      };
      return board.rank(context, limit, positions, () => positions.forEach(contribute));
    },
  };
}

/** Features of an item until their rows are too many; at least one. */
function* rarestFirst(features: FeatureIndex, item: number): Generator<number> {
  const own = [...features.featuresOf(item)].sort((a, b) => features.weights[b] - features.weights[a] || a - b);
  let left = MOST_ROWS;
  for (const feature of own) {
    const rows = features.holdersOf(feature);
    if (rows > left && left < MOST_ROWS) return;
    left -= rows;
    yield feature;
  }
}

function doubled(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * list.length);
  larger.set(list);
  return larger;
}

export const content: UnpackedSource<'content'> = {
  name: 'content',
  personal: true,
  needs: 'products',
  defaultWeight: 1,
  fused: true,
  fallback: true,
  reason: 'similar',
  create: createContent,
};
