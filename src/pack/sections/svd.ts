import * as plain from '../../contract/validation/plain-data.ts';
import { amounts, type SectionLayout } from '../layout.ts';

const SvdOptions = plain.fields({
  width: plain.whole(1, 512),
  /** Weight of each item of the history against the next one. */
  decay: plain.positive(1),
});
type SvdOptions = plain.Read<typeof SvdOptions>;

const tensors = (_: SvdOptions, items: number) => ({
  reading: amounts(items + 1),
});

/** Leading singular vectors: besides them, what an item counts in a visitor's vector. */
export const SVD: SectionLayout<SvdOptions, ReturnType<typeof tensors>> & { readonly name: 'svd' } = {
  name: 'svd',
  options: SvdOptions,
  vectors: true,
  tensors,
};
