import type { Product } from '../../contract/product.ts';
import { COLOUR_WORDS } from '../../learning/generators/describer/fact-words.ts';
import { namingTexts, othersOf } from '../record-texts.ts';

const KNOWN = new Set(COLOUR_WORDS);
const CHINESE = /^.{0,4}(?:色|[黑白灰红橙黄绿青蓝紫粉棕褐])$/u;
/** Colours at a place among the tags that make it the place of colours. */
const ENOUGH = 0.25;

/** Whether a word is one for a colour, by the language alone. */
export const isColourWord = (name: string): boolean =>
  CHINESE.test(name) ||
  name
    .toLowerCase()
    .split(/[\s-]+/)
    .some((word) => KNOWN.has(word));

/**
 * What the shop's products call their colours: an own field of that name, the words of the language, and where colours have a
 * place of their own among the tags, all that stands there. So `oat` and `fjord` are colours where the shop uses them as such.
 */
export class ColourSense {
  readonly #place: number;
  readonly #names = new Set<string>();

  constructor(products: readonly Product[]) {
    const places: { colours: number; all: number }[] = [];
    for (const { tags = [] } of products) {
      tags.forEach((tag, place) => {
        places[place] ??= { colours: 0, all: 0 };
        places[place].all++;
        if (isColourWord(tag)) places[place].colours++;
      });
    }
    const shares = places.map(({ colours, all }) => (colours >= 2 ? colours / all : 0));
    const most = Math.max(0, ...shares);
    this.#place = most >= ENOUGH ? shares.indexOf(most) : -1;
    for (const product of products) {
      for (const name of this.of(product)) this.#names.add(name.toLowerCase());
      if (this.#place < 0) continue;
      for (const { tags } of othersOf(product)) {
        const local = Array.isArray(tags) ? tags[this.#place] : undefined;
        if (typeof local === 'string') this.#names.add(local.toLowerCase());
      }
    }
  }

  /** The colours that a record says, as it writes them. */
  of(product: Product): string[] {
    const { colour, color, tags = [] } = product as Product & { colour?: unknown; color?: unknown };
    const own = [colour, color].flat().filter((value): value is string => typeof value === 'string' && value !== '');
    if (own.length > 0) return own;
    if (this.#place >= 0) return tags[this.#place] === undefined ? [] : [tags[this.#place]];
    const tagged = tags.filter(isColourWord);
    if (tagged.length > 0) return tagged;
    return [...new Set(namingTexts(product).flatMap((text) => text.toLowerCase().split(/[^\p{L}]+/u)))].filter((word) =>
      KNOWN.has(word),
    );
  }

  /** The shop's own names for a colour that is called by one Chinese character: for `粉色`, those that end in `粉`. */
  ownNames(word: string): string[] {
    const bare = word.replace(/色$/u, '');
    if (!CHINESE.test(word) || bare.length !== 1) return [];
    return [...this.#names].filter((name) => name.replace(/色$/u, '').endsWith(bare));
  }

  isColour(name: string): boolean {
    return this.#names.has(name.toLowerCase()) || isColourWord(name);
  }
}
