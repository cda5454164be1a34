import { VitrineError } from '../contract/errors.ts';
import type {
  Imagination,
  ImaginedPicture,
  ImagineQuery,
  PictureTrainingProgress,
  PictureTrainingReport,
  TrainPicturesOptions,
} from '../contract/imagination.ts';
import type { InteractionName } from '../contract/interaction.ts';
import type { Product, ProductId } from '../contract/product.ts';
import type { EngineLink } from './engine-link.ts';
import { aborted, quiet, within } from './limits.ts';
import type { NeuralLink } from './neural-link.ts';
import { ProgressQueue } from './progress-queue.ts';
import type { CallOptions } from './recommender.ts';

/** What speaks for a product's taste, and what against it; the rest tells nothing. */
const FOR: readonly InteractionName[] = ['select_item', 'view_item', 'add_to_cart', 'add_to_wishlist', 'purchase'];
const AGAINST: readonly InteractionName[] = ['dismiss', 'remove_from_cart'];
/** Of the history, newest first. */
const INTERACTIONS = 200;
const INTERESTS = 24;
/** The nearest may be sold out. */
const SPARE_NEIGHBOURS = 4;

export interface ImaginingParts {
  engine: EngineLink;
  neural: NeuralLink;
  /** Of the picture generator: absolute address, or bytes. */
  pictures: string | ArrayBuffer | undefined;
  /** Milliseconds in which the neural worker starts and answers. */
  patience: number;
}

/** Makes pictures in the neural worker, and brings the real products that they are like. */
export async function imagine<TProduct extends Product>(
  { engine, neural, pictures: generator, patience }: ImaginingParts,
  { signal, ...query }: ImagineQuery & CallOptions,
): Promise<Imagination<TProduct>> {
  const {
    for: whom = 'visitor',
    kind,
    colour,
    count = 8,
    neighbours = 3,
    seed = Math.floor(Math.random() * 2 ** 31),
  } = query;
  if (whom !== 'visitor' && whom !== 'anyone') throw bad('for', '`visitor` or `anyone`');
  if (!isWhole(count, 1, 64)) throw bad('count', 'a whole number from 1 to 64');
  if (!isWhole(neighbours, 0, 12)) throw bad('neighbours', 'a whole number from 0 to 12');
  if (!Number.isInteger(seed)) throw bad('seed', 'a whole number');
  if (typeof (kind ?? '') !== 'string') throw bad('kind', 'a name');
  if (typeof (colour ?? '') !== 'string') throw bad('colour', 'a name');
  if (generator === undefined) {
    throw new VitrineError('no-generator', 'This shop has no picture generator.', {
      remedy: 'Train one with `vitrine train-pictures` and name it in the option `generators.pictures`.',
    });
  }
  const limits = { what: 'imagine()', deadline: patience, signal };
  const interests = whom === 'anyone' ? [] : await newestInterests(engine, limits);
  const spare = neighbours === 0 ? 0 : neighbours + SPARE_NEIGHBOURS;
  const asked = { ...(kind !== undefined && { kind }), ...(colour !== undefined && { colour }) };
  const request = { generator, interests, ...asked, count, neighbours: spare, seed };
  const made = await within(limits, async () => {
    const life = await neural.ready();
    return life.call((service) => service.imagine(request), patience);
  });
  const ids = [...new Set(made.pictures.flatMap((picture) => picture.neighbours))];
  const products =
    ids.length === 0 ? [] : await engine.ask(limits, (service) => service.products(ids), { withProducts: true });
  const known = new Map(ids.map((id, i) => [id, products[i]]));
  const pictures = made.pictures.map(
    ({ width, height, rgba, neighbours: near, ...rest }): ImaginedPicture<TProduct> => {
      const beside = near.map((id) => known.get(id) as TProduct | null).filter((product) => product !== null);
      return {
        imagined: true,
        image: new ImageData(rgba, width, height),
        ...rest,
        neighbours: beside.slice(0, neighbours),
      };
    },
  );
  return { pictures, fallback: made.fallback, took: made.took };
}

