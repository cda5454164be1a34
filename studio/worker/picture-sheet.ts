import type { Pixels } from '../../src/learning/generators/picture/picture-set.ts';
import type { DrawnPicture } from '../workbench.ts';

/** Pictures side by side, row after row, as one. Places that are left over are empty. */
export function sheetOf({ size, channels, pixels }: Pixels, columns: number): DrawnPicture {
  const each = size * size * channels;
  const count = pixels.length / each;
  const [width, height] = [columns * size, Math.ceil(count / columns) * size];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let picture = 0; picture < count; picture++) {
    const [left, top] = [(picture % columns) * size, Math.floor(picture / columns) * size];
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const from = picture * each + (y * size + x) * channels;
        const to = ((top + y) * width + left + x) * 4;
        for (let channel = 0; channel < 3; channel++)
          rgba[to + channel] = pixels[from + (channels === 3 ? channel : 0)];
        rgba[to + 3] = 255;
      }
    }
  }
  return { width, height, rgba };
}

/** One picture alone. */
export const drawnOf = (picture: Pixels): DrawnPicture => sheetOf(picture, 1);
