import type { Product, ProductId } from './product.ts';
import type { TrainingProgress } from './training-progress.ts';

/** A request for generated pictures. */
export interface ImagineQuery {
  /**
   * Whose taste the pictures follow: the visitor's, or nobody's (`anyone`: they are drawn from all that the generator
   * knows). Default `visitor`.
   */
  for?: 'visitor' | 'anyone';
  /**
   * A kind that the generator was trained on; any other is refused with `bad-options`. Default: kinds that the visitor
   * liked.
   */
  kind?: string;
  /**
   * What the pictures show, in words (`blue mug`, `蓝色马克杯`): kinds and colours of the products that a search for them finds, and
   * the colour that they name. Words that find nothing are refused with `unknown-products`.
   */
  text?: string;
  /**
   * Products that the pictures are like, at most 8: variations of one, or what lies between several. Together with `kind`,
   * `colour` or `text` it is this product but in that colour or of that kind. A product whose picture the generator does not know
   * is refused with `unknown-products`. A generator of the older form knows only kinds, colours and tastes of products.
   */
  like?: readonly ProductId[];
  /**
   * How much of each product of `like` is in the picture: numbers from 0, of which one is above 0. Then the pictures do not vary: `[1, 0]`
   * is the first product's own picture, `[1, 1]` the one in the middle. Default: as much of each, and the pictures vary.
   */
  shares?: readonly number[];
  /**
   * One of its colours. Where no picture of the kind had it in training, another colour is used. Default: colours that the visitor
   * liked.
   */
  colour?: string;
  /** Pictures wanted, 1…64. Default 8. */
  count?: number;
  /** Real products beside each, 0…12. Default 3. */
  neighbours?: number;
  /** The same seed gives the same pictures. Default: another one each time. */
  seed?: number;
}

/** A picture that a generator made. It shows no product: there is nothing to buy, so it has no id and no price. */
export interface ImaginedPicture<TProduct extends Product = Product> {
  imagined: true;
  image: ImageData;
  /** What was drawn, in the generator's own words. */
  kind: string;
  colour?: string;
  /** The real products of that kind whose pictures are most like it, nearest first. Only what is in stock. */
  neighbours: readonly TProduct[];
}

export interface Imagination<TProduct extends Product = Product> {
  pictures: readonly ImaginedPicture<TProduct>[];
  /** `true` where the generator knew no product of this visitor's history: the pictures are not personal. */
  fallback: boolean;
  /** Milliseconds spent in the neural worker. */
  took: number;
}

/** As it is asked of the neural worker. */
export interface ImagineRequest {
  /** Absolute address of the generator's file, or its bytes. */
  generator: string | ArrayBuffer;
  /** Products that the visitor was interested in, the newest first; none for anyone. */
  interests: readonly ProductId[];
  /** What words describe: the products that a search for them finds, best first. */
  described?: { text: string; products: readonly ProductId[] };
  /** Products that the pictures are like, how much of each is in them (the sum is 1), and whether the pictures vary. */
  like?: { products: readonly ProductId[]; shares: readonly number[]; vary: boolean };
  kind?: string;
  colour?: string;
  count: number;
  neighbours: number;
  seed: number;
}

/** As the neural worker answers it. */
export interface ImagineResult {
  pictures: readonly {
    width: number;
    height: number;
    /** [height, width, 4] */
    rgba: Uint8ClampedArray<ArrayBuffer>;
    kind: string;
    colour?: string;
    neighbours: readonly ProductId[];
  }[];
  fallback: boolean;
  took: number;
}

/** A real picture to learn from. */
export interface TrainingPicture {
  image: ImageData;
  /** What it shows, such as `Teapots`. */
  kind: string;
  /** The product that it shows, so that it can be named beside generated pictures. */
  product?: ProductId;
}

export interface TrainPicturesOptions {
  /** At least 64 pictures that show something: square, all of one size, 8 to 64 pixels a side and a multiple of 4. */
  pictures: readonly TrainingPicture[];
  /** Steps of each of the two nets. Default 2000. */
  steps?: number;
  /** Steps between two measurements of the generated pictures. Default 25. */
  every?: number;
  /** Pictures in a step. Default 16. */
  batch?: number;
  /** Default 1. */
  seed?: number;
}

/** One moment of the training of a picture generator. */
export interface PictureTrainingProgress extends TrainingProgress {
  /** As published: L_G = −log D(G(z)), L_D = −[log D(x) + log(1 − D(G(z)))], and their sum. Nats. */
  losses: { generator: number; discriminator: number; total: number };
  /** How often the training diverged or collapsed and went back to its last good state. */
  rollbacks: number;
  /**
   * At a measurement: how far generated pictures are from real ones, how varied they are, and which share of the real ones
   * they cover.
   */
  quality?: { distance: number; diversity: number; coverage: number };
  /** `true` where the generated pictures are all alike or most kinds are missing. Such weights are never kept. */
  collapsed?: boolean;
  /** Pictures that the present weights make. */
  samples?: readonly ImageData[];
}

export interface PictureTrainingReport {
  /** The generator's file, as `generators.pictures` takes it. */
  file: ArrayBuffer;
  /** Quality of the kept weights. */
  metrics: Record<string, number>;
  backend: string;
}

/** As it is asked of the neural worker. */
export interface TrainPicturesRequest {
  /** Name of the call, for `cancel`. */
  call: string;
  size: number;
  /** Red, green, blue of all pictures. [count, size, size, 3] */
  pixels: Uint8Array<ArrayBuffer>;
  kinds: readonly string[];
  /** [count] */
  kindOf: Uint16Array<ArrayBuffer>;
  products?: readonly ProductId[];
  steps: number;
  every: number;
  batch: number;
  seed: number;
}

/** As the neural worker reports it: samples are red, green and blue. [count, size, size, 3] */
export interface PictureTrainingNews extends Omit<PictureTrainingProgress, 'samples'> {
  samples?: Uint8Array<ArrayBuffer>;
}
