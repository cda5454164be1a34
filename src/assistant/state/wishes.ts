import type { SearchResult, Understood } from '../../contract/search.ts';
import type { ColourSense } from './colours.ts';
import type { Wish, WishPart } from './conversation.ts';
import { NO_WISH } from './conversation.ts';

/** What was said, as a wish of its own. */
export type SaidWish = Pick<Wish, 'parts' | 'words' | 'price' | 'order' | 'without'>;

/** Between words of a phrase that is not understood as a whole. */
const BETWEEN_WORDS = /[\s,.;:!?"“”()[\]{}<>，。；：！？、（）]+|(?<=\p{Script=Han})的(?=.)/u;
/** Words, and labels, of a wish; the search reads no more. */
const MOST_WORDS = 24;
/** … that join others, or end them: `帽` is understood of `帽子`, and `子` is left. */
const JOINTS = new Set('and or with in of for by the a an 和 与 但 的 了 子 儿 色'.split(' '));

/**
 * What the search understood of a phrase, and the words that are left of it.
 * @param without what else is not wanted
 */
export function readWish(
  phrase: string,
  { understood }: Pick<SearchResult, 'understood'>,
  without: readonly string[],
): SaidWish {
  const parts: WishPart[] = [];
  let price: Wish['price'];
  let order: string | undefined;
  let at = 0;
  let left = '';
  for (const one of [...understood].sort((a, b) => a.range[0] - b.range[0])) {
    const [start, end] = one.range;
    left += `${phrase.slice(at, start)} `;
    at = Math.max(at, end);
    const text = phrase.slice(start, end).trim();
    if (one.kind === 'price') price = { min: one.min, max: one.max };
    else if (one.kind === 'order') order = text;
    else if (!parts.some((part) => isSame(part, one))) parts.push(partOf(one, text));
  }
  left += phrase.slice(at);
  const words = [
    ...new Set(
      left
        .split(BETWEEN_WORDS)
        .map(trimmed)
        .filter((word) => word !== '' && !JOINTS.has(word.toLowerCase())),
    ),
  ].slice(0, MOST_WORDS);
  return { parts: parts.slice(0, MOST_WORDS), words, price, order, without: without.slice(0, MOST_WORDS) };
}

function partOf(one: Exclude<Understood, { kind: 'price' | 'order' }>, text: string): WishPart {
  return { kind: one.kind, name: one.name, exclude: one.exclude, text };
}

const isSame = (part: WishPart, { kind, name, exclude }: Pick<WishPart, 'kind' | 'name' | 'exclude'>): boolean =>
  part.kind === kind && part.name === name && part.exclude === exclude;

/** `皮的` is said of what is of 皮. */
const trimmed = (word: string): string => (word.length > 1 ? word.replace(/的$/u, '') : word);

export const isEmptyWish = ({ parts, words, price, order, without }: SaidWish): boolean =>
  parts.length + words.length + without.length === 0 && price === undefined && order === undefined;

/** Whether it names a thing, and not only what the thing shall be like. */
export const namesThing = ({ parts }: SaidWish): boolean =>
  parts.some(({ kind, exclude }) => kind === 'category' && !exclude);

/** Whether it says nothing that a product has to be or to hold. */
const onlyLimits = ({ parts, words }: SaidWish): boolean => words.length === 0 && parts.every(({ exclude }) => exclude);

/**
 * What may be meant by something said after a wish, the likelier first: that the wish is narrowed or changed, or that it is
 * another one. Which one is meant is told by what the shop has.
 */
export function readings(
  before: Wish,
  said: SaidWish,
  { sameFor, answers, colours }: { sameFor: boolean; answers: boolean; colours: ColourSense },
): Wish[] {
  const fresh: Wish = { ...NO_WISH, ...said };
  if (isEmptyWish(before)) return [{ ...fresh, without: [...before.without, ...said.without] }];
  if (sameFor) return [replaced(before, said), fresh];
  if (onlyLimits(said)) return [merged(before, said)];
  if (namesThing(before) && namesThing(said) && !answers) return [fresh];
  const isColour =
    said.parts.some(({ name, exclude }) => !exclude && colours.isColour(name)) ||
    said.words.some((word) => colours.isColour(word));
  const base = isColour ? withoutColours(before, colours) : before;
  const tags = said.parts.some(({ kind }) => kind === 'tag');
  const looser = { ...base, parts: base.parts.filter(({ kind, exclude }) => exclude || kind !== 'tag') };
  return [
    merged(base, said),
    ...(tags && looser.parts.length < base.parts.length ? [merged(looser, said)] : []),
    fresh,
  ];
}

/** The wish, narrowed. A price, an order and a brand take the place of those before; what is not wanted any more goes. */
function merged(before: Wish, said: SaidWish): Wish {
  const gone = (part: WishPart): boolean =>
    said.parts.some(
      (other) =>
        other.kind === part.kind &&
        (other.name === part.name || (other.kind === 'brand' && !other.exclude && !part.exclude)),
    );
  return {
    parts: [...before.parts.filter((part) => !gone(part)), ...said.parts].slice(-MOST_WORDS),
    words: [...new Set([...before.words, ...said.words])].slice(-MOST_WORDS),
    price: said.price ?? before.price,
    order: said.order ?? before.order,
    without: [...new Set([...before.without, ...said.without])].slice(-MOST_WORDS),
    seen: [],
  };
}

/** The same limits for another thing. */
function replaced(before: Wish, said: SaidWish): Wish {
  const kept = before.parts.filter(({ kind, exclude }) => exclude || kind !== 'category');
  return merged({ ...before, parts: kept, words: [] }, said);
}

/** With a colour by one of the shop's own names for it: a wish for each of them, or the same where it has none. */
export function inOwnColours(said: SaidWish, colours: ColourSense): SaidWish[] {
  const word = said.words.find((one) => colours.ownNames(one).length > 0);
  if (word === undefined) return [said];
  const words = said.words.filter((one) => one !== word);
  return colours
    .ownNames(word)
    .map((name) => ({ ...said, words, parts: [...said.parts, { kind: 'tag', name, exclude: false, text: name }] }));
}

export function withoutColours(wish: Wish, colours: ColourSense): Wish {
  return {
    ...wish,
    parts: wish.parts.filter(({ name, exclude }) => exclude || !colours.isColour(name)),
    words: wish.words.filter((word) => !colours.isColour(word)),
  };
}

/** The wish as a text that the search understands, without its price. */
export function textOf({ parts, words, order }: Wish): string {
  return [...parts.map(({ text }) => text), ...words, order ?? ''].filter((text) => text !== '').join(' ');
}

/** What parts of a wish are called to the visitor. */
export interface WishNames {
  part: (part: WishPart) => string;
  not: (word: string) => string;
  bounds: (price: NonNullable<Wish['price']>) => string;
}

/** The wish without one of its parts, by what that is called; undefined where it has none of that name. */
export function withoutPart(wish: Wish, name: string, names: WishNames): Wish | undefined {
  const called = name.trim().toLowerCase();
  const is = (...others: string[]): boolean => others.some((other) => other.toLowerCase() === called);
  const { price, order } = wish;
  const left: Wish = {
    parts: wish.parts.filter((part) => !is(part.name, part.text, names.part(part))),
    words: wish.words.filter((word) => !is(word)),
    without: wish.without.filter((word) => !is(word, names.not(word))),
    price: price && is(names.bounds(price)) ? undefined : price,
    order: order && is(order) ? undefined : order,
    seen: [],
  };
  return sizeOf(left) < sizeOf(wish) ? left : undefined;
}

/** Parts of a wish. */
export const sizeOf = ({ parts, words, without, price, order }: Wish): number =>
  parts.length + words.length + without.length + Number(price !== undefined) + Number(order !== undefined);
