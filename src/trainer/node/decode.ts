import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import type { PicturePixels } from '../../contract/look-alikes.ts';

const MEGAPIXELS = 50;
const MEGABYTES = 512;

/** JPEG or PNG, by its first bytes. @throws Error where it is neither, or does not decode */
export function decodePicture(bytes: Buffer): PicturePixels {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const limits = { maxResolutionInMP: MEGAPIXELS, maxMemoryUsageInMB: MEGABYTES };
    const { width, height, data } = decodeJpeg(bytes, { useTArray: true, ...limits });
    return { width, height, rgba: data };
  }
  if (bytes.readUInt32BE(0) === 0x89504e47) {
    const { width, height, data } = PNG.sync.read(bytes);
    return { width, height, rgba: data };
  }
  throw new Error('it is neither JPEG nor PNG');
}
