import { element, icon } from '../element.ts';
import { type Goods, textOf } from '../goods.ts';
import { fill, messages, price } from '../language.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';
import type { Shop } from '../shop.ts';
import type { Stage } from '../stage.ts';
import { announce } from './announce.ts';

export interface CardOptions {
  /** Why it is here; an empty text keeps the line's room. Absent: a plain listing without that line. */
  reason?: string;
  /** The recommendation list it came from. */
  list?: string;
  /** Offers "not this"; called when the visitor takes it. */
  onDismiss?: () => void;
}

export interface Card {
  root: HTMLElement;
  /** The same product on a newer list: its reason and its list change, the card stays. */
  update(reason: string, list: string): void;
}

/** A product on a shelf: picture, title, price, and what can be done with it at once. */
export function card({ shop, signal }: Stage, goods: Goods, options: CardOptions = {}): Card {
  const say = messages();
  let { list } = options;
  const reason = element('span', {}, options.reason ?? '');
  const from = (): string | undefined => list;
  const { title, brand } = textOf(goods);
  const soldOut = goods.inStock === false;
  const link = element(
    'a',
    { class: 'card-link', href: to('p', [goods.id], list ? { list } : {}) },
    element('span', { class: 'card-picture' }, picture(goods, '')),
    element('span', { class: 'card-title' }, title),
  );
  const root = element(
    'article',
    { class: `card${soldOut ? ' is-sold-out' : ''}`, 'data-product': goods.id },
    link,
    element('p', { class: 'card-brand' }, brand || '\u00a0'),
    element(
      'p',
      { class: 'card-price' },
      goods.price === undefined ? '\u00a0' : price(goods.price, goods.currency),
      soldOut && element('span', { class: 'badge' }, say.soldOut),
    ),
    options.reason !== undefined && element('p', { class: 'card-reason' }, icon('spark'), reason),
    element(
      'div',
      { class: 'card-tools' },
      saveButton({ shop, signal }, goods, from),
      !soldOut && addButton(shop, goods, from),
      options.onDismiss && dismissButton(shop, goods, options.onDismiss, from),
    ),
  );
  return {
    root,
    update(newReason, newList) {
      list = newList;
      reason.textContent = newReason;
      link.href = to('p', [goods.id], { list });
    },
  };
}

/** Gives the list that a card is on now. */
type From = () => string | undefined;

/** A heart that is full while the product is saved. */
export function saveButton({ shop, signal }: Stage, goods: Goods, from: From, worded = false): HTMLButtonElement {
  const { title } = textOf(goods);
  const words = element('span', {});
  const button = element(
    'button',
    { class: worded ? 'button button-quiet' : 'tool', type: 'button' },
    icon('heart'),
    worded && words,
  );
  const show = (): void => {
    const say = messages();
    const saved = shop.basket.saved.has(goods.id);
    button.classList.toggle('is-on', saved);
    button.setAttribute('aria-pressed', String(saved));
    button.setAttribute('aria-label', fill(say.saveLabel, { title }));
    words.textContent = saved ? say.saved : say.save;
  };
  button.addEventListener('click', () => {
    const wanted = !shop.basket.saved.has(goods.id);
    shop.basket.save(goods.id, wanted);
    if (wanted) void shop.track('add_to_wishlist', [goods.id], { list: from() });
    announce(wanted ? messages().saved : messages().undoSaved);
  });
  shop.basket.onChange(show, signal);
  show();
  return button;
}

function addButton(shop: Shop, goods: Goods, from: From): HTMLButtonElement {
  const label = fill(messages().addLabel, { title: textOf(goods).title });
  return element(
    'button',
    { class: 'tool', type: 'button', 'aria-label': label, on: { click: () => addToBasket(shop, goods, from()) } },
    icon('plus'),
  );
}

/** One more of it in the basket. */
export function addToBasket(shop: Shop, goods: Goods, list: string | undefined): void {
  shop.basket.set(goods.id, (shop.basket.quantities.get(goods.id) ?? 0) + 1);
  void shop.track('add_to_cart', [goods.id], { quantity: 1, list });
  announce(messages().added);
}

function dismissButton(shop: Shop, goods: Goods, onDismiss: () => void, from: From): HTMLButtonElement {
  const say = messages();
  const take = (): void => {
    onDismiss();
    void shop.track('dismiss', [goods.id], { list: from() });
    announce(messages().dismissed);
  };
  return element(
    'button',
    {
      class: 'tool',
      type: 'button',
      'aria-label': fill(say.notThisLabel, { title: textOf(goods).title }),
      title: say.notThis,
      on: { click: take },
    },
    icon('close'),
  );
}

/** A card's room before its product is known: the same height, so that nothing moves. */
export function skeleton(withReason: boolean): HTMLElement {
  return element(
    'div',
    { class: 'card is-skeleton', 'aria-hidden': 'true' },
    element(
      'span',
      { class: 'card-link' },
      element('span', { class: 'card-picture' }),
      element('span', { class: 'card-title' }, '\u00a0'),
    ),
    element('p', { class: 'card-brand' }, '\u00a0'),
    element('p', { class: 'card-price' }, '\u00a0'),
    withReason && element('p', { class: 'card-reason' }, '\u00a0'),
  );
}
