import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import { fitSquare } from '../../learning/encoders/picture/fit-square.ts';
import { ENCODER_SHAPE } from '../../learning/encoders/picture/picture-encoder.ts';
import type { PictureSet } from '../../learning/generators/picture/picture-set.ts';
import { commonKinds, LEAST_OF_A_KIND, type ProductPicture, pictureSetOf } from '../pictures/product-pictures.ts';
import { decodePicture } from './decode.ts';
import { readIdx } from './read-idx.ts';

const ENDINGS = ['.jpg', '.jpeg', '.png'];
/** A kind with fewer pictures is no kind to be told from others. */
const LEAST_TO_TELL = 8;

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
 * colour is read from the picture. Kinds of few pictures are left out.
 * @throws VitrineError `bad-options` where there are none
 */
export function readProductPictures(folder: string, products: Iterable<Product>, size: number): ReadPictures {
  const { found, leave, told } = readFolder(folder, products, size);
  const kinds = commonKinds(found, LEAST_OF_A_KIND);
  const named = found.filter(({ kind }) => kind !== undefined);
  const kept = named.filter(({ kind }) => kinds.includes(kind!));
  if (named.length < found.length) leave('without a category', found.length - named.length);
  if (kept.length < named.length)
    leave(`of kinds with fewer than ${LEAST_OF_A_KIND} pictures`, named.length - kept.length);
  if (kept.length === 0) throw nothingIn(folder, `, at least ${LEAST_OF_A_KIND} of a kind`);
  return { set: pictureSetOf(kept, kinds, size), leftOut: told() };
}

/**
 * As `readProductPictures`, but no picture is left out: those of kinds with few pictures have the kind `NO_KIND`.
 * @throws VitrineError `bad-options` where there are none
 */
export function readAllPictures(folder: string, products: Iterable<Product>): ReadPictures {
  const { size } = ENCODER_SHAPE;
  const { found, told } = readFolder(folder, products, size);
  if (found.length === 0) throw nothingIn(folder, '');
  return { set: pictureSetOf(found, commonKinds(found, LEAST_TO_TELL), size), leftOut: told() };
}

/** @throws VitrineError `bad-options` */
function readFolder(folder: string, products: Iterable<Product>, size: number) {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new VitrineError('bad-options', `${folder} is no folder.`, { remedy: 'Give a folder of JPEG or PNG files.' });
  }
  const leftOut = new Map<string, number>();
  const leave = (why: string, count = 1): void => void leftOut.set(why, (leftOut.get(why) ?? 0) + count);
  const found: ProductPicture[] = [];
  for (const { id, categories } of products) {
    const path = pathOfPicture(folder, id);
    if (path === undefined) leave('without a picture');
    else {
      try {
        const pixels = fitSquare(decodePicture(readFileSync(path)), size);
        found.push({ product: id, kind: categories?.at(-1), pixels });
      } catch {
        leave('whose picture does not decode');
      }
    }
  }
  const told = () => [...leftOut].map(([why, count]) => `${count} products ${why} were left out`);
  return { found, leave, told };
}

/** Where a product's picture is, if there is one. */
export function pathOfPicture(folder: string, id: string): string | undefined {
  return /[\\/]/.test(id) ? undefined : ENDINGS.map((ending) => join(folder, id + ending)).find(existsSync);
}

function nothingIn(folder: string, more: string): VitrineError {
  return new VitrineError('bad-options', `There are no pictures to learn from in ${folder}.`, {
    remedy: `Give JPEG or PNG files named after products' ids${more}.`,
  });
}
