import { VitrineError } from '../../contract/errors.ts';
import type { PicturePixels } from '../../contract/look-alikes.ts';
import { bytesOfWeights, type EncoderFile } from '../../learning/encoders/picture/encoder-file.ts';
import { fitSquare } from '../../learning/encoders/picture/fit-square.ts';
import {
  amongAll,
  amongTenKinds,
  countsOf,
  firstAmong,
  kindsAsEasyAs,
  type NeighbourQuality,
  type Seen,
} from '../pictures/likeness-quality.ts';
import { type RunContext, runStep } from '../run-context.ts';

/** A picture that the encoder was not trained on. */
export interface HeldPicture {
  product: string;
  /** Its product's categories, the narrowest last. */
  categories: readonly string[];
  picture: PicturePixels;
  /** The same, as somebody else's copy of it might be. */
  remade: PicturePixels;
}

/** Something else that gives pictures vectors of length 1, to compare with. */
export interface PeerEncoder {
  name: string;
  bytes: number;
  encode: (pictures: readonly PicturePixels[]) => Promise<Seen> | Seen;
  /** A figure that was published of it: the share of pictures whose nearest one is of their kind, of ten kinds not named. */
  published?: number;
}

export interface PictureQuality {
  name: string;
  bytes: number;
  /** Among all pictures that were held out. */
  all: NeighbourQuality & { pictures: number; kinds: number };
  /** Among eleven each of ten kinds: the most common ones of the ten most common wider categories; and any ten. */
  tenFarKinds: NeighbourQuality;
  anyTenKinds: NeighbourQuality;
  /** … ten of the kinds that the peer tells apart best, as many as make it as good as what was published of it. */
  tenEasyKinds?: NeighbourQuality;
}

/** … of the encoder: share of the remade pictures whose own product comes first. */
export interface EncoderQuality extends PictureQuality {
  /** Among the pictures that were held out. */
  remadeFirst: number;
  /** Among all products of the file. */
  remadeFirstOfAll: number;
}

export interface PictureEvaluation {
  pictures: number;
  tenFarKinds: readonly string[];
  /** Where a figure was published of a peer. */
  easyKinds?: readonly string[];
  encoder: EncoderQuality;
  peers: readonly PictureQuality[];
}

/**
 * Measures what a search by a picture finds, on pictures that were kept from training.
 * @throws VitrineError `bad-options` where there are none, `aborted`, `no-backend`
 */
export async function evaluatePictureEncoder(
  { file, held, peers }: { file: EncoderFile; held: readonly HeldPicture[]; peers: readonly PeerEncoder[] },
  run: RunContext,
): Promise<PictureEvaluation> {
  if (held.length === 0) {
    throw new VitrineError('bad-options', 'No picture was kept from training.', {
      remedy: 'Train with --leave-out, such as --leave-out 15.',
    });
  }
  const kinds = held.map(({ categories }) => categories.at(-1) ?? '');
  const far = farKinds(held);
  const measure = (name: string, bytes: number, seen: Seen): PictureQuality => ({
    name,
    bytes,
    all: amongAll(seen, kinds),
    tenFarKinds: amongTenKinds(seen, kinds, far, run.seed),
    anyTenKinds: amongTenKinds(seen, kinds, [...countsOf(kinds).keys()], run.seed),
  });
  const { encoder, gallery } = file;
  const { size } = encoder.shape;
  const encode = async (pictures: readonly PicturePixels[]): Promise<Seen> => {
    const pixels = new Uint8Array(pictures.length * size ** 2 * 3);
    pictures.forEach((picture, i) => {
      pixels.set(fitSquare(picture, size), i * size ** 2 * 3);
    });
    const vectors = await encoder.encode({ size, channels: 3, pixels });
    return { vectors: gallery.weighed(vectors), width: encoder.width };
  };
  return run.compute.lend(async () => {
    const remade = held.map(({ remade }) => remade);
    const pictures = held.map(({ picture }) => picture);
    const own = await runStep(run, 'encode', async () => ({
      seen: await encode(pictures),
      remade: await encode(remade),
    }));
    const rows = new Map(gallery.products.map((product, row) => [product, row]));
    const all = { vectors: gallery.weighed(gallery.vectors), width: encoder.width };
    const quality: EncoderQuality = {
      ...measure('vitrine', bytesOfWeights(encoder), own.seen),
      remadeFirst: firstAmong(own.remade, [...held.keys()], own.seen),
      remadeFirstOfAll: firstAmong(
        own.remade,
        held.map(({ product }) => rows.get(product)!),
        all,
      ),
    };
    const others: PictureQuality[] = [];
    let easy: readonly string[] | undefined;
    for (const { name, bytes, encode, published } of peers) {
      await runStep(run, name, async () => {
        const seen = await encode(pictures);
        const other = measure(name, bytes, seen);
        const asEasy = published === undefined ? [] : kindsAsEasyAs(published, seen, kinds, run.seed);
        if (asEasy.length > 0) {
          easy = asEasy;
          other.tenEasyKinds = amongTenKinds(seen, kinds, easy, run.seed);
          quality.tenEasyKinds = amongTenKinds(own.seen, kinds, easy, run.seed);
        }
        others.push(other);
      });
    }
    return {
      pictures: held.length,
      tenFarKinds: far,
      ...(easy && { easyKinds: easy }),
      encoder: quality,
      peers: others,
    };
  });
}

const FAR_KINDS = 10;

/** The most common kind of each of the most common wider categories: kinds of things that are far from each other. */
function farKinds(held: readonly HeldPicture[]): string[] {
  const wider = held.map(({ categories }) => categories.at(-2) ?? '');
  const common = (names: readonly string[]) => [...countsOf(names)].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  return common(wider)
    .slice(0, FAR_KINDS)
    .map(
      (name) => common(held.flatMap(({ categories }, i) => (wider[i] === name ? [categories.at(-1) ?? ''] : [])))[0],
    );
}
