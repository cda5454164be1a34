import { element } from '../element.ts';
import { labelOf } from '../goods.ts';
import { messages } from '../language.ts';
import { listing } from '../parts/listing.ts';
import { to } from '../router.ts';
import type { Stage, View } from '../stage.ts';
import { notFound } from './not-found.ts';

export function category(stage: Stage, [name, kind]: readonly string[]): View {
  const department = stage.shop.range.departments.find((one) => one.name === name);
  if (!department) return notFound();
  const say = messages();
  const goods =
    kind === undefined ? department.goods : department.goods.filter(({ categories }) => categories?.[1] === kind);
  const title = labelOf(kind ?? name);
  const chip = (label: string, href: string, current: boolean): HTMLElement =>
    element('li', {}, element('a', { class: 'chip', href, 'aria-current': current ? 'page' : undefined }, label));
  return {
    title,
    content: element(
      'div',
      {},
      element('h1', { class: 'page-title' }, labelOf(name)),
      department.kinds.length > 1 &&
        element(
          'ul',
          { class: 'chips' },
          chip(say.all, to('c', [name]), kind === undefined),
          ...department.kinds.map((one) => chip(labelOf(one), to('c', [name, one]), kind === one)),
        ),
      listing(stage, { name: 'category', goods, categories: [kind ?? name], empty: say.emptyKind }),
    ),
  };
}
