import type { Pixels } from '../../generators/picture/picture-set.ts';
import type { Random } from '../../training/random.ts';

/** How a picture is looked at. */
export interface View {
  /** The part of the picture that is seen, in pixels of it; it may reach over the rim, which goes on there. */
  left: number;
  top: number;
  width: number;
  height: number;
  mirrored: boolean;
  /** What each channel's values become. [3][256], 0…255 */
  light: readonly [Float32Array, Float32Array, Float32Array];
  blurred: boolean;
  /** How coarsely it is compressed as a JPEG, from 0, not at all: a factor of the steps of quality 50. */
  coarse: number;
  /** Deviation of what is added to each value, of 255. */
  noise: number;
}

/** Of the picture's area, at least so much is seen. */
const LEAST_AREA = 0.55;
/** How much wider or higher than it is a picture is seen, as a logarithm. */
const STRETCH = 0.15;
/** Brightness, colour of the light and contrast, as logarithms. */
const BRIGHTNESS = 0.3;
const CAST = 0.1;
const CONTRAST = 0.25;
const BLURRED = 0.3;
const COMPRESSED = 0.5;
/** … in steps from so many times those of quality 50 to so many. */
const [FINEST, COARSEST] = [0.6, 1.8];
const NOISE = 8;

const AS_IT_IS = Float32Array.from({ length: 256 }, (_, value) => value);

/** The whole of it, as it is. */
export function plainView(size: number): View {
  const light = [AS_IT_IS, AS_IT_IS, AS_IT_IS] as const;
  return { left: 0, top: 0, width: size, height: size, mirrored: false, light, blurred: false, coarse: 0, noise: 0 };
}

/** Cropped, mirrored, in another light, blurred, compressed and grainy, as a visitor's own picture of it might be. */
export function randomView(size: number, random: Random): View {
  const about = (most: number): number => (2 * random.unit() - 1) * most;
  const side = size * Math.sqrt(1 - (1 - LEAST_AREA) * random.unit());
  const stretch = Math.exp(about(STRETCH));
  const [width, height] = [Math.min(size, side * stretch), Math.min(size, side / stretch)];
  const [brightness, contrast] = [about(BRIGHTNESS), Math.exp(about(CONTRAST))];
  const channel = (): Float32Array => {
    const gain = Math.exp(brightness + about(CAST));
    return AS_IT_IS.map((value) => Math.min(255, 255 * gain * (value / 255) ** contrast));
  };
  return {
    left: random.unit() * (size - width),
    top: random.unit() * (size - height),
    width,
    height,
    mirrored: random.unit() < 0.5,
    light: [channel(), channel(), channel()],
    blurred: random.unit() < BLURRED,
    coarse: random.unit() < COMPRESSED ? FINEST + (COARSEST - FINEST) * random.unit() : 0,
    noise: NOISE * random.unit(),
  };
}

/**
 * One picture of some in a view, as the net sees it: from −1 to 1.
 * @param into [size, size, 3]
 */
export function look(
  { size: from, pixels }: Pixels,
  picture: number,
  view: View,
  random: Random,
  into: Float32Array,
): void {
  const size = Math.sqrt(into.length / 3);
  const start = picture * from * from * 3;
  const [right, down] = [view.width / size, view.height / size];
  const within = (at: number): number => Math.min(from - 1, Math.max(0, at));
  for (let y = 0; y < size; y++) {
    const atY = view.top + (y + 0.5) * down - 0.5;
    const [top, low] = [Math.floor(atY), atY - Math.floor(atY)];
    const [rowA, rowB] = [start + within(top) * from * 3, start + within(top + 1) * from * 3];
    for (let x = 0; x < size; x++) {
      const atX = view.left + ((view.mirrored ? size - 1 - x : x) + 0.5) * right - 0.5;
      const [left, far] = [Math.floor(atX), atX - Math.floor(atX)];
      const [a, b] = [within(left) * 3, within(left + 1) * 3];
      for (let channel = 0; channel < 3; channel++) {
        const above = pixels[rowA + a + channel] * (1 - far) + pixels[rowA + b + channel] * far;
        const below = pixels[rowB + a + channel] * (1 - far) + pixels[rowB + b + channel] * far;
        into[(y * size + x) * 3 + channel] = view.light[channel][Math.round(above * (1 - low) + below * low)];
      }
    }
  }
  if (view.blurred) blur(into, size);
  if (view.coarse > 0) compress(into, size, view.coarse);
  for (let at = 0; at < into.length; at++) {
    const value = view.noise === 0 ? into[at] : into[at] + view.noise * (random.unit() + random.unit() - 1) * 2.45;
    into[at] = Math.min(255, Math.max(0, value)) / 127.5 - 1;
  }
}

