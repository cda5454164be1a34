import { element } from '../element.ts';
import { messages } from '../language.ts';
import { card } from '../parts/card.ts';
import { shelf } from '../parts/shelf.ts';
import type { Stage, View } from '../stage.ts';

export function saved(stage: Stage): View {
  const { shop, signal } = stage;
  const grid = element('div', { class: 'goods' });
  const show = (): void => {
    const goods = [...shop.basket.saved].flatMap((id) => shop.range.get(id) ?? []);
    grid.replaceChildren(
      ...(goods.length > 0
        ? goods.map((one) => card(stage, one).root)
        : [element('p', { class: 'empty' }, messages().emptyWishes)]),
    );
  };
  shop.basket.onChange(show, signal);
  show();
  return {
    title: messages().wishes,
    content: element(
      'div',
      {},
      element('h1', { class: 'page-title' }, messages().wishes),
      grid,
      shelf(stage, {
        placement: 'related',
        name: 'saved',
        limit: 4,
        heading: () => messages().afterWishes,
        query: () => ({ like: [...shop.basket.saved] }),
      }),
    ),
  };
}
