import { VitrineError } from '../../src/contract/errors.ts';
import type { PicturePixels } from '../../src/contract/look-alikes.ts';
import type { ProductId } from '../../src/contract/product.ts';
import { fitSquare } from '../../src/learning/encoders/picture/fit-square.ts';
import type { LeftOutPictures } from '../workbench.ts';
import { KEPT_SIZE } from './shop-pictures.ts';

/** Endings of files that browsers decode. */
const PICTURE = /\.(jpe?g|png|webp|gif|avif|bmp)$/i;
const [MEGABYTES, MEGAPIXELS] = [64, 50];
/** A picture with fewer pixels a side shows nothing. */
const LEAST_SIDE = 8;
/** Pixels of the longer side in which a picture is drawn first. */
const SIDE = 256;

export const isPicture = ({ name, type }: File): boolean => PICTURE.test(name) || type.startsWith('image/');

/** Pictures of products in the size in which the bench keeps them, and what was left out. */
export interface ReadPictures {
  pictures: Map<ProductId, Uint8Array>;
  leftOut: LeftOutPictures[];
}

/**
 * Reads pictures that are named after their products' ids: `ID.jpg`.
 * @param known whether there is such a product
 * @param decode what makes pixels of a file; rejects where it cannot
 */
export async function readPictures(
  files: readonly File[],
  known: (id: ProductId) => boolean,
  decode: (file: File) => Promise<PicturePixels> = decoded,
): Promise<ReadPictures> {
  const pictures: ReadPictures['pictures'] = new Map();
  const leftOut = new Map<LeftOutPictures['why'], string[]>();
  for (const file of files) {
    const id = file.name.replace(PICTURE, '');
    const found = known(id) ? await smallPicture(file, decode) : 'unknown';
    if (typeof found !== 'string') pictures.set(id, found);
    else leftOut.set(found, [...(leftOut.get(found) ?? []), file.name]);
  }
  return { pictures, leftOut: Array.from(leftOut, ([why, files]) => ({ why, files })) };
}

/** @returns the picture as the bench keeps it, or why it is left out */
async function smallPicture(
  file: File,
  decode: (file: File) => Promise<PicturePixels>,
): Promise<Uint8Array | LeftOutPictures['why']> {
  if (file.size > MEGABYTES * 1e6) return 'large';
  try {
    const pixels = await decode(file);
    return Math.min(pixels.width, pixels.height) < LEAST_SIDE ? 'small' : fitSquare(pixels, KEPT_SIZE);
  } catch (thrown) {
    return (thrown as VitrineError).code === 'picture-too-large' ? 'large' : 'broken';
  }
}

/** By the browser's own decoders: of an animation its first frame. A large picture is drawn smaller at once. */
async function decoded(file: File): Promise<PicturePixels> {
  const bitmap = await createImageBitmap(file);
  try {
    if (bitmap.width * bitmap.height > MEGAPIXELS * 1e6) {
      throw new VitrineError('picture-too-large', `It has over ${MEGAPIXELS} megapixels.`);
    }
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(scale * side)));
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return { width, height, rgba: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}
