import { VitrineError } from '../../contract/errors.ts';
import type { SearchQuery } from '../../contract/search.ts';
import { badOption } from '../facade/options.ts';
import type { CallOptions, PictureQuery } from '../facade/recommender.ts';
import { decodePicture } from '../pictures/decode-picture.ts';
import { within } from '../workers/limits.ts';
import type { NeuralLink } from '../workers/neural-link.ts';

/** Products that words and filters choose among: what is wanted may stand far down. */
const CHOICE = 2000;
const DEFAULT_LIMIT = 24;

export interface PictureSearchParts {
  neural: NeuralLink;
  /** Of the encoder: absolute address, or bytes. */
  encoder: string | ArrayBuffer | undefined;
  /** Milliseconds in which the neural worker starts and answers. */
  patience: number;
}

/** What a search by a picture asks of the engine: to search among the products that the neural worker finds alike. */
export async function amongAlike(
  { neural, encoder, patience }: PictureSearchParts,
  { image, text = '', ...rest }: PictureQuery & CallOptions,
): Promise<SearchQuery & CallOptions> {
  if (encoder === undefined) {
    throw new VitrineError('no-encoder', 'This shop has no encoder of pictures.', {
      remedy: 'Train one with `vitrine train-encoder` and name it in the option `generators.encoder`.',
    });
  }
  if (typeof text !== 'string') throw badOption('text', 'a text');
  const { limit = DEFAULT_LIMIT, signal } = rest;
  const isNarrowed = text.trim() !== '' || rest.filter !== undefined;
  const { products, likeness } = await within({ what: 'search()', deadline: patience, signal }, async () => {
    const [like, life] = await Promise.all([typeof image === 'string' ? image : decodePicture(image), neural.ready()]);
    // The product itself is not what is looked for.
    const count = isNarrowed ? CHOICE : limit + 1;
    return life.call((service) => service.lookAlikes({ encoder, like, count }), patience);
  });
  if (typeof image === 'string' && products.length === 0) {
    throw new VitrineError('unknown-products', `The encoder knows no picture of the product ${image}.`, {
      remedy: 'Give a picture of it, or train the encoder again.',
    });
  }
  const alike = products.map((id, i) => ({ id, likeness: likeness[i] })).filter(({ id }) => id !== image);
  return { ...rest, text, alike: isNarrowed ? alike : alike.slice(0, limit) };
}
