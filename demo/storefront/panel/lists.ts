import { element } from '../element.ts';
import { fill, messages, number } from '../language.ts';
import type { Shop, ShownList } from '../shop.ts';
import { type Section, section } from './section.ts';

const COLOURS = [
  '#3f7a5f',
  '#d39b3c',
  '#4d7ea8',
  '#b5654a',
  '#8d7a9e',
  '#6f8f3a',
  '#b05c86',
  '#3f8f96',
  '#8a6d4f',
  '#5d6a86',
];
/** A source keeps its colour while the page is open. */
const colours = new Map<string, string>();
function colourOf(source: string): string {
  const colour = colours.get(source) ?? COLOURS[colours.size % COLOURS.length];
  colours.set(source, colour);
  return colour;
}

/** Each list on the page: what made it, how long it took, how much each source gave. */
export function listsSection(shop: Shop): Section {
  const body = element('div', {});
  return {
    root: section('lists', messages().panelShelves, body),
    refresh: () => {
      const lists = [...shop.lists].map(([name, shown]) => listCard(name, shown));
      body.replaceChildren(...(lists.length > 0 ? lists : [element('p', { class: 'quiet' }, messages().listNone)]));
    },
  };
}

function listCard(name: string, { list, trip }: ShownList): HTMLElement {
  const say = messages();
  const shelves: Record<string, string> = say.shelves;
  return element(
    'div',
    { class: 'list-card' },
    element(
      'p',
      { class: 'list-name' },
      element('strong', {}, shelves[name] ?? name),
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

/** How much each source gave to the list's products, on average, the strongest first. */
function shareBar({ items }: ShownList['list']): HTMLElement | null {
  const names: Record<string, string> = messages().sources;
  const means = new Map<string, number>();
  for (const { shares } of items) {
    for (const [source, share = 0] of Object.entries(shares)) {
      means.set(source, (means.get(source) ?? 0) + share / items.length);
    }
  }
  const shown = [...means].filter(([, share]) => share > 0.004).sort(([, a], [, b]) => b - a);
  if (shown.length === 0) return null;
  const bar = element('div', { class: 'share-bar', 'aria-hidden': 'true' });
  const legend = element('ul', { class: 'share-legend' });
  for (const [source, share] of shown) {
    const part = element('span');
    part.style.flexGrow = String(share);
    const key = element('li', {}, `${names[source] ?? source} ${number(share * 100)} %`);
    for (const coloured of [part, key]) coloured.style.setProperty('--share', colourOf(source));
    bar.append(part);
    legend.append(key);
  }
  return element('div', {}, bar, legend);
}
