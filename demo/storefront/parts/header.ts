import { defineSearch, type SearchEvent, type VitrineSearch } from 'vitrine/search-box';
import { element, icon } from '../element.ts';
import { labelOf } from '../goods.ts';
import { fill, language, messages } from '../language.ts';
import { here, to } from '../router.ts';
import { pictureOf, toPicture } from '../searched-picture.ts';
import type { Stage } from '../stage.ts';

export interface HeaderActions {
  onLanguage: () => void;
  onPanel: () => void;
  onAssistant: () => void;
  onOwnBack: () => void;
}

/** The head of the page: name, search, basket, departments. */
export function header(
  { shop, signal }: Stage,
  { onLanguage, onPanel, onAssistant, onOwnBack }: HeaderActions,
): HTMLElement {
  const say = messages();
  const counted = (
    view: string,
    name: 'bag' | 'heart',
    label: string,
    labelCount: string,
    count: () => number,
  ): HTMLElement => {
    const badge = element('span', { class: 'count', 'aria-hidden': 'true' });
    const link = element('a', { class: 'head-tool', href: to(view) }, icon(name), badge);
    const show = (): void => {
      const now = count();
      badge.textContent = now > 0 ? String(now) : '';
      link.setAttribute('aria-label', now > 0 ? fill(labelCount, { count: now }) : label);
    };
    shop.basket.onChange(show, signal);
    show();
    return link;
  };
  return element(
    'header',
    { class: 'head' },
    element(
      'div',
      { class: 'head-row' },
      element('a', { class: 'name', href: to('') }, shop.name),
      shop.own &&
        element('button', { class: 'button button-small', type: 'button', on: { click: onOwnBack } }, say.ownBack),
      searchField({ shop, signal }, shop.own ? say.searchHintOwn : say.searchHint),
      element(
        'div',
        { class: 'head-tools' },
        element(
          'button',
          {
            class: 'head-tool head-ask',
            type: 'button',
            'aria-label': say.assistant,
            'aria-haspopup': 'dialog',
            on: { click: onAssistant },
          },
          icon('spark'),
          element('span', { 'aria-hidden': 'true' }, say.assistantOpen),
        ),
        element(
          'button',
          {
            class: 'head-tool head-language',
            type: 'button',
            'aria-label': say.otherLanguageLabel,
            lang: language() === 'en' ? 'zh-CN' : 'en',
            on: { click: onLanguage },
          },
          say.otherLanguage,
        ),
        counted('saved', 'heart', say.wishes, say.wishesCount, () => shop.basket.saved.size),
        counted('cart', 'bag', say.basket, say.basketCount, () => shop.basket.count),
        element(
          'button',
          {
            class: 'head-tool head-panel',
            type: 'button',
            'aria-label': say.behind,
            'aria-expanded': 'false',
            'aria-controls': 'panel',
            id: 'panel-button',
            on: { click: onPanel },
          },
          icon('glass'),
          element('span', {}, say.behind),
        ),
      ),
    ),
    element(
      'nav',
      { class: 'departments', 'aria-label': say.departments },
      element(
        'ul',
        {},
        ...shop.range.departments.map(({ name }) =>
          element('li', {}, element('a', { href: to('c', [name]) }, labelOf(name))),
        ),
      ),
    ),
  );
}

function searchField({ shop, signal }: Stage, hint: string): HTMLElement {
  defineSearch(shop.recommender);
  const field = document.createElement('vitrine-search') as VitrineSearch;
  field.className = 'search';
  field.setAttribute('placeholder', hint);
  if (!shop.own) field.setAttribute('pictures', '');
  field.labelOf = labelOf;
  field.recommender = shop.recommender as unknown as VitrineSearch['recommender'];
  const follow = (): void => {
    const { view, query } = here();
    field.value = view === 'search' ? (query.get('q') ?? '') : '';
    const picture = view === 'search' ? (pictureOf(query) ?? null) : null;
    if (field.picture !== picture) field.picture = picture;
  };
  follow();
  window.addEventListener('hashchange', follow, { signal });
  // The shop shows results and products on pages of its own.
  field.addEventListener('vitrine-search', (event) => {
    event.preventDefault();
    const { text, picture } = (event as SearchEvent).detail;
    location.hash = picture ? toPicture(picture, text.trim()) : to('search', [], { q: text.trim() });
  });
  field.addEventListener('vitrine-select', (event) => {
    event.preventDefault();
    location.hash = to('p', [(event as CustomEvent<{ product: { id: string } }>).detail.product.id]);
  });
  return field;
}

/** Marks the department that the visitor is in. */
export function markDepartment(head: HTMLElement): void {
  const { view, parts } = here();
  for (const link of head.querySelectorAll<HTMLAnchorElement>('.departments a')) {
    const current = view === 'c' && link.getAttribute('href') === to('c', [parts[0]]);
    if (current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
