import type {
  PictureTrainingProgress,
  PictureTrainingReport,
  TrainPicturesOptions,
} from '../../contract/imagination.ts';
import { badOption } from '../facade/options.ts';
import type { CallOptions } from '../facade/recommender.ts';
import { quiet, within } from '../workers/limits.ts';
import { type ImaginingParts, isWhole } from './imagining.ts';
import { progressGenerator } from './progress-generator.ts';

const WHAT = 'trainPictures()';

let calls = 0;

/**
 * Trains a picture generator in the neural worker, and yields its progress.
 * @throws VitrineError `bad-options`
 */
export function trainPictures(
  { neural, patience }: Pick<ImaginingParts, 'neural' | 'patience'>,
  { signal, pictures, steps = 2000, every = 25, batch = 16, seed = 1 }: TrainPicturesOptions & CallOptions,
): AsyncGenerator<PictureTrainingProgress, PictureTrainingReport, void> {
  for (const [name, value] of Object.entries({ steps, every, batch })) {
    if (!isWhole(value, 1, 1_000_000)) throw badOption(name, 'a whole number above 0');
  }
  const set = readPictures(pictures);
  const call = `pictures-${++calls}`;
  return progressGenerator(WHAT, signal, async ({ publish, begin }) => {
    const life = await within({ what: WHAT, deadline: patience }, () => neural.ready());
    begin(() => void quiet(life.call((service) => service.cancel(call), patience)));
    const request = { call, ...set, steps, every, batch, seed };
    return life.call(
      (service) =>
        service.trainPictures(request, ({ samples, ...news }) => {
          life.hear();
          publish({ ...news, ...(samples && { samples: imagesOf(samples, set.size) }) });
        }),
      patience,
    );
  });
}

/** @throws VitrineError `bad-options` */
function readPictures(pictures: TrainPicturesOptions['pictures']) {
  if (!Array.isArray(pictures) || pictures.length === 0) throw badOption('pictures', 'a list of pictures');
  const size = pictures[0].image?.width;
  const kinds = [...new Set(pictures.map(({ kind }) => String(kind)))];
  const pixels = new Uint8Array(pictures.length * size * size * 3);
  pictures.forEach(({ image }, i) => {
    if (!(image instanceof ImageData) || image.width !== size || image.height !== size) {
      throw badOption(`pictures[${i}].image`, `an ImageData of ${size} × ${size} pixels, as the first`);
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
