import { element } from '../element.ts';
import { type Goods, textOf } from '../goods.ts';
import { price } from '../language.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';

/** The real things that a made picture is like, each with its price. */
export function realNeighbours(neighbours: readonly Goods[]): HTMLUListElement {
  return element('ul', { class: 'made-neighbours' }, ...neighbours.map(neighbour));
}

function neighbour(goods: Goods): HTMLElement {
  const { title } = textOf(goods);
  const cost = goods.price === undefined ? '' : price(goods.price, goods.currency);
  return element(
    'li',
    {},
    element(
      'a',
      { href: to('p', [goods.id]), 'data-neighbour': goods.id },
      picture(goods, '', 'small'),
      element('span', { class: 'visually-hidden' }, title),
      element('span', { class: 'made-price' }, cost),
    ),
  );
}
