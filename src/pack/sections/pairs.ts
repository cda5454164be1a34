import * as plain from '../../contract/validation/plain-data.ts';
import { amounts, offsets, rows, type SectionLayout, signed } from '../layout.ts';

/** Which items of the history are read, and how much each counts. */
export const historyOptions = {
  /** Distinct latest items of the history that count. */
  last: plain.whole(1, 100),
  /** Weight of each further one back: `decay ** age`. */
  decay: plain.positive(1),
  /** Only the running session counts, where it has begun. */
  session: plain.flag,
};
const PairOptions = plain.fields(historyOptions);
export type PairOptions = plain.Read<typeof PairOptions>;

const tensors = (_: PairOptions, items: number) => ({
  items: rows(-1),
  weights: signed(-1),
  offsets: offsets('items weights', items + 2),
  scales: amounts(items + 1),
});
export type PairLayout = SectionLayout<PairOptions, ReturnType<typeof tensors>>;

const pairs = <const TName extends string>(name: TName): PairLayout & { readonly name: TName } => ({
  name,
  options: PairOptions,
  tensors,
});

/** Sequential rules: what shoppers went on to after an item. */
export const RULES = pairs('rules');
/** EASE: what the linear model of all pairs says of an item for another. */
export const EASE = pairs('ease');
/** What shoppers put into one cart or order. */
export const COMPLEMENTS = pairs('complements');
