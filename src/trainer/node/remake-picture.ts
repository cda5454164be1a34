import { encode as encodeJpeg } from 'jpeg-js';
import type { PicturePixels } from '../../contract/look-alikes.ts';
import type { Random } from '../../learning/training/random.ts';
import { decodePicture } from './decode.ts';

/** A side of the picture keeps at least this part. */
const LEAST_SIDE = 0.8;
/** Brightness, colour of the light and contrast change by up to these parts. */
const BRIGHTNESS = 0.25;
const CAST = 0.08;
const CONTRAST = 0.2;
const JPEG_QUALITY = 40;

/** The picture as somebody else's copy of it might be: cropped, in another light, compressed again as a coarse JPEG. */
export function remakePicture({ width, height, rgba }: PicturePixels, random: Random): PicturePixels {
  const about = (most: number): number => 1 + (2 * random.unit() - 1) * most;
  const [right, down] = [width, height].map((side) =>
    Math.round(side * (LEAST_SIDE + (1 - LEAST_SIDE) * random.unit())),
  );
  const [left, top] = [random.below(width - right + 1), random.below(height - down + 1)];
  const [brightness, contrast] = [about(BRIGHTNESS), about(CONTRAST)];
  const gains = [0, 1, 2].map(() => brightness * about(CAST));
  const data = Buffer.alloc(right * down * 4, 255);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < right; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const value = rgba[((top + y) * width + left + x) * 4 + channel];
        data[(y * right + x) * 4 + channel] = Math.min(255, 255 * gains[channel] * (value / 255) ** contrast);
      }
    }
  }
  return decodePicture(encodeJpeg({ data, width: right, height: down }, JPEG_QUALITY).data);
}
