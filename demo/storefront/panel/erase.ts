import { element } from '../element.ts';
import { messages } from '../language.ts';
import { announce } from '../parts/announce.ts';
import { to } from '../router.ts';
import type { Shop } from '../shop.ts';
import { type Section, section } from './section.ts';

/** One button that makes the shop forget the visitor. */
export function eraseSection(shop: Shop): Section {
  const say = messages();
  const erase = async (): Promise<void> => {
    try {
      await shop.recommender.erase();
      announce(messages().erased);
    } catch (error) {
      announce((error as Error).message);
    }
  };
  const button = element(
    'button',
    { class: 'button button-danger', type: 'button', on: { click: () => void erase() } },
    say.erase,
  );
  return {
    root: section(
      'erase',
      say.erase,
      element('p', { class: 'quiet' }, say.eraseText),
      button,
      element('p', {}, element('a', { href: to('your-data') }, say.yourData)),
    ),
  };
}
