import { element } from '../element.ts';
import { type Goods, textOf } from '../goods.ts';
import { fill, messages, number } from '../language.ts';
import type { Stage } from '../stage.ts';
import { card, skeleton } from './card.ts';

const ORDERS = ['forYou', 'cheap', 'dear', 'name'] as const;
type Order = (typeof ORDERS)[number];

const PAGE = 24;
const MAX_LIST = 500;

export interface ListingOptions {
  /** For the panel. */
  name: string;
  goods: readonly Goods[];
  /** Of the feed, to rank within; none: over the whole range. */
  categories?: readonly string[];
  /** Said where nothing is left to show. */
  empty: string;
}

/** A department's products: in the visitor's own order, or by price or name. */
export function listing(stage: Stage, { name, goods, categories, empty }: ListingOptions): HTMLElement {
  const say = messages();
  const state: { order: Order; inStock: boolean; shown: number; ranked: readonly string[] | undefined } = {
    order: 'forYou',
    inStock: false,
    shown: PAGE,
    ranked: undefined,
  };
  const count = element('p', { class: 'listing-count', role: 'status' });
  const grid = element('div', { class: 'goods' });
  const more = element('button', { class: 'button', type: 'button' }, say.showMore);
  const labels: Record<Order, string> = {
    forYou: say.sortForYou,
    cheap: say.sortCheap,
    dear: say.sortDear,
    name: say.sortName,
  };
  const order = element('select', {}, ...ORDERS.map((name) => element('option', { value: name }, labels[name])));
  const inStock = element('input', { type: 'checkbox' });

  const show = (): void => {
    const wanted = sorted(
      state.inStock ? goods.filter((one) => one.inStock !== false) : goods,
      state.order,
      state.ranked,
    );
    count.textContent = wanted.length === 1 ? say.countOne : fill(say.count, { count: number(wanted.length) });
    const waiting = state.order === 'forYou' && state.ranked === undefined;
    grid.replaceChildren(
      ...(waiting
        ? Array.from({ length: Math.min(PAGE, wanted.length) }, () => skeleton(false))
        : wanted.slice(0, state.shown).map((one) => card(stage, one).root)),
    );
    if (wanted.length === 0) grid.append(element('p', { class: 'empty' }, empty));
    more.hidden = waiting || wanted.length <= state.shown;
  };

  order.addEventListener('change', () => {
    state.order = order.value as Order;
    state.shown = PAGE;
    show();
  });
  inStock.addEventListener('change', () => {
    state.inStock = inStock.checked;
    show();
  });
  more.addEventListener('click', () => {
    const first = state.shown;
    state.shown += PAGE;
    show();
    grid.children[first]?.querySelector('a')?.focus({ preventScroll: true });
  });

  const rank = async (): Promise<void> => {
    const filter = categories ? { filter: { categories } } : {};
    try {
      const query = { limit: MAX_LIST, seen: 'include', explain: false, ...filter } as const;
      state.ranked = (await stage.shop.recommend(name, query, stage.signal)).items.map(({ id }) => id);
    } catch {
      // Without a ranking the feed's own order serves.
      state.ranked = [];
    }
    if (!stage.signal.aborted) show();
  };
  void rank();
  show();
  return element(
    'div',
    { class: 'listing' },
    element(
      'div',
      { class: 'listing-bar' },
      count,
      element('label', { class: 'check' }, inStock, say.inStockOnly),
      element('label', { class: 'sort' }, element('span', {}, say.sort), order),
    ),
    grid,
    element('p', { class: 'more' }, more),
  );
}

function sorted(goods: readonly Goods[], order: Order, ranked: readonly string[] = []): Goods[] {
  const list = [...goods];
  switch (order) {
    case 'cheap':
      return list.sort((a, b) => (a.price ?? Number.POSITIVE_INFINITY) - (b.price ?? Number.POSITIVE_INFINITY));
    case 'dear':
      return list.sort((a, b) => (b.price ?? -1) - (a.price ?? -1));
    case 'name':
      return list.sort((a, b) => textOf(a).title.localeCompare(textOf(b).title));
    case 'forYou': {
      const rank = new Map(ranked.map((id, i) => [id, i]));
      return list.sort((a, b) => (rank.get(a.id) ?? MAX_LIST) - (rank.get(b.id) ?? MAX_LIST));
    }
  }
}
