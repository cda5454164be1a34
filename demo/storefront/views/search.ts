import type { FoundProduct, SearchResult, Understood, VitrineError } from 'vitrine';
import { element } from '../element.ts';
import { type Goods, labelOf, textOf } from '../goods.ts';
import { fill, messages, number, price } from '../language.ts';
import { card, skeleton } from '../parts/card.ts';
import { reasonText } from '../parts/reason.ts';
import { to } from '../router.ts';
import { pictureOf } from '../searched-picture.ts';
import type { Stage, View } from '../stage.ts';

const PAGE = 24;
const MOST = 96;
const MOST_CATEGORIES = 8;
/** Further down nothing is alike. */
const MOST_ALIKE = 24;

/**
 * What was searched for: products that hold it all, or the nearest to it.
 * @param asked `q`, a text; `picture`, a picture that the visitor gave; `like`, a product whose own picture is meant
 */
export function search(stage: Stage, asked: URLSearchParams): View {
  const say = messages();
  const query = asked.get('q') ?? '';
  const like = stage.shop.range.get(asked.get('like') ?? '');
  const image = like?.id ?? pictureOf(asked);
  if (asked.has('picture') && image === undefined) return gone(query);
  const title = like
    ? fill(say.likeThis, { title: textOf(like).title })
    : image
      ? say.likePicture
      : fill(say.results, { query });
  const count = element('p', { class: 'listing-count', role: 'status' });
  const body = element(
    'div',
    { class: 'found', 'aria-busy': 'true' },
    element('div', { class: 'goods' }, ...Array.from({ length: PAGE / 2 }, () => skeleton(false))),
  );
  const find = async (category?: string): Promise<void> => {
    const { recommender } = stage.shop;
    const { signal } = stage;
    const filter = category === undefined ? {} : { filter: { categories: [category] } };
    try {
      const wanted = { text: query, facets: ['categories'], ...filter, signal } as const;
      const result = await recommender.search(
        image === undefined ? { ...wanted, limit: MOST } : { ...wanted, image, limit: MOST_ALIKE },
      );
      count.textContent = image === undefined ? countText(result) : '';
      body.replaceChildren(...found(stage, asked, result, category, (chosen) => void find(chosen)));
    } catch (thrown) {
      if (signal.aborted) return;
      const { code } = thrown as VitrineError;
      const fault = code === 'picture-unreadable' || code === 'picture-too-large' ? say.pictureUnreadable : undefined;
      count.textContent = fault ?? say.searchFailed;
      body.setAttribute('aria-busy', 'false');
      if (fault) return body.replaceChildren();
      const again = element(
        'button',
        { class: 'button', type: 'button', on: { click: () => void find(category) } },
        say.searchAgain,
      );
      body.replaceChildren(again);
    }
    body.setAttribute('aria-busy', 'false');
  };
  if (query) void stage.shop.recommender.track({ name: 'search', search_term: query });
  void find();
  return {
    title,
    content: element(
      'div',
      { class: 'listing' },
      element('h1', { class: 'page-title' }, title),
      element('div', { class: 'listing-bar' }, count),
      body,
    ),
  };
}

/** The picture was in the page only, which has been loaded anew since. */
function gone(query: string): View {
  const say = messages();
  return {
    title: say.likePicture,
    content: element(
      'div',
      { class: 'listing' },
      element('h1', { class: 'page-title' }, say.likePicture),
      element('p', {}, say.pictureGone),
      query !== '' &&
        element('p', {}, element('a', { href: to('search', [], { q: query }) }, fill(say.results, { query }))),
    ),
  };
}

function countText({ found }: SearchResult<Goods>): string {
  const say = messages();
  if (found === 0) return say.noResults;
  return found === 1 ? say.countOne : fill(say.count, { count: number(found) });
}

function found(
  stage: Stage,
  asked: URLSearchParams,
  { text, items, alternatives, dropped, understood, facets, found: all, id }: SearchResult<Goods>,
  category: string | undefined,
  onCategory: (category: string | undefined) => void,
): Node[] {
  const say = messages();
  const followed = understood.filter((part) => part.kind !== 'order' || part.followed !== false);
  const parts = followed.map((part) => {
    const name = partText(part);
    const without = `${text.slice(0, part.range[0])} ${text.slice(part.range[1])}`.replace(/\s+/g, ' ').trim();
    const label = fill(say.searchWithout, { part: name });
    const href = to('search', [], { ...Object.fromEntries(asked), q: without });
    return element('a', { class: 'chip', href, 'aria-label': label }, `${name} ×`);
  });
  const categories = (facets.categories ?? []).slice(0, MOST_CATEGORIES).map(({ name, products }) => {
    const chosen = name === category;
    return element(
      'button',
      {
        class: 'chip',
        type: 'button',
        'aria-pressed': String(chosen),
        on: { click: () => onCategory(chosen ? undefined : name) },
      },
      `${labelOf(name)} ${number(products)}`,
    );
  });
  const nearest = all === 0 ? alternatives : [];
  return [
    ...(parts.length > 0
      ? [element('div', { class: 'chips', role: 'group', 'aria-label': say.searchUnderstood }, ...parts)]
      : []),
    ...(categories.length > 1 || category !== undefined
      ? [element('div', { class: 'chips', role: 'group', 'aria-label': say.departments }, ...categories)]
      : []),
    ...(items.length > 0 ? [grid(stage, items, id)] : []),
    ...(dropped.length > 0 && (nearest.length > 0 || items.length > 0)
      ? [element('p', {}, fill(say.searchDropped, { words: dropped.map((word) => `“${word}”`).join(', ') }))]
      : []),
    ...(nearest.length > 0 ? [element('h2', {}, say.searchNearest), grid(stage, nearest, id)] : []),
  ];
}

/** The first page of products, and the others when they are asked for. */
function grid(stage: Stage, products: readonly FoundProduct<Goods>[], list: string): HTMLElement {
  const cards = products.flatMap((one) => {
    const goods = stage.shop.range.get(one.id);
    if (goods === undefined) return [];
    const reason = reasonText(stage.shop, one);
    return card(stage, goods, { list, ...(reason !== '' && { reason }) }).root;
  });
  const goods = element('div', { class: 'goods' }, ...cards.slice(0, PAGE));
  const more = element('button', { class: 'button', type: 'button' }, messages().showMore);
  let shown = PAGE;
  more.addEventListener('click', () => {
    goods.append(...cards.slice(shown, shown + PAGE));
    cards[shown]?.querySelector('a')?.focus({ preventScroll: true });
    shown += PAGE;
    more.hidden = shown >= cards.length;
  });
  more.hidden = cards.length <= PAGE;
  return element('div', {}, goods, element('p', { class: 'more' }, more));
}

function partText(part: Understood): string {
  const say = messages();
  if (part.kind === 'order') {
    return { 'price-ascending': say.sortCheap, 'price-descending': say.sortDear, newest: say.sortNew }[part.by];
  }
  if (part.kind !== 'price') return part.exclude ? fill(say.searchNot, { name: part.name }) : labelOf(part.name);
  const { min, max } = part;
  const inEuros = (value: number): string => price(value, 'EUR');
  if (min === undefined) return fill(say.searchUpTo, { price: inEuros(max!) });
  return max === undefined ? fill(say.searchFrom, { price: inEuros(min) }) : `${inEuros(min)} – ${inEuros(max)}`;
}
