import type { Pixels } from '../../learning/generators/picture/picture-set.ts';

/** What a generator of coloured pictures makes of sizes that are a multiple of this. */
const STRIDE = 8;

/** Pictures as a generator of coloured ones is trained on them: in three channels, with a black frame to a size that it makes. */
export function framed({ size, channels, pixels }: Pixels): Pixels {
  const to = Math.ceil(size / STRIDE) * STRIDE;
  const edge = (to - size) >> 1;
  const count = pixels.length / (size * size * channels);
  const out = new Uint8Array(count * to * to * 3);
  forEachPixel(count, size, (picture, y, x) => {
    const from = ((picture * size + y) * size + x) * channels;
    const at = ((picture * to + y + edge) * to + x + edge) * 3;
    for (let channel = 0; channel < 3; channel++) out[at + channel] = pixels[from + (channel % channels)];
  });
  return { size: to, channels: 3, pixels: out };
}

/** The inverse of `framed`, of pictures that were made: grey is the mean of the channels. */
export function unframed(made: Pixels, { size, channels }: Pick<Pixels, 'size' | 'channels'>): Pixels {
  if (made.size === size && made.channels === channels) return made;
  const edge = (made.size - size) >> 1;
  const count = made.pixels.length / (made.size * made.size * 3);
  const out = new Uint8Array(count * size * size * channels);
  forEachPixel(count, size, (picture, y, x) => {
    const from = ((picture * made.size + y + edge) * made.size + x + edge) * 3;
    const at = ((picture * size + y) * size + x) * channels;
    const [red, green, blue] = made.pixels.subarray(from, from + 3);
    if (channels === 3) out.set([red, green, blue], at);
    else out[at] = Math.round((red + green + blue) / 3);
  });
  return { size, channels, pixels: out };
}

function forEachPixel(count: number, size: number, use: (picture: number, y: number, x: number) => void): void {
  for (let picture = 0; picture < count; picture++) {
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) use(picture, y, x);
  }
}
