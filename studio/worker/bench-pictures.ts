import { VitrineError } from '../../src/contract/errors.ts';
import type { Product, ProductId } from '../../src/contract/product.ts';
import { fitSquare } from '../../src/learning/encoders/picture/fit-square.ts';
import type { DrawnPicture, LeftOutPictures, PicturesUnderstanding } from '../workbench.ts';
import { type ReadPictures, readPictures } from './given-pictures.ts';
import type { KeptBench } from './kept-bench.ts';
import { KEPT_SIZE, ShopPictures } from './shop-pictures.ts';

/** The shop's own pictures as they lie on the bench. */
export class BenchPictures {
  #leftOut: readonly LeftOutPictures[] = [];

  private constructor(
    readonly kept: KeptBench,
    public shop: ShopPictures,
  ) {}

  static async open(kept: KeptBench): Promise<BenchPictures> {
    const bytes = await kept.pictures();
    return new BenchPictures(kept, bytes ? ShopPictures.read(bytes) : new ShopPictures());
  }

  /** @throws VitrineError `picture-unreadable` where none of them is a picture of a product */
  static async read(files: readonly File[], products: ReadonlyMap<ProductId, Product>): Promise<ReadPictures> {
    const read = await readPictures(files, (id) => products.has(id));
    if (read.pictures.size > 0) return read;
    const unknown = read.leftOut.some(({ why }) => why === 'unknown');
    throw new VitrineError('picture-unreadable', `None of the ${files.length} pictures can be used.`, {
      remedy: unknown
        ? 'Name each after its product’s id, such as ID.jpg, and give the feed before them or with them.'
        : 'Give JPEG, PNG, WebP, GIF or AVIF files that are whole, of 8 pixels a side to 50 megapixels.',
    });
  }

  async lay({ pictures, leftOut }: ReadPictures): Promise<void> {
    this.shop = this.shop.with(pictures);
    this.#leftOut = leftOut;
    await this.kept.keepPictures(this.shop.write());
  }

  async takeDrawn(drawn: readonly { product: ProductId; picture: DrawnPicture }[]): Promise<void> {
    const pictures = new Map(drawn.map(({ product, picture }) => [product, fitSquare(picture, KEPT_SIZE)]));
    await this.lay({ pictures, leftOut: [] });
  }

  understood(products: ReadonlyMap<ProductId, Product>): PicturesUnderstanding | undefined {
    const { count } = this.shop;
    return count === 0 ? undefined : { count, kinds: this.shop.kindsOf(products), leftOut: this.#leftOut };
  }

  /** Nothing is kept any more. */
  clear(): void {
    this.shop = new ShopPictures();
    this.#leftOut = [];
  }
}
