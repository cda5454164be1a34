import type { Pixels } from './picture-set.ts';

/** The basic colour terms of English (Berlin & Kay 1969). */
export const COLOURS = [
  'black',
  'white',
  'grey',
  'red',
  'orange',
  'brown',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
] as const;
export type Colour = (typeof COLOURS)[number];

/** A pixel this far from the colours of the rim is no background. Euclidean, of 0…255 a channel. */
const APART = 30;
/** Rim of the picture that is taken for background, as a part of its side. */
const RIM = 1 / 16;

/**
 * The colour of what each colour picture shows: the most frequent basic colour among the pixels that differ from the rim.
 * Read from the picture and not from the feed, so that it is the same in every shop and language.
 * @returns indexes in `COLOURS`. [count]
 */
export function coloursOf({ size, channels, pixels }: Pixels): Uint16Array {
  const each = size * size * channels;
  return Uint16Array.from({ length: pixels.length / each }, (_, i) => {
    const picture = pixels.subarray(i * each, (i + 1) * each);
    const counts = count(picture, backgroundOf(picture, size));
    return counts.indexOf(Math.max(...counts));
  });
}

/** Pixels of each basic colour; of all of them where nothing stands out from the background. */
function count(picture: Uint8Array, [red, green, blue]: readonly number[]): number[] {
  const shown = new Array<number>(COLOURS.length).fill(0);
  const all = new Array<number>(COLOURS.length).fill(0);
  for (let at = 0; at < picture.length; at += 3) {
    const colour = COLOURS.indexOf(basicColour(picture[at], picture[at + 1], picture[at + 2]));
    all[colour]++;
    if (Math.hypot(picture[at] - red, picture[at + 1] - green, picture[at + 2] - blue) > APART) shown[colour]++;
  }
  return shown.some((pixels) => pixels > 0) ? shown : all;
}

/** Median of the rim, channel by channel: what is shown may touch it. */
function backgroundOf(picture: Uint8Array, size: number): [number, number, number] {
  const rim = Math.max(1, Math.round(RIM * size));
  const channels: [number[], number[], number[]] = [[], [], []];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (Math.min(x, y, size - 1 - x, size - 1 - y) >= rim) continue;
      for (let channel = 0; channel < 3; channel++) channels[channel].push(picture[(y * size + x) * 3 + channel]);
    }
  }
  return channels.map((values) => values.sort((a, b) => a - b)[values.length >> 1]) as [number, number, number];
}

/** By hue, saturation and value. Each 0…255. */
export function basicColour(red: number, green: number, blue: number): Colour {
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (most < 50) return 'black';
  if (spread < 0.13 * most + 8) return most > 225 ? 'white' : most < 80 ? 'black' : 'grey';
  const turn =
    most === red ? (green - blue) / spread : most === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  const hue = (60 * turn + 360) % 360;
  if (hue < 15 || hue >= 345) return most > 200 && spread < 0.55 * most ? 'pink' : 'red';
  if (hue < 45) return most < 170 || spread < 0.45 * most ? 'brown' : 'orange';
  if (hue < 70) return 'yellow';
  if (hue < 170) return 'green';
  if (hue < 255) return 'blue';
  if (hue < 300) return 'purple';
  return 'pink';
}

/** Words for the basic colours that are not their names; in Chinese, signs that a word begins with. */
const COLOUR_WORDS: Readonly<Record<string, Colour>> = {
  gray: 'grey',
  黑: 'black',
  白: 'white',
  灰: 'grey',
  红: 'red',
  紅: 'red',
  橙: 'orange',
  棕: 'brown',
  褐: 'brown',
  黄: 'yellow',
  黃: 'yellow',
  绿: 'green',
  綠: 'green',
  蓝: 'blue',
  藍: 'blue',
  紫: 'purple',
  粉: 'pink',
};

/** The first basic colour that a text in English or Chinese names. */
export function colourNamedIn(text: string): Colour | undefined {
  const words = text.toLowerCase().match(/\p{Script=Han}|\p{L}+/gu) ?? [];
  for (const word of words) {
    const named = COLOURS.find((colour) => colour === word) ?? COLOUR_WORDS[word];
    if (named !== undefined) return named;
  }
  return undefined;
}
