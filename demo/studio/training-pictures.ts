import type { TrainingPicture } from 'vitrine';
import { element } from '../storefront/element.ts';
import type { Goods } from '../storefront/goods.ts';
import { drawing } from '../storefront/picture.ts';

/** The drawings of these goods in the size that a generator learns from, one after the other. */
export async function trainingPictures(
  goods: readonly Goods[],
  size: number,
  signal: AbortSignal,
): Promise<TrainingPicture[]> {
  const canvas = element('canvas', { width: size, height: size });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const pictures: TrainingPicture[] = [];
  for (const one of goods) {
    signal.throwIfAborted();
    const image = new Image();
    image.src = drawing(one);
    await image.decode();
    context.drawImage(image, 0, 0, size, size);
    const kind = one.categories?.at(-1) ?? '';
    pictures.push({ image: context.getImageData(0, 0, size, size), kind, product: one.id });
  }
  return pictures;
}
