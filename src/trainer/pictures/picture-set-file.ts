import { Conditions } from '../../learning/generators/picture/conditions.ts';
import { Gallery } from '../../learning/generators/picture/gallery.ts';
import { countOf, type PictureSet } from '../../learning/generators/picture/picture-set.ts';
import type { Tensor } from '../../pack/pack.ts';
import { writeSafetensors } from '../../pack/safetensors.ts';
import { isLeftOut } from './leave-out.ts';

const METADATA = 'vitrine-pictures';
const VERSION = 1;

/**
 * Pictures with all that a training outside of this process reads (`python/`): their conditions, which of them are kept from
 * training, and the gallery, which goes into the generator's file as it is.
 * @param percent of the pictures that are kept from training; which they are is decided by their products' ids, or by their places
 */
export function writePictureSet(set: PictureSet, percent: number): Uint8Array<ArrayBuffer> {
  const { size, channels, pixels, kinds, colours, products = [] } = set;
  const conditions = Conditions.of(set);
  const count = countOf(set);
  const rows = new Float32Array(count * conditions.width);
  for (let i = 0; i < count; i++) {
    conditions.ofPicture(set, i, rows.subarray(i * conditions.width, (i + 1) * conditions.width));
  }
  const { combinations, tasteWidth } = conditions;
  const tensors: Record<string, Tensor> = {
    pixels: { shape: [count, size, size, channels], data: pixels },
    conditions: { shape: [count, conditions.width], data: rows },
    held: {
      shape: [count],
      data: Uint8Array.from({ length: count }, (_, i) => Number(isLeftOut(products[i] ?? String(i), percent))),
    },
    ...Gallery.of(set).save().tensors,
  };
  const options = { size, channels, kinds, colours, combinations, taste: tasteWidth };
  return writeSafetensors({ metadata: { [METADATA]: JSON.stringify({ version: VERSION, ...options }) }, tensors });
}
