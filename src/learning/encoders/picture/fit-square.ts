import type { PicturePixels } from '../../../contract/look-alikes.ts';

const WHITE = 255;

/**
 * A picture as a small square: the whole of it in the middle, white around it and behind it, each new pixel the mean of the
 * area that it covers. @returns [size, size, 3]
 */
export function fitSquare({ width, height, rgba }: PicturePixels, size: number): Uint8Array {
  const side = Math.max(width, height);
  const scale = side / size;
  const [left, top] = [(side - width) / 2, (side - height) / 2];
  const square = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const mean = meanOf({ width, height, rgba }, x * scale - left, y * scale - top, scale);
      square.set(mean, (y * size + x) * 3);
    }
  }
  return square;
}

/** Mean colour of a square of the picture, which may reach over its rim. */
function meanOf({ width, height, rgba }: PicturePixels, left: number, top: number, side: number): number[] {
  const sum = [0, 0, 0];
  let area = 0;
  for (let y = Math.floor(top); y < top + side; y++) {
    const tall = Math.min(y + 1, top + side) - Math.max(y, top);
    for (let x = Math.floor(left); x < left + side; x++) {
      const part = tall * (Math.min(x + 1, left + side) - Math.max(x, left));
      const inside = x >= 0 && y >= 0 && x < width && y < height;
      const at = (y * width + x) * 4;
      const opacity = inside ? rgba[at + 3] / 255 : 0;
      for (let channel = 0; channel < 3; channel++) {
        sum[channel] += part * (opacity * (inside ? rgba[at + channel] : 0) + (1 - opacity) * WHITE);
      }
      area += part;
    }
  }
  return sum.map((total) => Math.round(total / area));
}
