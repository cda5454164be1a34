import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import { COLOURS, coloursOf } from '../../learning/generators/picture/colours.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';
import { fitSquare } from '../pictures/fit-square.ts';
import { decodePicture } from './decode.ts';
import { readIdx } from './read-idx.ts';

const ENDINGS = ['.jpg', '.jpeg', '.png'];
/** A kind with fewer pictures is left out. */
const LEAST_OF_A_KIND = 30;

/** Pictures, and what was left out of them. */
export interface ReadPictures {
  set: PictureSet;
  leftOut: readonly string[];
}

/** Pictures and labels in IDX files, as MNIST and its kin are published. @throws VitrineError `bad-options` */
export function readIdxPictures(picturesPath: string, labelsPath: string): PictureSet {
  const pictures = readIdx(picturesPath);
  const labels = readIdx(labelsPath);
  const [count, height, width] = pictures.shape;
  if (pictures.shape.length !== 3 || height !== width || labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new VitrineError('bad-options', `${picturesPath} and ${labelsPath} do not fit together.`, {
      remedy: 'Give square pictures [count, size, size] and as many labels.',
    });
  }
  const kinds = 1 + labels.data.reduce((most, label) => Math.max(most, label), 0);
  return {
    size: width,
    channels: 1,
    pixels: pictures.data,
    kinds: Array.from({ length: kinds }, (_, kind) => String(kind)),
    colours: [],
    kindOf: Uint16Array.from(labels.data),
  };
}

/**
 * Pictures of products in a folder, each named after its product's id. A product's kind is its narrowest category; its
 * colour is read from the picture.
 * @throws VitrineError `bad-options` where there are none
 */
export function readProductPictures(folder: string, products: Iterable<Product>, size: number): ReadPictures {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new VitrineError('bad-options', `${folder} is no folder.`, { remedy: 'Give a folder of JPEG or PNG files.' });
  }
  const leftOut = new Map<string, number>();
  const leave = (why: string): void => void leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
  const found: { product: string; kind: string; pixels: Uint8Array }[] = [];
  for (const { id, categories } of products) {
    const kind = categories?.at(-1);
    const path = /[\\/]/.test(id) ? undefined : ENDINGS.map((ending) => join(folder, id + ending)).find(existsSync);
    if (path === undefined) leave('without a picture');
    else if (kind === undefined) leave('without a category');
    else {
      try {
        found.push({ product: id, kind, pixels: fitSquare(decodePicture(readFileSync(path)), size) });
      } catch {
        leave('whose picture does not decode');
      }
    }
  }
  const counts = new Map<string, number>();
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].filter(([, count]) => count >= LEAST_OF_A_KIND).map(([kind]) => kind);
  const kept = found.filter(({ kind }) => kinds.includes(kind));
  if (kept.length < found.length)
    leftOut.set(`of kinds with fewer than ${LEAST_OF_A_KIND} pictures`, found.length - kept.length);
  if (kept.length === 0) {
    throw new VitrineError('bad-options', `There are no pictures to learn from in ${folder}.`, {
      remedy: `Give JPEG or PNG files named after products' ids, at least ${LEAST_OF_A_KIND} of a kind.`,
    });
  }
  const pixels = new Uint8Array(kept.length * size * size * 3);
  kept.forEach((picture, i) => {
    pixels.set(picture.pixels, i * size * size * 3);
  });
  return {
    set: {
      size,
      channels: 3,
      pixels,
      kinds,
      colours: COLOURS,
      kindOf: Uint16Array.from(kept, ({ kind }) => kinds.indexOf(kind)),
      colourOf: coloursOf({ size, channels: 3, pixels }),
      products: kept.map(({ product }) => product),
    },
    leftOut: [...leftOut].map(([why, count]) => `${count} products ${why} were left out`),
  };
}
