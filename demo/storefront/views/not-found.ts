import { element } from '../element.ts';
import { messages } from '../language.ts';
import { to } from '../router.ts';
import type { View } from '../stage.ts';

export function notFound(): View {
  const say = messages();
  return {
    title: say.notFound,
    content: element(
      'div',
      { class: 'quiet-page' },
      element('h1', { class: 'page-title' }, say.notFound),
      element('a', { class: 'button button-main', href: to('') }, say.home),
    ),
  };
}
