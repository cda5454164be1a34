import type { Product, ProductId } from '../../src/contract/product.ts';
import type { DrawnPicture } from '../workbench.ts';
import { element } from './element.ts';

/** Pixels a side, as the workbench keeps pictures. */
const SIZE = 64;
/** Products after which it is said how many are drawn. */
const EVERY = 50;

/** The page's own pictures of products, as pixels. Products without one are passed over. */
export async function drawProducts(
  products: readonly Product[],
  address: (product: Product) => string | undefined,
  signal: AbortSignal,
  tell: (done: number) => void,
): Promise<{ product: ProductId; picture: DrawnPicture }[]> {
  const context = element('canvas', { width: SIZE, height: SIZE }).getContext('2d', { willReadFrequently: true })!;
  const drawn: { product: ProductId; picture: DrawnPicture }[] = [];
  for (const [done, product] of products.entries()) {
    signal.throwIfAborted();
    const src = address(product);
    if (src !== undefined) {
      const image = new Image();
      image.src = src;
      await image.decode();
      context.clearRect(0, 0, SIZE, SIZE);
      context.drawImage(image, 0, 0, SIZE, SIZE);
      const { data } = context.getImageData(0, 0, SIZE, SIZE);
      drawn.push({ product: product.id, picture: { width: SIZE, height: SIZE, rgba: data } });
    }
    if (done % EVERY === EVERY - 1) tell(done + 1);
  }
  return drawn;
}
