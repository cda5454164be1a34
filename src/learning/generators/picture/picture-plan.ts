import { VitrineError } from '../../../contract/errors.ts';
import type { ImagineRequest } from '../../../contract/imagination.ts';
import type { ProductId } from '../../../contract/product.ts';
import type { Random } from '../../training/random.ts';
import { colourNamedIn } from './colours.ts';
import type { Conditions, PictureRequest } from './conditions.ts';
import type { Gallery, GalleryProduct } from './gallery.ts';
import type { Beginning } from './latent/latent-generator.ts';
import type { MakerFile } from './maker-file.ts';

/** Of the weight of an interest, what the one before it in time has. */
const FADING = 0.85;
/** How much of a product's picture there is in one that varies it, where kind and colour stay, and where they are others. */
const VARIED = 0.5;
const CHANGED = 0.35;
/** How much of both pictures there is in the one in the middle between them. */
const BETWEEN = 0.4;

/** What one picture is to be. */
export interface PicturePlan {
  kind: string;
  colour?: string;
  /** [condition] */
  conditions: Float32Array;
  beginning?: Beginning;
}

/** What is asked for beside the number of pictures. */
type Asked = Omit<ImagineRequest, 'generator' | 'count' | 'neighbours' | 'seed'>;

/**
 * What each of the pictures is to be, and whether anything of the visitor or of what is asked for is known.
 * @throws VitrineError `bad-options`, `unknown-products`
 */
export function planPictures(
  file: MakerFile,
  asked: Asked,
  count: number,
  random: Random,
): { plans: PicturePlan[]; known: boolean } {
  if (asked.like !== undefined) {
    const plan = planLike(file, asked.like, asked);
    return { plans: new Array<PicturePlan>(count).fill(plan), known: true };
  }
  const { gallery, generator } = file;
  const { conditions } = generator;
  const interests = knownOf(gallery, asked.interests);
  const taste = conditions.tasteWidth > 0 && interests.length > 0 ? tasteOf(interests) : undefined;
  const { described } = asked;
  const about = described === undefined ? interests : knownOf(gallery, described.products);
  if (described !== undefined && about.length === 0 && asked.kind === undefined) {
    throw new VitrineError('unknown-products', `No picture that is known shows “${described.text}”.`, {
      remedy: `Name a kind of thing: ${conditions.kinds.join(', ')}.`,
    });
  }
  const told = { colour: wordedColour(conditions, described?.text), ...defined(asked) };
  const plans = Array.from({ length: count }, (_, i) => {
    const drawn = drawKindAndColour(conditions, draw(about, random), (i + random.unit()) / count, random);
    return planOf(conditions, { ...drawn, ...defined(told), ...(taste && { taste }) });
  });
  return { plans, known: about.length > 0 };
}

/**
 * Like one product, or between several: the conditions are the mean of theirs, and so is what the picture begins from.
 * @throws VitrineError `unknown-products` where one of them is not known
 */
function planLike({ generator, gallery, codes }: MakerFile, like: Required<Asked>['like'], asked: Asked): PicturePlan {
  const { conditions } = generator;
  const { products, shares } = like;
  const known = products.map((product) => knownOrRefused(gallery, product));
  const most = shares.indexOf(Math.max(...shares));
  const said = { colour: wordedColour(conditions, asked.described?.text), ...defined(asked) };
  const plans = known.map((product) => planOf(conditions, { ...whatOf(conditions, product), ...defined(said) }));
  const { kind, colour } = plans[most];
  const own = whatOf(conditions, known[most]);
  const changed = own.kind !== kind || own.colour !== colour;
  const apart = products.length === 1 ? 0 : (1 - shares[most]) / (1 - 1 / products.length); // 1 in the middle
  const share = Math.min(1 - (1 - BETWEEN) * apart, changed ? CHANGED : 1, like.vary ? VARIED : 1);
  const begun =
    codes &&
    mean(
      products.map((product) => codes.get(product)!),
      shares,
    );
  return {
    kind,
    ...(colour !== undefined && { colour }),
    conditions: mean(
      plans.map((plan) => plan.conditions),
      shares,
    ),
    ...(begun && { beginning: { codes: begun, share } }),
  };
}

function planOf(conditions: Conditions, request: PictureRequest): PicturePlan {
  const row = new Float32Array(conditions.width);
  conditions.ofRequest(request, row);
  return { kind: request.kind, ...conditions.settle(request), conditions: row };
}

/** What a known product shows. */
function whatOf(conditions: Conditions, { kind, colour, taste }: GalleryProduct): PictureRequest {
  return {
    kind: conditions.kinds[kind],
    ...(colour !== undefined && { colour: conditions.colours[colour] }),
    ...(conditions.tasteWidth > 0 && { taste }),
  };
}

/** Kind and colour where they are asked for. */
function defined({ kind, colour }: { kind?: string | undefined; colour?: string | undefined }) {
  return { ...(kind !== undefined && { kind }), ...(colour !== undefined && { colour }) };
}

/** The colour that a text names, where the generator knows it. */
function wordedColour(conditions: Conditions, text: string | undefined): string | undefined {
  const colour = text === undefined ? undefined : colourNamedIn(text);
  return colour !== undefined && conditions.colours.includes(colour) ? colour : undefined;
}

const knownOf = (gallery: Gallery, products: readonly ProductId[]): GalleryProduct[] =>
  products.map((product) => gallery.get(product)).filter((product) => product !== undefined);

function knownOrRefused(gallery: Gallery, product: ProductId): GalleryProduct {
  const known = gallery.get(product);
  if (known !== undefined) return known;
  throw new VitrineError('unknown-products', `The generator knows no picture of the product ${product}.`, {
    remedy: 'Give products that it was trained with, or train it again.',
  });
}

/** Of rows of one length, by shares whose sum is 1. */
function mean(rows: readonly Float32Array[], shares: readonly number[]): Float32Array {
  const sum = new Float32Array(rows[0].length);
  rows.forEach((row, i) => {
    for (let at = 0; at < sum.length; at++) sum[at] += shares[i] * row[at];
  });
  return sum;
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
