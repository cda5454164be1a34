import { PNG } from 'pngjs';
import type { Pixels } from '../../learning/generators/picture/picture-set.ts';

/** Pictures side by side in a PNG. @param columns in a row @param scale pixels of the sheet for each of a picture's */
export function contactSheet({ size, channels, pixels }: Pixels, columns: number, scale = 2): Buffer {
  const each = size * size * channels;
  const count = pixels.length / each;
  const sheet = new PNG({ width: columns * size * scale, height: Math.ceil(count / columns) * size * scale });
  sheet.data.fill(255);
  for (let i = 0; i < count; i++) {
    const left = (i % columns) * size * scale;
    const top = Math.floor(i / columns) * size * scale;
    for (let y = 0; y < size * scale; y++) {
      for (let x = 0; x < size * scale; x++) {
        const from = i * each + (Math.floor(y / scale) * size + Math.floor(x / scale)) * channels;
        const to = ((top + y) * sheet.width + left + x) * 4;
        for (let channel = 0; channel < 3; channel++) {
          sheet.data[to + channel] = pixels[from + (channels === 3 ? channel : 0)];
        }
      }
    }
  }
  return PNG.sync.write(sheet);
}
