import { VitrineError } from '../../contract/errors.ts';
import type { PicturePixels } from '../../contract/look-alikes.ts';
import type { SearchPicture } from '../facade/recommender.ts';
import { HEADER_BYTES, pictureFormat } from './picture-format.ts';

const MEGAPIXELS = 50;
const MEGABYTES = 64;
/** Pixels of the longer side that an encoder could use. */
const SIDE = 256;

/**
 * A picture as pixels, by the browser's own decoders; of an animation its first frame. It stays in this page.
 * @throws VitrineError `bad-options`, `picture-unreadable`, `picture-too-large`
 */
export async function decodePicture(picture: Exclude<SearchPicture, string>): Promise<PicturePixels> {
  if (typeof ImageData !== 'undefined' && picture instanceof ImageData) {
    checkSize(picture.width, picture.height);
    return { width: picture.width, height: picture.height, rgba: picture.data };
  }
  if (picture instanceof Blob) {
    const bitmap = await bitmapOf(picture);
    try {
      return pixelsOf(bitmap, bitmap.width, bitmap.height);
    } finally {
      bitmap.close();
    }
  }
  if (picture instanceof HTMLImageElement) {
    await picture.decode().catch((cause) => {
      throw unreadable('The image did not load.', 'Give an image that the page can show.', cause);
    });
    return pixelsOf(picture, picture.naturalWidth, picture.naturalHeight);
  }
  const drawn = [globalThis.HTMLCanvasElement, globalThis.OffscreenCanvas, globalThis.ImageBitmap];
  if (drawn.some((kind) => kind && picture instanceof kind)) {
    return pixelsOf(picture as CanvasImageSource, picture.width, picture.height);
  }
  throw new VitrineError('bad-options', 'The option `image` is no picture.', {
    remedy: 'Give a Blob, an image, a canvas, a bitmap or the id of a product.',
  });
}

async function bitmapOf(blob: Blob): Promise<ImageBitmap> {
  if (blob.size > MEGABYTES * 1e6) throw tooLarge(`It has ${Math.round(blob.size / 1e6)} MB.`);
  const header = new Uint8Array(await blob.slice(0, HEADER_BYTES).arrayBuffer());
  const { type, width = 1, height = 1 } = pictureFormat(header);
  // A drawing may hold scripts and addresses, and no shop's picture is one.
  if (type === 'svg' || /svg/i.test(blob.type)) {
    throw unreadable('SVG is not searched by.', 'Give a photograph: JPEG, PNG, WebP, GIF or AVIF.');
  }
  checkSize(width, height);
  try {
    return await createImageBitmap(blob);
  } catch (cause) {
    throw unreadable('It does not decode.', 'Give a JPEG, PNG, WebP, GIF or AVIF file that is whole.', cause);
  }
}

/** Drawn small, on white where it is transparent. */
function pixelsOf(source: CanvasImageSource, width: number, height: number): PicturePixels {
  checkSize(width, height);
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw unreadable('This page cannot draw.', 'Try again with fewer pictures on the page.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { width: canvas.width, height: canvas.height, rgba: data };
  } catch (cause) {
    throw unreadable(
      'It is of another origin, which does not let this page read it.',
      'Serve it with CORS headers, and give its element the attribute crossorigin.',
      cause,
    );
  }
}

/** @throws VitrineError `picture-too-large`, `picture-unreadable` */
function checkSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw unreadable('It has no pixels.', 'Give a picture with a width and a height.');
  if (width * height > MEGAPIXELS * 1e6) throw tooLarge(`It has ${width} × ${height} pixels.`);
}

function unreadable(what: string, remedy: string, cause?: unknown): VitrineError {
  return new VitrineError('picture-unreadable', `The picture cannot be read: ${what}`, { remedy, cause });
}

function tooLarge(what: string): VitrineError {
  return new VitrineError('picture-too-large', `The picture is too large: ${what}`, {
    remedy: `Give one of at most ${MEGAPIXELS} megapixels and ${MEGABYTES} MB.`,
  });
}
