import type { ProductId } from '../../contract/product.ts';
import { NO_KIND } from '../../learning/encoders/picture/picture-encoder.ts';
import { COLOURS, coloursOf } from '../../learning/generators/picture/colours.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';

/** A product's picture in the size that it is learned in. */
export interface ProductPicture {
  product: ProductId;
  /** Its narrowest category. */
  kind: string | undefined;
  /** [size, size, 3] */
  pixels: Uint8Array;
}

/** A kind with fewer pictures is no kind to be drawn. */
export const LEAST_OF_A_KIND = 30;

/** Kinds of which there are so many pictures, in the order in which they are first met. */
export function commonKinds(found: readonly Pick<ProductPicture, 'kind'>[], least: number): string[] {
  const counts = new Map<string, number>();
  for (const { kind } of found) if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= least).map(([kind]) => kind);
}

/** Pictures to learn from; their colours are read from them. Those of other kinds have the kind `NO_KIND`. */
export function pictureSetOf(found: readonly ProductPicture[], kinds: readonly string[], size: number): PictureSet {
  const pixels = new Uint8Array(found.length * size * size * 3);
  found.forEach((picture, i) => {
    pixels.set(picture.pixels, i * size * size * 3);
  });
  const numbers = new Map(kinds.map((kind, i) => [kind, i]));
  return {
    size,
    channels: 3,
    pixels,
    kinds,
    colours: COLOURS,
    kindOf: Uint16Array.from(found, ({ kind }) => numbers.get(kind ?? '') ?? NO_KIND),
    colourOf: coloursOf({ size, channels: 3, pixels }),
    products: found.map(({ product }) => product),
  };
}
