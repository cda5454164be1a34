import { coloursOf } from '../../../generators/picture/colours.ts';
import type { PictureSet } from '../../../generators/picture/picture-set.ts';
import { Random } from '../../../training/random.ts';

const SIZE = 16;
const KINDS = ['bars', 'squares', 'crosses'];

/** Bars, squares and crosses, each of its own colour, size and place on white, as a shop's photographs are. */
export function shapesOfColour(count: number, seed: number): PictureSet & { products: string[] } {
  const random = new Random(seed);
  const kindOf = Uint16Array.from({ length: count }, () => random.below(KINDS.length));
  const pixels = new Uint8Array(count * SIZE * SIZE * 3).fill(255);
  kindOf.forEach((kind, picture) => {
    const colour = [random.below(220), random.below(220), random.below(220)];
    const [size, left, top] = [6 + random.below(5), 1 + random.below(5), 1 + random.below(5)];
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const [middleX, middleY] = [Math.abs(x - size / 2) < 1.5, Math.abs(y - size / 2) < 1.5];
        if (!(kind === 1 || middleY || (kind === 2 && middleX))) continue;
        pixels.set(colour, ((picture * SIZE + top + y) * SIZE + left + x) * 3);
      }
    }
  });
  return {
    ...{ size: SIZE, channels: 3, pixels, kinds: KINDS, colours: [], kindOf },
    colourOf: coloursOf({ size: SIZE, channels: 3, pixels }),
    products: Array.from(kindOf, (_, i) => `p${i}`),
  };
}
