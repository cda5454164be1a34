import type { Product, ProductId } from '../../src/contract/product.ts';
import type { PictureSet } from '../../src/learning/generators/picture/picture-set.ts';
import { readSafetensors, writeSafetensors } from '../../src/pack/safetensors.ts';
import { pictureSetOf } from '../../src/trainer/pictures/product-pictures.ts';
import { resized } from '../../src/trainer/pictures/resized.ts';
import type { DrawnPicture } from '../workbench.ts';
import { drawnOf } from './picture-sheet.ts';

/** Pixels a side in which the bench keeps pictures. */
export const KEPT_SIZE = 64;
const BYTES = KEPT_SIZE * KEPT_SIZE * 3;
const IDS = 'vitrine-studio-pictures';

/** The shop's own pictures, by product: red, green and blue. [64, 64, 3] each */
export class ShopPictures {
  constructor(private readonly pictures: ReadonlyMap<ProductId, Uint8Array> = new Map()) {}

  get count(): number {
    return this.pictures.size;
  }

  /** These and further ones; of one product, the further one. */
  with(further: ReadonlyMap<ProductId, Uint8Array>): ShopPictures {
    return new ShopPictures(new Map([...this.pictures, ...further]));
  }

  /** Kinds of the products, their narrowest categories, those with the most pictures first. */
  kindsOf(products: ReadonlyMap<ProductId, Product>): { name: string; pictures: number }[] {
    const counts = new Map<string, number>();
    for (const id of this.pictures.keys()) {
      const kind = products.get(id)?.categories?.at(-1);
      if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const kinds = Array.from(counts, ([name, pictures]) => ({ name, pictures }));
    return kinds.sort((a, b) => b.pictures - a.pictures);
  }

  /** What a generator of these kinds learns from. @param size pixels a side */
  setOf(kinds: readonly string[], size: number, products: ReadonlyMap<ProductId, Product>): PictureSet {
    const found = [...this.pictures].flatMap(([product, pixels]) => {
      const kind = products.get(product)?.categories?.at(-1);
      if (kind === undefined || !kinds.includes(kind)) return [];
      return [{ product, kind, pixels: resized({ size: KEPT_SIZE, channels: 3, pixels }, size).pixels }];
    });
    return pictureSetOf(found, kinds, size);
  }

  get(product: ProductId): DrawnPicture | undefined {
    const pixels = this.pictures.get(product);
    return pixels && drawnOf({ size: KEPT_SIZE, channels: 3, pixels });
  }

  /** As a file to keep. */
  write(): Uint8Array<ArrayBuffer> {
    const pixels = new Uint8Array(this.pictures.size * BYTES);
    [...this.pictures.values()].forEach((picture, i) => {
      pixels.set(picture, i * BYTES);
    });
    return writeSafetensors({
      metadata: { [IDS]: JSON.stringify([...this.pictures.keys()]) },
      tensors: { pixels: { shape: [this.pictures.size, KEPT_SIZE, KEPT_SIZE, 3], data: pixels } },
    });
  }

  /** @throws VitrineError `pack-corrupt` */
  static read(bytes: Uint8Array): ShopPictures {
    const { metadata, tensors } = readSafetensors(bytes);
    const pixels = tensors.pixels.data as Uint8Array;
    const ids = JSON.parse(metadata[IDS]) as ProductId[];
    return new ShopPictures(new Map(ids.map((id, i) => [id, pixels.subarray(i * BYTES, (i + 1) * BYTES)])));
  }
}
