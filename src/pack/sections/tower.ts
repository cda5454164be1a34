import * as plain from '../../contract/validation/plain-data.ts';
import { amounts, i8, type SectionLayout, type TensorForm } from '../layout.ts';

const TowerOptions = plain.fields({ buckets: plain.whole(1, 1 << 20), widths: plain.record(plain.whole(1, 512)) });

/** Maps from a product's content to its vectors, one a section that has vectors. */
export const TOWER: SectionLayout<plain.Read<typeof TowerOptions>> & { readonly name: 'tower' } = {
  name: 'tower',
  options: TowerOptions,
  tensors({ buckets, widths }) {
    const forms: Record<string, TensorForm> = {};
    for (const name in widths) {
      forms[`${name}.map`] = i8(buckets, widths[name]);
      forms[`${name}.scales`] = amounts(buckets);
    }
    return forms;
  },
};
