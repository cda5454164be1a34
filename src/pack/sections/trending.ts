import * as plain from '../../contract/validation/plain-data.ts';
import { type SectionLayout, u16 } from '../layout.ts';

const TrendingOptions = plain.fields({});
type TrendingOptions = plain.Read<typeof TrendingOptions>;

const tensors = (_: TrendingOptions, items: number) => ({ rising: u16(items + 1) });

/** How much more shoppers turn to each product than before. */
export const TRENDING: SectionLayout<TrendingOptions, ReturnType<typeof tensors>> & { readonly name: 'trending' } = {
  name: 'trending',
  options: TrendingOptions,
  tensors,
};
