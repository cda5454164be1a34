import { readGenerator } from '../../../pack/generator-file.ts';
import type { Conditions } from './conditions.ts';
import type { Gallery } from './gallery.ts';
import { readLatentFile } from './latent/latent-file.ts';
import type { Beginning } from './latent/latent-generator.ts';
import type { ProductCodes } from './latent/product-codes.ts';
import { readPictureFile } from './picture-file.ts';
import type { Pixels } from './picture-set.ts';

/** A generator of pictures, whichever model it is. */
export interface PictureMaker {
  readonly conditions: Conditions;
  /** Pixels a side. */
  readonly size: number;
  readonly channels: number;
  /**
   * @param conditions [count, condition]
   * @param beginnings of the pictures that begin from codes and not from noise; only where the file has codes
   */
  drawUnder(conditions: Float32Array, seed: number, beginnings?: readonly (Beginning | undefined)[]): Promise<Pixels>;
}

export interface MakerFile {
  generator: PictureMaker;
  gallery: Gallery;
  /** Of the products' pictures; only a latent generator has them. */
  codes?: ProductCodes;
}

/** @throws VitrineError `pack-corrupt` */
export function readMakerFile(bytes: Uint8Array<ArrayBuffer>): MakerFile {
  const file = readGenerator(bytes, 'picture', 'latent-picture');
  return file.kind === 'picture' ? readPictureFile(file) : readLatentFile(file);
}
