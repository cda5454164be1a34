import type { ProductId } from './product.ts';

/** As it is asked of the neural worker: a picture, or a product whose own picture is meant. */
export interface LookAlikesRequest {
  /** Absolute address of the encoder's file, or its bytes. */
  encoder: string | ArrayBuffer;
  like: ProductId | PicturePixels;
  /** Products wanted at most. */
  count: number;
}

/** A decoded picture. */
export interface PicturePixels {
  width: number;
  height: number;
  /** Red, green, blue, opacity. [height, width, 4] */
  rgba: Uint8Array | Uint8ClampedArray;
}

/** As the neural worker answers it: the products whose pictures are most like it, and how alike. */
export interface LookAlikes {
  /** The most alike first; empty where a product is asked for whose picture is not known. */
  products: ProductId[];
  /** 1 for the same picture, 0 for one that has nothing in common with it. [count] */
  likeness: Float32Array;
}
