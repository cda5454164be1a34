import type { RecommendedProduct } from '../../contract/recommendation.ts';
import type { FoundProduct } from '../../contract/search.ts';
import type { Messages } from '../wording/messages.ts';
import { localTitle } from './local-title.ts';
import { grow, make } from './make.ts';
import { markedText } from './marked-text.ts';
import { reductionOf, tellPrice } from './price.ts';
import { safeLink, safePicture } from './safe-address.ts';
import { type Tree, tree } from './tree.ts';

type Entry = Pick<RecommendedProduct, 'id' | 'product'> & Partial<Pick<FoundProduct, 'highlights'>>;

export interface CardWords {
  language: string;
  messages: Messages;
  /** Why it is here; empty for nothing. */
  reason: string;
}

export interface CardOptions extends CardWords {
  onSelect: (event: Event) => void;
}

/** One product of a shelf, a search or an answer, what was searched for marked. */
export function createCard(entry: Entry, { onSelect, ...words }: CardOptions): HTMLLIElement {
  const card = grow(cardTree(entry, words)) as HTMLLIElement;
  attendCard(card, onSelect);
  return card;
}

/** Makes a card answer, whoever drew it: its link is chosen, its picture may break. */
export function attendCard(card: HTMLLIElement, onSelect: (event: Event) => void): void {
  card.querySelector('.link')?.addEventListener('click', onSelect);
  const picture = card.querySelector<HTMLImageElement>('.picture');
  picture?.addEventListener('error', () => picture.remove());
}

/** What is on a card. All of the feed's text goes in as text. The title is the link, and lies over the whole card. */
export function cardTree(entry: Entry, { language, messages, reason }: CardWords): Tree {
  const { product, id } = entry;
  const price = tellPrice(product, language);
  const address = safeLink(product.url);
  const title = tree('span', { part: 'title' }, ...titleOf(entry, language));
  // A product without an address has a button, so that the keyboard reaches it all the same.
  const link = address
    ? tree('a', { part: 'link', href: address }, title)
    : tree('button', { part: 'link', type: 'button' }, title);
  const words = [
    link,
    ...(price ? [tree('span', { part: 'price' }, ...priceOf(entry, price, language, messages))] : []),
    ...(reason ? [tree('p', { part: 'reason' }, reason)] : []),
  ];
  return tree(
    'li',
    { part: 'product', 'data-product': id },
    frameOf(entry, language),
    tree('div', { part: 'words' }, ...words),
  );
}

/** The title, what was searched for marked. */
function titleOf({ product, highlights }: Entry, language: string): (Tree | string)[] {
  const words = localTitle(product, language);
  return markedText(words, words === product.title ? (highlights ?? []) : []);
}

/** The room of a card whose product is not known yet: of the same size. */
export function createPlaceholder(): HTMLLIElement {
  const words = make('div', { part: 'words' });
  return make('li', { part: 'placeholder', 'aria-hidden': 'true' }, make('div', { part: 'frame' }), words);
}

/** The picture's room, which stays where the picture does not come. Without words of its own: the title stands below. */
function frameOf({ product }: Entry, language: string): Tree {
  const address = safePicture(product.image);
  const picture = { part: 'picture', alt: '', loading: 'lazy', decoding: 'async', src: address ?? '' };
  const { badges } = product;
  const reduction = reductionOf(product);
  const texts = Array.isArray(badges) ? badges.filter((badge) => typeof badge === 'string') : [];
  if (reduction >= 0.005) texts.unshift(new Intl.NumberFormat(language, { style: 'percent' }).format(-reduction));
  return tree(
    'div',
    { part: 'frame' },
    ...(address ? [tree('img', picture)] : []),
    ...(texts.length > 0
      ? [tree('div', { class: 'badges' }, ...texts.map((badge) => tree('span', { part: 'badge' }, badge)))]
      : []),
  );
}

/** In a sale with the regular price struck through, and both named for who hears them. */
function priceOf({ product }: Entry, price: string, language: string, messages: Messages): (Tree | string)[] {
  if (reductionOf(product) === 0) return [price];
  const { regularPrice, currency } = product;
  const named = (name: string) => tree('span', { class: 'unseen' }, `${name} `);
  const regular = tellPrice({ price: regularPrice, currency }, language);
  return [
    named(messages.salePrice),
    tree('ins', { part: 'sale-price' }, price),
    ' ',
    tree('del', { part: 'regular-price' }, named(messages.regularPrice), regular),
  ];
}
