import * as plain from '../../contract/validation/plain-data.ts';
import { offsets, rows, type SectionLayout } from '../layout.ts';
import { historyOptions } from './pairs.ts';

const power = plain.number(0, 4);
const KnnOptions = plain.fields({
  ...historyOptions,
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

const tensors = () => ({ items: rows(-1), offsets: offsets('items', -1) });

/** Windows of other shoppers' sequences. */
export const KNN: SectionLayout<KnnOptions, ReturnType<typeof tensors>> & { readonly name: 'knn' } = {
  name: 'knn',
  options: KnnOptions,
  tensors,
};