/** Products that the visitor was interested in and did not turn from later, the newest first. */
async function newestInterests(engine: EngineLink, limits: Parameters<typeof within>[0]): Promise<ProductId[]> {
  const history = await engine.ask(limits, (service) => service.history(INTERACTIONS));
  const turnedFrom = new Set<ProductId>();
  const interests = new Set<ProductId>();
  for (const { name, product } of history) {
    if (AGAINST.includes(name) && !interests.has(product)) turnedFrom.add(product);
    else if (FOR.includes(name) && !turnedFrom.has(product)) interests.add(product);
  }
  return [...interests].slice(0, INTERESTS);
}

let calls = 0;

/** Trains a picture generator in the neural worker, told as it goes. Leaving the loop cancels it. */
export async function* trainPictures(
  { neural, patience }: Pick<ImaginingParts, 'neural' | 'patience'>,
  { signal, pictures, steps = 2000, every = 25, batch = 16, seed = 1 }: TrainPicturesOptions & CallOptions,
): AsyncGenerator<PictureTrainingProgress, PictureTrainingReport, void> {
  for (const [name, value] of Object.entries({ steps, every, batch })) {
    if (!isWhole(value, 1, 1_000_000)) throw bad(name, 'a whole number above 0');
  }
  const set = readPictures(pictures);
  const call = `pictures-${++calls}`;
  const progress = new ProgressQueue<PictureTrainingProgress>();
  const onAbort = (): void => progress.end(aborted('trainPictures()', signal?.reason));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  let cancel = (): void => undefined;
  let stopped = false;
  const work = async (): Promise<PictureTrainingReport> => {
    const life = await within({ what: 'trainPictures()', deadline: patience }, () => neural.ready());
    if (stopped) throw aborted('trainPictures()', signal?.reason);
    cancel = () => void quiet(life.call((service) => service.cancel(call), patience));
    const request = { call, ...set, steps, every, batch, seed };
    return life.call(
      (service) =>
        service.trainPictures(request, ({ samples, ...news }) => {
          life.hear();
          progress.push({ ...news, ...(samples && { samples: imagesOf(samples, set.size) }) });
        }),
      patience,
    );
  };
  const report = quiet(work());
  report.then(
    () => progress.end(),
    (thrown) => progress.end(VitrineError.from(thrown)),
  );
  let finished = false;
  try {
    yield* progress;
    finished = true;
    return await report;
  } finally {
    stopped = true;
    signal?.removeEventListener('abort', onAbort);
    if (!finished) cancel();
  }
}

/** @throws VitrineError `bad-options` */
function readPictures(pictures: TrainPicturesOptions['pictures']) {
  if (!Array.isArray(pictures) || pictures.length === 0) throw bad('pictures', 'a list of pictures');
  const size = pictures[0].image?.width;
  const kinds = [...new Set(pictures.map(({ kind }) => String(kind)))];
  const pixels = new Uint8Array(pictures.length * size * size * 3);
  pictures.forEach(({ image }, i) => {
    if (!(image instanceof ImageData) || image.width !== size || image.height !== size) {
      throw bad(`pictures[${i}].image`, `an ImageData of ${size} × ${size} pixels, as the first`);
    }
    for (let at = 0; at < size * size; at++) {
      for (let channel = 0; channel < 3; channel++) {
        pixels[(i * size * size + at) * 3 + channel] = image.data[at * 4 + channel];
      }
    }
  });
  const products = pictures.map(({ product }) => product).filter((product) => product !== undefined);
  return {
    size,
    pixels,
    kinds,
    kindOf: Uint16Array.from(pictures, ({ kind }) => kinds.indexOf(String(kind))),
    // A gallery of some of them only would compare made pictures with the wrong rows.
    ...(products.length === pictures.length && { products }),
  };
}

function imagesOf(pixels: Uint8Array, size: number): ImageData[] {
  const each = size * size * 3;
  return Array.from({ length: pixels.length / each }, (_, i) => {
    const image = new ImageData(size, size);
    image.data.fill(255);
    for (let at = 0; at < size * size; at++) {
      for (let channel = 0; channel < 3; channel++) image.data[at * 4 + channel] = pixels[i * each + at * 3 + channel];
    }
    return image;
  });
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function bad(option: string, wanted: string): VitrineError {
  return new VitrineError('bad-options', `\`${option}\` is not ${wanted}.`);
}
