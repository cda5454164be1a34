import * as plain from '../../contract/validation/plain-data.ts';
import { type SectionLayout, u16 } from '../layout.ts';

const PopularOptions = plain.fields({
  /** How much recent popularity counts against all-time popularity. */
  recentShare: plain.number(0, 1),
});
export type PopularOptions = plain.Read<typeof PopularOptions>;

const tensors = (_: PopularOptions, items: number) => ({ allTime: u16(items + 1), recent: u16(items + 1) });

/** How often each product was met. */
export const POPULAR: SectionLayout<PopularOptions, ReturnType<typeof tensors>> & { readonly name: 'popular' } = {
  name: 'popular',
  options: PopularOptions,
  tensors,
};
