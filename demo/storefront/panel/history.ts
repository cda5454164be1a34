import { element } from '../element.ts';
import { textOf } from '../goods.ts';
import { fill, messages, number } from '../language.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';
import type { Shop } from '../shop.ts';
import { type Section, section } from './section.ts';

const SHOWN = 8;

/** What the visitor did, newest first. */
export function historySection(shop: Shop): Section {
  const count = element('p', { class: 'quiet' });
  const list = element('ol', { class: 'history' });
  return {
    root: section('history', messages().panelHistory, count, list),
    refresh: async () => {
      try {
        const [history, status] = await Promise.all([shop.recommender.history(SHOWN), shop.recommender.status()]);
        const say = messages();
        count.textContent =
          status.interactions === 0
            ? say.historyEmpty
            : fill(say.historyCount, { count: number(status.interactions), sessions: number(status.sessions) });
        list.replaceChildren(
          ...history.map(({ name, product }) => {
            const goods = shop.range.get(product);
            return element(
              'li',
              {},
              goods && picture(goods, '', 'small'),
              element('span', { class: 'history-action' }, say.actions[name]),
              goods ? element('a', { href: to('p', [product]) }, textOf(goods).title) : element('span', {}, product),
            );
          }),
        );
      } catch {
        // The engine is restarting: the next change fills the list.
      }
    },
  };
}
