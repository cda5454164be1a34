import { element } from '../element.ts';
import { fill, messages, number } from '../language.ts';
import type { Shop, ShownList } from '../shop.ts';
import { type Section, section } from './section.ts';

const SOURCES = ['attention', 'rules', 'knn', 'content', 'popular'] as const;

/** Each list on the page: what made it, how long it took, how much each source gave. */
export function listsSection(shop: Shop): Section {
  const body = element('div', {});
  return {
    root: section('lists', messages().panelShelves, body),
    refresh: () => {
      const lists = [...shop.lists.values()];
      body.replaceChildren(
        ...(lists.length > 0 ? lists.map(listCard) : [element('p', { class: 'quiet' }, messages().listNone)]),
      );
    },
  };
}

function listCard({ list, trip }: ShownList): HTMLElement {
  const say = messages();
  const placements: Record<string, string> = say.placements;
  return element(
    'div',
    { class: 'list-card' },
    element(
      'p',
      { class: 'list-name' },
      element('strong', {}, placements[list.placement] ?? list.placement),
      element(
        'span',
        { class: `pill${list.fallback ? '' : ' is-on'}` },
        list.fallback ? say.listFallback : say.listPersonal,
      ),
    ),
    element('p', { class: 'list-model' }, element('code', {}, list.model)),
    shareBar(list),
    element('p', { class: 'quiet' }, fill(say.listTook, { took: number(list.took, 1), trip: number(trip, 1) })),
  );
}

/** How much each source gave to the list's products, on average. */
function shareBar(list: ShownList['list']): HTMLElement | null {
  const say = messages();
  const mean = SOURCES.map((source) => ({
    source,
    share: list.items.reduce((sum, { shares }) => sum + (shares[source] ?? 0), 0) / Math.max(1, list.items.length),
  })).filter(({ share }) => share > 0.004);
  if (mean.length === 0) return null;
  const bar = element('div', { class: 'share-bar', 'aria-hidden': 'true' });
  for (const { source, share } of mean) {
    const part = element('span', { class: `share-${source}` });
    part.style.flexGrow = String(share);
    bar.append(part);
  }
  const legend = element(
    'ul',
    { class: 'share-legend' },
    ...mean.map(({ source, share }) =>
      element('li', { class: `share-key-${source}` }, `${say.sources[source]} ${number(share * 100)} %`),
    ),
  );
  return element('div', {}, bar, legend);
}
