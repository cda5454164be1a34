import { element, icon } from '../element.ts';
import { type Goods, textOf } from '../goods.ts';
import { fill, messages, price } from '../language.ts';
import { announce } from '../parts/announce.ts';
import { shelf } from '../parts/shelf.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';
import type { Stage, View } from '../stage.ts';

export function cart(stage: Stage): View {
  const { shop, signal } = stage;
  const lines = element('div', {});
  const show = (): void => lines.replaceChildren(shop.basket.count > 0 ? filled(stage) : empty());
  shop.basket.onChange(show, signal);
  show();
  return {
    title: messages().basket,
    content: element(
      'div',
      {},
      element('h1', { class: 'page-title' }, messages().basket),
      lines,
      shelf(stage, {
        placement: 'cart',
        limit: 4,
        heading: () => (shop.basket.count > 0 ? messages().completes : messages().forYou),
        query: () => ({
          like: [...shop.basket.quantities.keys()],
          filter: { exclude: [...shop.basket.quantities.keys()] },
        }),
      }),
    ),
  };
}

function empty(): HTMLElement {
  const say = messages();
  return element(
    'div',
    { class: 'quiet-page' },
    element('p', {}, say.emptyBasket),
    element('a', { class: 'button button-main', href: to('') }, say.goShopping),
  );
}

function filled(stage: Stage): HTMLElement {
  const say = messages();
  const { basket, range } = stage.shop;
  const rows = [...basket.quantities].flatMap(([id, quantity]) => {
    const goods = range.get(id);
    return goods ? [{ goods, quantity }] : [];
  });
  const total = rows.reduce((sum, { goods, quantity }) => sum + (goods.price ?? 0) * quantity, 0);
  return element(
    'div',
    { class: 'cart' },
    element('ul', { class: 'cart-lines' }, ...rows.map(({ goods, quantity }) => line(stage, goods, quantity))),
    element(
      'div',
      { class: 'cart-sum' },
      element(
        'p',
        { class: 'cart-total' },
        element('span', {}, say.total),
        element('strong', {}, price(Math.round(total * 100) / 100, rows[0]?.goods.currency)),
      ),
      element(
        'button',
        { class: 'button button-main', type: 'button', on: { click: () => checkOut(stage) } },
        say.checkout,
      ),
    ),
  );
}

function line({ shop }: Stage, goods: Goods, quantity: number): HTMLElement {
  const say = messages();
  const { title, brand } = textOf(goods);
  const change = (to: number): void => {
    shop.basket.set(goods.id, to);
    const fewer = to < quantity;
    void shop.track(fewer ? 'remove_from_cart' : 'add_to_cart', [goods.id], { quantity: Math.abs(to - quantity) });
    if (to === 0) announce(say.removed);
    document
      .querySelector<HTMLElement>(
        to === 0
          ? '.cart-lines button, .quiet-page a'
          : `[data-line="${CSS.escape(goods.id)}"] .step-${fewer ? 'fewer' : 'more'}`,
      )
      ?.focus();
  };
  return element(
    'li',
    { class: 'cart-line', 'data-line': goods.id },
    element(
      'a',
      { href: to('p', [goods.id]), class: 'cart-picture', tabindex: -1, 'aria-hidden': 'true' },
      picture(goods, '', 'small'),
    ),
    element(
      'div',
      { class: 'cart-words' },
      element('a', { href: to('p', [goods.id]) }, title),
      element('p', { class: 'card-brand' }, brand),
    ),
    element(
      'div',
      { class: 'steps', role: 'group', 'aria-label': say.quantity },
      element(
        'button',
        {
          class: 'step-fewer',
          type: 'button',
          'aria-label': fill(say.fewer, { title }),
          on: { click: () => change(quantity - 1) },
        },
        icon('minus'),
      ),
      element('span', { 'aria-live': 'polite' }, quantity),
      element(
        'button',
        {
          class: 'step-more',
          type: 'button',
          'aria-label': fill(say.oneMore, { title }),
          on: { click: () => change(quantity + 1) },
        },
        icon('plus'),
      ),
    ),
    element(
      'p',
      { class: 'cart-price' },
      goods.price === undefined ? '' : price(goods.price * quantity, goods.currency),
    ),
    element(
      'button',
      {
        class: 'button button-quiet button-small',
        type: 'button',
        'aria-label': fill(say.removeLabel, { title }),
        on: { click: () => change(0) },
      },
      say.remove,
    ),
  );
}

/** Pretends: the shelves learn of a purchase, nothing else happens. */
function checkOut({ shop }: Stage): void {
  const items = [...shop.basket.quantities].map(([item_id, quantity]) => ({
    item_id,
    quantity,
    price: shop.range.get(item_id)?.price,
  }));
  const currency = shop.range.get(items[0].item_id)?.currency;
  void shop.recommender.track({ name: 'purchase', transaction_id: `osier-${Date.now()}`, currency, items });
  shop.basket.clear();
  location.hash = to('thanks');
}

export function thanks(stage: Stage): View {
  const say = messages();
  return {
    title: say.thanks,
    content: element(
      'div',
      {},
      element(
        'div',
        { class: 'quiet-page' },
        element('h1', { class: 'page-title' }, say.thanks),
        element('p', {}, say.thanksText),
      ),
      shelf(stage, { placement: 'home', limit: 4, heading: () => messages().forYou }),
    ),
  };
}
