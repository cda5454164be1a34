import type { RecommendedProduct } from '../../contract/recommendation.ts';
import type { FoundProduct } from '../../contract/search.ts';
import { localTitle } from './local-title.ts';
import { markedText } from './marked-text.ts';
import { safeLink, safePicture } from './safe-address.ts';
import { tellPrice, tellReason, wordingFor } from './wording.ts';

/** What a card shows beside a recommended product: marks in its title, and what it is shown for, in place of its reason. */
type CardEntry = RecommendedProduct & Partial<Pick<FoundProduct, 'highlights'>> & { why?: readonly string[] };

/** One product of a shelf, a search or an answer, what was searched for marked. All of the feed's text goes in as text. */
export function createCard(entry: CardEntry, language: string, onSelect: (event: Event) => void): HTMLLIElement {
  const { product, reasons, id } = entry;
  const link = createLink(safeLink(product.url), onSelect);
  const picture = safePicture(product.image);
  if (picture) link.append(createPicture(picture));
  const title = text('span', 'title', '');
  const words = localTitle(product, language);
  title.append(...markedText(words, words === product.title ? (entry.highlights ?? []) : []));
  link.append(title);
  const price = tellPrice(product, language);
  if (price) link.append(text('span', 'price', price));

  const card = document.createElement('li');
  card.part.add('product');
  card.dataset.product = id;
  card.append(link);
  const reason = entry.why?.join(' · ') || tellReason(reasons, wordingFor(language));
  if (reason) card.append(text('p', 'reason', reason));
  return card;
}

/** A link, or where the product has no address a button, so that the keyboard reaches it all the same. */
function createLink(address: string | null, onSelect: (event: Event) => void): HTMLElement {
  const link = document.createElement(address ? 'a' : 'button');
  if (address) (link as HTMLAnchorElement).href = address;
  else (link as HTMLButtonElement).type = 'button';
  link.part.add('link');
  link.addEventListener('click', onSelect);
  return link;
}

/** Without words of its own: the title stands beside it. */
function createPicture(address: string): HTMLImageElement {
  const picture = document.createElement('img');
  picture.alt = '';
  picture.loading = 'lazy';
  picture.decoding = 'async';
  picture.part.add('picture');
  picture.addEventListener('error', () => picture.remove());
  picture.src = address;
  return picture;
}

function text(tag: 'span' | 'p', name: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.part.add(name);
  element.textContent = content;
  return element;
}
