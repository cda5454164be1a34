import type { DescribeRequest, Description } from '../../contract/description.ts';
import { VitrineError } from '../../contract/errors.ts';
import type {
  ImagineRequest,
  ImagineResult,
  PictureTrainingNews,
  TrainPicturesRequest,
} from '../../contract/imagination.ts';
import type { LookAlikes, LookAlikesRequest } from '../../contract/look-alikes.ts';
import { readEncoderFile } from '../encoders/picture/encoder-file.ts';
import { fitSquare } from '../encoders/picture/fit-square.ts';
import type { readDescriberFile } from '../generators/describer/describer-file.ts';
import { COLOURS, coloursOf } from '../generators/picture/colours.ts';
import { Conditions } from '../generators/picture/conditions.ts';
import { Gallery } from '../generators/picture/gallery.ts';
import { imagine } from '../generators/picture/imagine.ts';
import { readMakerFile } from '../generators/picture/maker-file.ts';
import { writePictureFile } from '../generators/picture/picture-file.ts';
import { PICTURE_TRAINING, PictureGenerator } from '../generators/picture/picture-generator.ts';
import { scriptPart } from './script-part.ts';

/** Generators and encoders that were read, by address: a shelf asks again and again. */
export class Generators {
  readonly #pictures = new ReadFiles(readMakerFile);
  #describers: ReadFiles<Awaited<ReturnType<typeof readDescriberFile>>> | undefined;
  readonly #encoders = new ReadFiles(readEncoderFile);

  /** @throws VitrineError `pack-unreachable`, `pack-corrupt` */
  async imagine({ generator, ...request }: ImagineRequest): Promise<ImagineResult> {
    return imagine(await this.#pictures.of(generator), request);
  }

  /** @throws VitrineError `pack-unreachable`, `pack-corrupt` */
  async lookAlikes({ encoder: file, like, count }: LookAlikesRequest): Promise<LookAlikes> {
    const { encoder, gallery } = await this.#encoders.of(file);
    if (typeof like !== 'string') {
      const { size } = encoder.shape;
      const pixels = fitSquare(like, size);
      return gallery.nearest(await encoder.encode({ size, channels: 3, pixels }), count);
    }
    const vector = gallery.vectorOf(like);
    return vector === undefined ? { products: [], likeness: new Float32Array() } : gallery.nearest(vector, count);
  }

  /** @throws VitrineError `worker-failed`, `pack-unreachable`, `pack-corrupt` */
  async describe({ script, generator, product, draft, ...manner }: DescribeRequest): Promise<Description> {
    const read = await scriptPart('vitrineReadDescriber', script);
    this.#describers ??= new ReadFiles((bytes) => read(bytes));
    const describer = await this.#describers.of(generator);
    const invented = draft === undefined ? [] : describer.invented(draft, product).map(({ value }) => value);
    if (draft !== undefined && invented.length === 0) return { text: draft, source: 'built-in' };
    const { refused: _, ...description } = describer.describe(product, manner);
    return { ...description, ...(invented.length > 0 && { invented }) };
  }
}

/** Files that were read, by address. Bytes are read each time. */
class ReadFiles<TFile> {
  readonly #files = new Map<string, Promise<TFile>>();

  constructor(private readonly read: (bytes: Uint8Array<ArrayBuffer>) => TFile | Promise<TFile>) {}

  async of(generator: string | ArrayBuffer): Promise<TFile> {
    if (typeof generator !== 'string') return this.read(new Uint8Array(generator));
    let file = this.#files.get(generator);
    if (file === undefined) {
      file = fetchBytes(generator).then((bytes) => this.read(bytes));
      this.#files.set(generator, file);
      file.catch(() => this.#files.delete(generator));
    }
    return file;
  }
}

async function fetchBytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new VitrineError('pack-unreachable', `The file at ${address} could not be fetched: ${String(cause)}`, {
      remedy: 'Check the address, and that its server allows this page to read it (CORS).',
      cause,
    });
  }
}

/** Examinations without a better one after which a training ends. */
const PATIENCE = 40;

/**
 * Trains a picture generator from pictures that the page gives.
 * @returns its file, and what was measured of what is kept
 * @throws VitrineError `nothing-to-train`, `bad-options`, `aborted`, `diverged`
 */
export async function trainPictures(
  request: TrainPicturesRequest,
  signal: AbortSignal,
  onProgress: (news: PictureTrainingNews) => unknown,
): Promise<{ file: ArrayBuffer; metrics: Record<string, number> }> {
  const { size, pixels, kinds, kindOf, products, steps, every, batch, seed } = request;
  const shown = { size, channels: 3, pixels };
  const set = { ...shown, kinds, kindOf, colours: COLOURS, colourOf: coloursOf(shown), ...(products && { products }) };
  const training = { ...PICTURE_TRAINING, batch, stepsPerEpoch: every };
  const generator = new PictureGenerator(Conditions.of(set), set, training);
  let metrics: Record<string, number> = {};
  const fitting = generator.fit(set, training, {
    epochs: Math.max(1, Math.ceil(steps / every)),
    patience: PATIENCE,
    validateEvery: 1,
    seed,
    signal,
  });
  for await (const { samples, ...progress } of fitting) {
    const { quality, collapsed } = progress;
    if (quality && !collapsed && !(metrics.distance <= quality.distance)) metrics = { ...quality };
    await onProgress({ ...progress, ...(samples && { samples: new Uint8Array(samples.pixels) }) });
  }
  const file = writePictureFile({ generator, gallery: Gallery.of(set) }, metrics);
  return { file: file.buffer, metrics };
}
