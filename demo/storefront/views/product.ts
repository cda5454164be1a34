import { element, icon } from '../element.ts';
import { labelOf, textOf } from '../goods.ts';
import { fill, messages, price } from '../language.ts';
import { between } from '../parts/between.ts';
import { addToBasket, saveButton } from '../parts/card.ts';
import { madeText } from '../parts/made-text.ts';
import { shelf } from '../parts/shelf.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';
import type { Stage, View } from '../stage.ts';
import { notFound } from './not-found.ts';

/** @param list the recommendation list that led here */
export function product(stage: Stage, id: string, list: string | undefined): View {
  const { shop } = stage;
  const goods = shop.range.get(id);
  if (!goods) return notFound();
  const say = messages();
  const { title, brand, description } = textOf(goods);
  const soldOut = goods.inStock === false;
  void shop.track('view_item', [id], { list });
  const [department, kind] = goods.categories ?? [];
  return {
    title,
    content: element(
      'div',
      {},
      department !== undefined &&
        element(
          'nav',
          { class: 'crumbs', 'aria-label': say.whereYouAre },
          element('a', { href: to('c', [department]) }, labelOf(department)),
          kind !== undefined && element('a', { href: to('c', [department, kind]) }, labelOf(kind)),
        ),
      element(
        'article',
        { class: 'product', 'data-product-page': id },
        element('div', { class: 'product-picture' }, picture(goods, title, 'large')),
        element(
          'div',
          { class: 'product-words' },
          brand && element('p', { class: 'product-brand' }, fill(say.by, { brand })),
          element('h1', {}, title),
          goods.price !== undefined && element('p', { class: 'product-price' }, price(goods.price, goods.currency)),
          description ? element('p', { class: 'product-text' }, description) : !shop.own && madeText(stage, goods),
          element(
            'div',
            { class: 'product-actions' },
            soldOut
              ? element('span', { class: 'button is-disabled' }, say.soldOut)
              : element(
                  'button',
                  { class: 'button button-main', type: 'button', on: { click: () => addToBasket(shop, goods, list) } },
                  icon('bag'),
                  say.addToBasket,
                ),
            saveButton(stage, goods, () => list, true),
            !shop.own &&
              element('a', { class: 'button button-quiet', href: to('search', [], { like: id }) }, say.similarLooks),
          ),
          shop.own &&
            goods.tags &&
            goods.tags.length > 0 &&
            element('ul', { class: 'tags' }, ...goods.tags.slice(0, 8).map((tag) => element('li', {}, tag))),
        ),
      ),
      shelf(stage, {
        placement: 'bought-together',
        about: id,
        limit: 4,
        heading: () => messages().goesWith,
        query: () => ({ like: [id], filter: { exclude: [id] } }),
      }),
      shelf(stage, {
        placement: 'related',
        about: id,
        limit: 8,
        unlike: 'bought-together',
        heading: () => messages().alsoWorth,
        query: () => ({ like: [id], filter: { exclude: [id] } }),
      }),
      !shop.own && between(stage, goods),
    ),
  };
}
