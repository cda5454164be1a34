import { element } from '../element.ts';
import { messages } from '../language.ts';
import type { Shop } from '../shop.ts';
import { type Section, section } from './section.ts';

/** What went wrong, with what to do about it. */
export function problemsSection(shop: Shop): Section {
  const list = element('ul', { class: 'problems' });
  const refresh = (): void => {
    list.replaceChildren(
      ...(shop.problems.length === 0
        ? [element('li', { class: 'quiet' }, messages().problemsNone)]
        : shop.problems.map(({ code, message, remedy }) =>
            element('li', {}, element('code', {}, code), ' ', message, ' ', remedy),
          )),
    );
  };
  return { root: section('problems', messages().panelProblems, list), refresh };
}
