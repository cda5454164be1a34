import { VitrineError } from '../../contract/errors.ts';
import type { Imagination, ImaginedPicture, ImagineQuery, ImagineRequest } from '../../contract/imagination.ts';
import type { Product, ProductId } from '../../contract/product.ts';
import { badOption } from '../facade/options.ts';
import type { CallOptions } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { type Limits, within } from '../workers/limits.ts';
import type { NeuralLink } from '../workers/neural-link.ts';

const INTERESTS = 24;
/** Products found by words, of which kinds and colours are taken. */
const FOUND = 12;
const MOST_LIKE = 8;
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
    text,
    like,
    shares,
    count = 8,
    neighbours = 3,
    seed = Math.floor(Math.random() * 2 ** 31),
  } = query;
  if (whom !== 'visitor' && whom !== 'anyone') throw badOption('for', '`visitor` or `anyone`');
  if (!isWhole(count, 1, 64)) throw badOption('count', 'a whole number from 1 to 64');
  if (!isWhole(neighbours, 0, 12)) throw badOption('neighbours', 'a whole number from 0 to 12');
  if (!Number.isInteger(seed)) throw badOption('seed', 'a whole number');
  if (typeof (kind ?? '') !== 'string') throw badOption('kind', 'a name');
  if (typeof (colour ?? '') !== 'string') throw badOption('colour', 'a name');
  if (typeof (text ?? '') !== 'string') throw badOption('text', 'a text');
  const likeness = like === undefined ? undefined : likenessOf(like, shares);
  if (generator === undefined) {
    throw new VitrineError('no-generator', 'This shop has no picture generator.', {
      remedy: 'Train one with `vitrine train-pictures` and name it in the option `generators.pictures`.',
    });
  }
  const limits = { what: 'imagine()', deadline: patience, signal };
  const [interests, described] = await Promise.all([
    whom === 'anyone' ? [] : engine.ask(limits, (service) => service.interests(INTERESTS)),
    text === undefined || text.trim() === '' ? undefined : describedBy(engine, limits, text),
  ]);
  const spare = neighbours === 0 ? 0 : neighbours + SPARE_NEIGHBOURS;
  const asked = { ...(kind !== undefined && { kind }), ...(colour !== undefined && { colour }) };
  const meant = { ...(described && { described }), ...(likeness && { like: likeness }) };
  const request = { generator, interests, ...asked, ...meant, count, neighbours: spare, seed };
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

/** What a search for the words finds; the nearest where nothing has all of them. */
async function describedBy(
  engine: EngineLink,
  limits: Limits,
  text: string,
): Promise<{ text: string; products: ProductId[] }> {
  const query = { text, limit: FOUND, prefix: false, personal: false };
  const { items, alternatives } = await engine.ask(limits, (service) => service.search(query), { withProducts: true });
  return { text, products: (items.length > 0 ? items : alternatives).map(({ id }) => id) };
}

/** @throws VitrineError `bad-options` */
function likenessOf(like: readonly ProductId[], shares?: readonly number[]): ImagineRequest['like'] {
  const areIds = Array.isArray(like) && like.every((id) => typeof id === 'string');
  if (!areIds || like.length < 1 || like.length > MOST_LIKE) {
    throw badOption('like', `a list of 1 to ${MOST_LIKE} ids of products`);
  }
  const given = shares ?? like.map(() => 1);
  const sum = Array.isArray(given) ? given.reduce((all, share) => all + share, 0) : Number.NaN;
  if (
    !(sum > 0 && sum < Number.POSITIVE_INFINITY) ||
    given.length !== like.length ||
    !given.every((share) => share >= 0)
  ) {
    throw badOption('shares', 'as many numbers from 0 as there are products in `like`, one of them above 0');
  }
  return { products: like, shares: given.map((share) => share / sum), vary: shares === undefined };
}

export function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
