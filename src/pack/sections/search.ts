import * as plain from '../../contract/validation/plain-data.ts';
import { f32, type SectionLayout, u8 } from '../layout.ts';
import { ERAS } from './ranker.ts';

const SearchOptions = plain.fields({
  /** What is known of a product that was found, in the order of the weights. */
  signals: plain.check(
    plain.list(plain.anyText, 1),
    (names) => new Set(names).size === names.length,
    'names that all differ',
  ),
});
type SearchOptions = plain.Read<typeof SearchOptions>;

const tensors = ({ signals }: SearchOptions, items: number) => ({
  weights: f32(2, signals.length),
  popularity: u8(ERAS.length, items + 1),
  authority: u8(items + 1),
});

/** How the products that a search finds are put in order: weights that were learned, and what they weigh beside words and taste. */
export const SEARCH: SectionLayout<SearchOptions, ReturnType<typeof tensors>> & { readonly name: 'search' } = {
  name: 'search',
  options: SearchOptions,
  tensors,
};
