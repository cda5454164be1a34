import type { ImagineRequest, ImagineResult } from '../../../contract/imagination.ts';
import type { ProductId } from '../../../contract/product.ts';
import { Random } from '../../training/random.ts';
import type { Conditions, PictureRequest } from './conditions.ts';
import type { GalleryProduct } from './gallery.ts';
import type { PictureFile } from './picture-file.ts';
import type { Pixels } from './picture-set.ts';

/** Of the weight of an interest, what the one before it in time has. */
const FADING = 0.85;

/** Makes pictures to a visitor's taste, and finds the real products that they are like. */
export async function imagine(
  { generator, gallery }: PictureFile,
  { interests, kind, colour, count, neighbours, seed }: Omit<ImagineRequest, 'generator'>,
): Promise<ImagineResult> {
  const started = performance.now();
  const random = new Random(seed);
  const { conditions } = generator;
  const asked = { ...(kind !== undefined && { kind }), ...(colour !== undefined && { colour }) };
  const known = interests.map((product) => gallery.get(product)).filter((product) => product !== undefined);
  const taste = conditions.tasteWidth > 0 && known.length > 0 ? tasteOf(known) : undefined;
  const requests = Array.from({ length: count }, (_, i): PictureRequest => {
    const request = {
      ...drawKindAndColour(conditions, draw(known, random), (i + random.unit()) / count, random),
      ...asked,
      taste,
    };
    return { ...request, ...conditions.settle(request) };
  });
  const made = await generator.draw(requests, random.next());
  const kinds = requests.map(({ kind }) => conditions.kinds.indexOf(kind));
  const beside: ProductId[][] = neighbours > 0 ? gallery.nearest(made, kinds, neighbours) : kinds.map(() => []);
  const pictures = requests.map(({ kind, colour }, i) => ({
    width: made.size,
    height: made.size,
    rgba: rgbaOf(made, i),
    kind,
    ...(colour !== undefined && { colour }),
    neighbours: beside[i],
  }));
  return { pictures, fallback: known.length === 0, took: performance.now() - started };
}

/**
 * Kind and colour of a liked product; where there is none, of all that is known.
 * @param place 0…1, where among the kinds
 */
function drawKindAndColour(
  conditions: Conditions,
  liked: GalleryProduct | undefined,
  place: number,
  random: Random,
): Pick<PictureRequest, 'kind' | 'colour'> {
  const kind = conditions.kinds[liked?.kind ?? Math.floor(place * conditions.kinds.length)];
  const colours = conditions.coloursOf(kind);
  const colour =
    liked?.colour === undefined ? colours[random.below(Math.max(1, colours.length))] : conditions.colours[liked.colour];
  return { kind, ...(colour !== undefined && { colour }) };
}

/** One of the liked products, the newest most likely. */
function draw(known: readonly GalleryProduct[], random: Random): GalleryProduct | undefined {
  const total = known.reduce((sum, _, i) => sum + FADING ** i, 0);
  let left = random.unit() * total;
  return (
    known.find((_, i) => {
      left -= FADING ** i;
      return left < 0;
    }) ?? known.at(-1)
  );
}

/** Mean of what the liked products appeal to, the newest weighing most. */
function tasteOf(known: readonly GalleryProduct[]): Float32Array {
  const mean = new Float32Array(known[0].taste.length);
  const total = known.reduce((sum, _, i) => sum + FADING ** i, 0);
  known.forEach(({ taste }, i) => {
    for (let at = 0; at < mean.length; at++) mean[at] += (taste[at] * FADING ** i) / total;
  });
  return mean;
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
