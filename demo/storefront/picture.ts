import { KIND_LABELS, KIND_NAMES, type KindName } from '../catalogue/departments.ts';
import { type DrawnKind, drawProduct, formsOf } from '../catalogue/drawing/index.ts';
import type { Look } from '../catalogue/drawing/look.ts';
import { KINDS } from '../catalogue/kinds/index.ts';
import { STYLE_NAMES, STYLES } from '../catalogue/styles.ts';
import { drawSoon } from './draw-soon.ts';
import { element } from './element.ts';
import type { Goods } from './goods.ts';

/** Drawn pictures kept, newest last: drawing again costs more than keeping a few hundred. */
const KEPT = 400;
const drawn = new Map<string, string>();

/** A picture's place is square from the start: nothing moves when it arrives. */
export function picture(goods: Goods, alt: string, size: 'card' | 'large' | 'small' = 'card'): HTMLImageElement {
  const image = element('img', {
    class: `picture picture-${size}`,
    alt,
    width: 400,
    height: 400,
    decoding: 'async',
    referrerpolicy: 'no-referrer',
  });
  const draw = (): void => drawSoon(image, () => drawing(goods));
  if (goods.image) {
    image.loading = 'lazy';
    image.addEventListener('error', draw, { once: true });
    image.src = goods.image;
  } else {
    const known = drawn.get(goods.id);
    if (known) image.src = known;
    else draw();
  }
  return image;
}

/** The address of the product's drawing, made in the page: it needs no network. */
export function drawing(goods: Goods): string {
  const known = drawn.get(goods.id);
  if (known) return known;
  const kind = goods.kind ?? likelyKind(goods);
  const svg = drawProduct(kind, goods.look ?? guessedLook(goods, kind));
  // Only these two need escaping here; a blob's address would cost a round trip to the browser's process each.
  const made = `data:image/svg+xml,${svg.replaceAll('%', '%25').replaceAll('#', '%23')}`;
  drawn.set(goods.id, made);
  if (drawn.size > KEPT) drawn.delete(drawn.keys().next().value!);
  return made;
}

/** Forgets the drawings of a shop that was left: ids of the next may be the same. */
export const forgetDrawings = (): void => drawn.clear();

/** Words that name a kind of product, in both languages. */
const KIND_WORDS: readonly (readonly [KindName, string])[] = KIND_NAMES.flatMap((kind) =>
  [KIND_LABELS[kind], ...KINDS[kind].nouns].flatMap(({ en, zh }) => [
    [kind, en.toLowerCase().replace(/s$/, '')] as const,
    [kind, zh] as const,
  ]),
);

/** The kind whose word a foreign product's title or categories hold; a parcel where none does. */
function likelyKind({ title = '', categories = [] }: Goods): DrawnKind {
  const text = `${title} ${categories.join(' ')}`.toLowerCase();
  return KIND_WORDS.find(([, word]) => text.includes(word))?.[0] ?? 'parcel';
}

function hash(text: string): number {
  let value = 2166136261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
  return value >>> 0;
}

/** A look for a product that comes without picture: settled by its id, so that it is the same each time. */
function guessedLook(goods: Goods, kind: DrawnKind): Look {
  const seed = hash(goods.id) || 1;
  const style = STYLES[STYLE_NAMES[seed % STYLE_NAMES.length]];
  const { colours, trims, patterns } = style;
  return {
    form: (seed >>> 3) % formsOf(kind),
    colour: colours[(seed >>> 5) % colours.length].hex,
    accent: colours[((seed >>> 5) + 2) % colours.length].hex,
    trim: trims[(seed >>> 8) % trims.length],
    pattern: patterns[(seed >>> 10) % patterns.length],
    surface: 'matt',
    seed: seed >>> 1 || 1,
  };
}
