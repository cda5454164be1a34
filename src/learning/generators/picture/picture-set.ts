import { VitrineError } from '../../../contract/errors.ts';
import type { ProductId } from '../../../contract/product.ts';

/** Any number of pictures, all of one size. */
export interface Pixels {
  /** Pixels a side. */
  size: number;
  /** 1 for grey, 3 for red, green and blue. */
  channels: number;
  /** 0…255. [count, size, size, channels] */
  pixels: Uint8Array;
}

/** Pictures to train from, and what is known of each. */
export interface PictureSet extends Pixels {
  /** Names of kinds and of colours; colours may be none. */
  kinds: readonly string[];
  colours: readonly string[];
  /** Index of each picture's kind. [count] */
  kindOf: Uint16Array;
  /** Index of its colour, where there are any. [count] */
  colourOf?: Uint16Array;
  /** What taste its product appeals to, as a vector; see `Conditions`. [count, width] */
  taste?: { width: number; vectors: Float32Array };
  /** The product that each shows, where it shows one. */
  products?: readonly ProductId[];
}

/** A picture whose pixels differ from each other by less than this shows nothing. Of 255. */
const PLAIN = 2;
/** Fewer pictures than this would be learned by heart. */
const LEAST_PICTURES = 64;

export const countOf = ({ kindOf }: PictureSet): number => kindOf.length;

/** The pictures at these indexes. */
export function someOf({ size, channels, pixels }: Pixels, pictures: Int32Array): Pixels {
  const each = size * size * channels;
  const some = new Uint8Array(pictures.length * each);
  pictures.forEach((picture, i) => {
    some.set(pixels.subarray(picture * each, (picture + 1) * each), i * each);
  });
  return { size, channels, pixels: some };
}

/** A set of the pictures at these indexes. */
export function picturesAt(set: PictureSet, pictures: Int32Array): PictureSet {
  const { kinds, colours, kindOf, colourOf, products } = set;
  return {
    ...someOf(set, pictures),
    kinds,
    colours,
    kindOf: Uint16Array.from(pictures, (picture) => kindOf[picture]),
    ...(colourOf && { colourOf: Uint16Array.from(pictures, (picture) => colourOf[picture]) }),
    ...(products && { products: Array.from(pictures, (picture) => products[picture]) }),
  };
}

/** Indexes of the pictures that show something. */
export function picturesThatShow(set: PictureSet): number[] {
  const pixels = set.size * set.size * set.channels;
  return Array.from({ length: countOf(set) }, (_, i) => i).filter((i) => {
    const picture = set.pixels.subarray(i * pixels, (i + 1) * pixels);
    for (let channel = 0; channel < set.channels; channel++) {
      let least = 255;
      let most = 0;
      for (let at = channel; at < pixels; at += set.channels) {
        least = Math.min(least, picture[at]);
        most = Math.max(most, picture[at]);
      }
      if (most - least >= PLAIN) return true;
    }
    return false;
  });
}

/**
 * Refuses what nothing can be learned from.
 * @throws VitrineError `nothing-to-train`, `bad-options`
 */
export function checkPictures(set: PictureSet): void {
  const { size, channels, pixels } = set;
  if (!(Number.isInteger(size) && size >= 8 && size <= 64 && size % 4 === 0)) {
    throw new VitrineError('bad-options', `Pictures of ${size} × ${size} pixels cannot be learned.`, {
      remedy: 'Give a size from 8 to 64 that is a multiple of 4.',
    });
  }
  if (pixels.length !== countOf(set) * size * size * channels || (channels !== 1 && channels !== 3)) {
    throw new VitrineError('bad-options', 'The pictures do not all have the same size and channels.');
  }
  const each = size * size * channels;
  if (pixels.length > each && pixels.every((value, at) => at < each || value === pixels[at - each])) {
    throw new VitrineError('nothing-to-train', 'All pictures are the same.', {
      remedy: 'Give pictures of many products.',
    });
  }
  const showing = picturesThatShow(set).length;
  if (showing < LEAST_PICTURES) {
    const plain = countOf(set) - showing;
    throw new VitrineError(
      'nothing-to-train',
      `Only ${showing} pictures show something${plain > 0 ? ` (${plain} are of one colour throughout)` : ''}.`,
      { remedy: `Give at least ${LEAST_PICTURES} pictures that decode and are not plain.` },
    );
  }
}
