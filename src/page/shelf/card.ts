import type { RecommendedProduct } from '../../contract/recommendation.ts';
import type { FoundProduct } from '../../contract/search.ts';
import type { Messages } from '../wording/messages.ts';
import { localTitle } from './local-title.ts';
import { make } from './make.ts';
import { markedText } from './marked-text.ts';
import { reductionOf, tellPrice } from './price.ts';
import { safeLink, safePicture } from './safe-address.ts';

type Entry = RecommendedProduct & Partial<Pick<FoundProduct, 'highlights'>>;

export interface CardOptions {
  language: string;
  messages: Messages;
  /** Why it is here; empty for nothing. */
  reason: string;
  onSelect: (event: Event) => void;
}

/**
 * One product of a shelf, a search or an answer, what was searched for marked. All of the feed's text goes in as text. The title is the
 * link, and lies over the whole card.
 */
export function createCard(entry: Entry, { language, messages, reason, onSelect }: CardOptions): HTMLLIElement {
  const { product, id } = entry;
  const link = createLink(safeLink(product.url), onSelect);
  link.append(make('span', { part: 'title' }, ...titleOf(entry, language)));
  const words = make('div', { part: 'words' }, link);
  const price = tellPrice(product, language);
  if (price) words.append(make('span', { part: 'price' }, ...priceOf(entry, price, language, messages)));
  if (reason) words.append(make('p', { part: 'reason' }, reason));
  return make('li', { part: 'product', 'data-product': id }, frameOf(entry, language), words);
}

/** The title, what was searched for marked. */
export function titleOf({ product, highlights }: Entry, language: string): Node[] {
  const words = localTitle(product, language);
  return markedText(words, words === product.title ? (highlights ?? []) : []);
}

/** The room of a card whose product is not known yet: of the same size. */
export function createPlaceholder(): HTMLLIElement {
  const words = make('div', { part: 'words' });
  return make('li', { part: 'placeholder', 'aria-hidden': 'true' }, make('div', { part: 'frame' }), words);
}

/** A link, or where the product has no address a button, so that the keyboard reaches it all the same. */
function createLink(address: string | null, onSelect: (event: Event) => void): HTMLElement {
  const link = address ? make('a', { part: 'link', href: address }) : make('button', { part: 'link', type: 'button' });
  link.addEventListener('click', onSelect);
  return link;
}

/** The picture's room, which stays where the picture does not come. Without words of its own: the title stands below. */
function frameOf({ product }: Entry, language: string): HTMLElement {
  const frame = make('div', { part: 'frame' });
  const address = safePicture(product.image);
  if (address) {
    const picture = make('img', { part: 'picture', alt: '', loading: 'lazy', decoding: 'async' });
    picture.addEventListener('error', () => picture.remove());
    picture.src = address;
    frame.append(picture);
  }
  const { badges } = product;
  const reduction = reductionOf(product);
  const texts = Array.isArray(badges) ? badges.filter((badge) => typeof badge === 'string') : [];
  if (reduction >= 0.005) texts.unshift(new Intl.NumberFormat(language, { style: 'percent' }).format(-reduction));
  if (texts.length > 0) {
    frame.append(make('div', { class: 'badges' }, ...texts.map((badge) => make('span', { part: 'badge' }, badge))));
  }
  return frame;
}

/** In a sale with the regular price struck through, and both named for who hears them. */
function priceOf({ product }: Entry, price: string, language: string, messages: Messages): (Node | string)[] {
  if (reductionOf(product) === 0) return [price];
  const { regularPrice, currency } = product;
  const named = (name: string) => make('span', { class: 'unseen' }, `${name} `);
  const regular = tellPrice({ price: regularPrice, currency }, language);
  return [
    named(messages.salePrice),
    make('ins', { part: 'sale-price' }, price),
    ' ',
    make('del', { part: 'regular-price' }, named(messages.regularPrice), regular),
  ];
}
