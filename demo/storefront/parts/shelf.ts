import type { Placement, RecommendationList, RecommendQuery } from 'vitrine';
import { element } from '../element.ts';
import type { Goods } from '../goods.ts';
import { fill, messages } from '../language.ts';
import type { Stage } from '../stage.ts';
import { announce } from './announce.ts';
import { type Card, card, skeleton } from './card.ts';
import { reasonText } from './reason.ts';

export interface ShelfOptions {
  placement: Placement;
  /** Tells it from others of the page and in the panel. Default: its placement. */
  name?: string;
  /** Products wanted; the shelf has room for as many from the start. */
  limit: number;
  heading: (list: RecommendationList<Goods> | undefined) => string;
  note?: (list: RecommendationList<Goods> | undefined) => string;
  /** What to ask beyond placement and limit; asked anew each time the shelf is filled. */
  query?: () => RecommendQuery;
  /** The product that the page is about: reasons call it "this one". */
  about?: string;
  /** Says aloud how much of it changed. One shelf of a page does. */
  spoken?: boolean;
  /** Name of another shelf of the page whose products it leaves out: it is filled after that one. */
  unlike?: string;
}

let shelves = 0;

/** A shelf that fills itself and follows what the visitor does. */
export function shelf(stage: Stage, options: ShelfOptions): HTMLElement {
  const { shop, signal } = stage;
  const { placement, name = placement } = options;
  const heading = element('h2', { id: `shelf-${++shelves}` }, options.heading(undefined));
  const note = element('p', { class: 'shelf-note' }, options.note?.(undefined) ?? '');
  const row = element('div', { class: 'goods' }, ...Array.from({ length: options.limit }, () => skeleton(true)));
  const section = element(
    'section',
    { class: 'shelf', 'aria-labelledby': heading.id, 'aria-busy': 'true', 'data-shelf': name },
    element('header', { class: 'shelf-head' }, heading, options.note && note),
    row,
  );
  const apology = element('p', { class: 'empty', role: 'status' });
  let cards = new Map<string, Card>();
  let asking: AbortController | undefined;
  /** Ends the watch over which products are seen. */
  let watching: Promise<() => void> | undefined;
  const watch = (list?: RecommendationList<Goods>): void => {
    void watching?.then((end) => end());
    watching = list && shop.recommender.watch(list, row).catch(() => () => undefined);
  };
  signal.addEventListener('abort', () => watch());

  const show = (list: RecommendationList<Goods>): void => {
    const before = cards;
    const focused = document.activeElement;
    cards = new Map();
    // What an earlier card says is not said again.
    const said = new Set<string>();
    for (const item of list.items) {
      const goods = shop.range.get(item.id);
      if (!goods) continue;
      const told = reasonText(shop, item, options.about);
      const reason = said.has(told) ? '' : told;
      said.add(told);
      const known = before.get(item.id);
      known?.update(reason, list.id);
      const made =
        known ?? card(stage, goods, { reason, list: list.id, onDismiss: () => made.root.classList.add('is-leaving') });
      made.root.classList.toggle('is-new', before.size > 0 && !known);
      cards.set(item.id, made);
    }
    apology.remove();
    heading.textContent = options.heading(list);
    if (options.note) note.textContent = options.note(list);
    row.replaceChildren(
      ...(cards.size > 0
        ? [...cards.values()].map(({ root }) => root)
        : [element('p', { class: 'empty' }, messages().shelfEmpty)]),
    );
    watch(list);
    keepFocus(row, focused);
    const fresh = [...cards.keys()].filter((id) => !before.has(id)).length;
    if (options.spoken && before.size > 0 && fresh > 0)
      announce(fill(messages().shelfFollows, { count: fresh }), 'shelf');
    section.setAttribute('aria-busy', 'false');
  };

  /** The shelf could not be ranked: the shop's own picks stand on it, until it can. */
  const showPicks = (): void => {
    const picks = shop.range.picks(options.limit).map((goods) => card(stage, goods).root);
    const again = element('button', { class: 'button', type: 'button', on: { click: refill } }, messages().retry);
    row.replaceChildren(...picks);
    apology.replaceChildren(messages().shelfFailed, ' ', again);
    section.append(apology);
    section.setAttribute('aria-busy', 'false');
  };

  const refill = (): void => {
    asking?.abort();
    asking = new AbortController();
    shop
      .recommend(
        name,
        merge(options.query?.() ?? {}, shownOn(shop, options.unlike), { placement, limit: options.limit }),
        AbortSignal.any([signal, asking.signal]),
      )
      .then(show)
      .catch((error: { code?: string }) => {
        if (error.code === 'aborted' || error.code === 'closed' || cards.size > 0) return;
        showPicks();
      });
  };

  if (options.unlike === undefined) {
    signal.addEventListener('abort', shop.recommender.on('change', refill));
    signal.addEventListener(
      'abort',
      shop.recommender.on('status', ({ state }) => state === 'ready' && apology.isConnected && refill()),
    );
    refill();
  } else {
    shop.onList((listed) => listed === options.unlike && refill(), signal);
  }
  return section;
}

/** The products that another shelf shows. */
function shownOn(shop: Stage['shop'], name: string | undefined): readonly string[] {
  const other = name === undefined ? undefined : shop.lists.get(name);
  return other?.list.items.map(({ id }) => id) ?? [];
}

/** The query without these products. */
function merge(query: RecommendQuery, shown: readonly string[], own: RecommendQuery): RecommendQuery {
  if (shown.length === 0) return { ...query, ...own };
  const exclude = [...(query.filter?.exclude ?? []), ...shown];
  return { ...query, ...own, filter: { ...query.filter, exclude } };
}

/** Moving a card drops its focus: give it back, or to the shelf's first card where the focused one is gone. */
function keepFocus(row: HTMLElement, focused: Element | null): void {
  if (document.activeElement !== document.body || !(focused instanceof HTMLElement) || focused === document.body)
    return;
  const target = focused.isConnected ? focused : row.querySelector<HTMLElement>('a');
  target?.focus({ preventScroll: true });
}
