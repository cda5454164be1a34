import type { Pixels } from '../../learning/generators/picture/picture-set.ts';

/** Pictures at another size, each pixel the mean of the area that it covers, so that pictures of two sizes can be compared. */
export function resized({ size, channels, pixels }: Pixels, to: number): Pixels {
  if (size === to) return { size, channels, pixels };
  const count = pixels.length / (size * size * channels);
  const scale = size / to;
  const out = new Uint8Array(count * to * to * channels);
  for (let i = 0, at = 0; i < count; i++) {
    for (let y = 0; y < to; y++) {
      for (let x = 0; x < to; x++) {
        for (let channel = 0; channel < channels; channel++, at++) {
          let sum = 0;
          for (const [row, tall] of covered(y * scale, (y + 1) * scale)) {
            for (const [column, wide] of covered(x * scale, (x + 1) * scale)) {
              sum += tall * wide * pixels[((i * size + row) * size + column) * channels + channel];
            }
          }
          out[at] = Math.round(sum / (scale * scale));
        }
      }
    }
  }
  return { size: to, channels, pixels: out };
}

/** Whole places from one to the other, and how much of each. */
function covered(from: number, to: number): [place: number, part: number][] {
  const places: [number, number][] = [];
  for (let place = Math.floor(from); place < to; place++) {
    const part = Math.min(place + 1, to) - Math.max(place, from);
    if (part > 1e-9) places.push([place, part]);
  }
  return places;
}
