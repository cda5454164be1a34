import type { ImagineRequest, ImagineResult } from '../../../contract/imagination.ts';
import type { ProductId } from '../../../contract/product.ts';
import { Random } from '../../training/random.ts';
import type { MakerFile } from './maker-file.ts';
import { planPictures } from './picture-plan.ts';
import type { Pixels } from './picture-set.ts';

/**
 * Makes pictures to a visitor's taste, of what words describe or like real products, and finds the real products that they
 * are like.
 * @throws VitrineError `bad-options`, `unknown-products`
 */
export async function imagine(
  file: MakerFile,
  { count, neighbours, seed, ...asked }: Omit<ImagineRequest, 'generator'>,
): Promise<ImagineResult> {
  const started = performance.now();
  const { generator, gallery } = file;
  const { width, kinds } = generator.conditions;
  const random = new Random(seed);
  const { plans, known } = planPictures(file, asked, count, random);
  const rows = new Float32Array(count * width);
  plans.forEach(({ conditions }, i) => void rows.set(conditions, i * width));
  const made = await generator.drawUnder(
    rows,
    random.next(),
    plans.map(({ beginning }) => beginning),
  );
  const kindOf = plans.map(({ kind }) => kinds.indexOf(kind));
  const beside: ProductId[][] = neighbours > 0 ? gallery.nearest(made, kindOf, neighbours) : kindOf.map(() => []);
  const pictures = plans.map(({ kind, colour }, i) => ({
    width: made.size,
    height: made.size,
    rgba: rgbaOf(made, i),
    kind,
    ...(colour !== undefined && { colour }),
    neighbours: beside[i],
  }));
  return { pictures, fallback: !known, took: performance.now() - started };
}

/** One of the pictures, opaque. [size, size, 4] */
function rgbaOf({ size, channels, pixels }: Pixels, picture: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(size * size * 4).fill(255);
  const start = picture * size * size * channels;
  for (let at = 0; at < size * size; at++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[at * 4 + channel] = pixels[start + at * channels + (channels === 3 ? channel : 0)];
    }
  }
  return rgba;
}