/** Each pixel the mean of itself, twice, and of its neighbours: first along the rows, then along the columns. */
function blur(picture: Float32Array, size: number): void {
  for (const step of [3, 3 * size]) {
    const before = picture.slice();
    for (let at = 0; at < picture.length; at++) {
      const line = step === 3 ? Math.floor(at / 3) % size : Math.floor(at / (3 * size));
      const left = line > 0 ? before[at - step] : before[at];
      const right = line < size - 1 ? before[at + step] : before[at];
      picture[at] = (left + 2 * before[at] + right) / 4;
    }
  }
}

const BLOCK = 8;
/** The cosines of a block's waves. [wave, pixel] */
const WAVES = Float32Array.from({ length: BLOCK * BLOCK }, (_, at) => {
  const [wave, pixel] = [Math.floor(at / BLOCK), at % BLOCK];
  return Math.cos(((2 * pixel + 1) * wave * Math.PI) / (2 * BLOCK)) * Math.sqrt((wave === 0 ? 1 : 2) / BLOCK);
});
/** Steps of each wave at quality 50, of the standard's own table for brightness (ITU-T T.81, annex K). [BLOCK²] */
const STEPS = [
  ...[16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56],
  ...[14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92],
  ...[49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99],
];

/** As a JPEG leaves it: blocks of 8 × 8 pixels, each wave in steps. A picture whose side is no multiple of 8 keeps its rim. */
function compress(picture: Float32Array, size: number, coarse: number): void {
  const block = new Float32Array(BLOCK * BLOCK);
  const waves = new Float32Array(BLOCK * BLOCK);
  for (let channel = 0; channel < 3; channel++) {
    for (let top = 0; top + BLOCK <= size; top += BLOCK) {
      for (let left = 0; left + BLOCK <= size; left += BLOCK) {
        const placeOf = (at: number): number =>
          ((top + Math.floor(at / BLOCK)) * size + left + (at % BLOCK)) * 3 + channel;
        for (let at = 0; at < block.length; at++) block[at] = picture[placeOf(at)] - 128;
        transform(block, waves, (wave, pixel) => WAVES[wave * BLOCK + pixel]);
        for (let at = 0; at < waves.length; at++) {
          const step = STEPS[at] * coarse;
          waves[at] = Math.round(waves[at] / step) * step;
        }
        transform(waves, block, (pixel, wave) => WAVES[wave * BLOCK + pixel]);
        for (let at = 0; at < block.length; at++) picture[placeOf(at)] = block[at] + 128;
      }
    }
  }
}

/** A block with the same matrix along its rows and its columns: M · block · Mᵀ. */
function transform(from: Float32Array, to: Float32Array, factor: (row: number, column: number) => number): void {
  const half = new Float32Array(BLOCK * BLOCK);
  for (let row = 0; row < BLOCK; row++) {
    for (let column = 0; column < BLOCK; column++) {
      let sum = 0;
      for (let i = 0; i < BLOCK; i++) sum += factor(row, i) * from[i * BLOCK + column];
      half[row * BLOCK + column] = sum;
    }
  }
  for (let row = 0; row < BLOCK; row++) {
    for (let column = 0; column < BLOCK; column++) {
      let sum = 0;
      for (let i = 0; i < BLOCK; i++) sum += factor(column, i) * half[row * BLOCK + i];
      to[row * BLOCK + column] = sum;
    }
  }
}
