import { ownReport } from '../dropin/own-report.ts';
import { element, icon } from '../element.ts';
import { labelOf } from '../goods.ts';
import { fill, messages, number } from '../language.ts';
import { imagined } from '../parts/imagined.ts';
import { shelf } from '../parts/shelf.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';
import type { Stage, View } from '../stage.ts';

/** The still life of the first screen: one thing from here and there. */
const STILL_LIFE: readonly string[] = ['lamp-01', 'plant-03', 'teapot-02', 'sneaker-03', 'backpack-02'];

export function home(stage: Stage, onPanel: () => void): View {
  return {
    title: stage.shop.name,
    content: element(
      'div',
      {},
      stage.shop.own === undefined && hero(stage, onPanel),
      stage.shop.own && element('h1', { class: 'page-title', 'data-shop-name': true }, stage.shop.name),
      stage.shop.own && ownReport(stage.shop, stage.shop.own),
      shelf(stage, {
        placement: 'home',
        limit: 8,
        spoken: true,
        heading: (list) => (list && !list.fallback ? messages().forYou : messages().forYouCold),
        note: (list) => (list && !list.fallback ? messages().forYouNote : messages().forYouColdNote),
      }),
      tiles(stage),
      shelf(stage, {
        placement: 'home',
        name: 'wander',
        limit: 4,
        unlike: 'home',
        heading: () => messages().wander,
        note: () => messages().wanderNote,
        query: () => ({ diversity: 0.8 }),
      }),
      stage.shop.own === undefined && imagined(stage),
    ),
  };
}

function hero({ shop }: Stage, onPanel: () => void): HTMLElement {
  const say = messages();
  const goods = STILL_LIFE.flatMap((id) => shop.range.get(id) ?? []);
  return element(
    'section',
    { class: 'hero' },
    element(
      'div',
      { class: 'hero-words' },
      element('h1', {}, say.heroTitle),
      element('p', {}, say.heroText),
      element(
        'p',
        { class: 'hero-actions' },
        element(
          'a',
          { class: 'button button-main', href: to('c', [shop.range.departments[0].name]) },
          say.heroStart,
          icon('arrow'),
        ),
        element(
          'button',
          { class: 'button button-quiet', type: 'button', on: { click: onPanel } },
          icon('glass'),
          say.heroBehind,
        ),
      ),
    ),
    element(
      'div',
      { class: 'hero-pictures', 'aria-hidden': 'true' },
      ...goods.map((one) => element('a', { href: to('p', [one.id]), tabindex: -1 }, picture(one, ''))),
    ),
  );
}

function tiles({ shop }: Stage): HTMLElement | null {
  if (shop.range.departments.length === 0) return null;
  const say = messages();
  const heading = element('h2', { id: 'tiles' }, say.browse);
  return element(
    'section',
    { class: 'shelf', 'aria-labelledby': 'tiles' },
    element('header', { class: 'shelf-head' }, heading),
    element(
      'ul',
      { class: 'tiles' },
      ...shop.range.departments.map(({ name, goods }) =>
        element(
          'li',
          {},
          element(
            'a',
            { class: 'tile', href: to('c', [name]) },
            picture(goods[Math.floor(goods.length / 3)], ''),
            element('span', { class: 'tile-name' }, labelOf(name)),
            element('span', { class: 'tile-count' }, fill(say.count, { count: number(goods.length) })),
          ),
        ),
      ),
    ),
  );
}
