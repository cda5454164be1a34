import type { Imagination, ImaginedPicture } from 'vitrine';
import { element, icon } from '../element.ts';
import { type Goods, labelOf, textOf } from '../goods.ts';
import { fill, messages, price } from '../language.ts';
import { picture } from '../picture.ts';
import { to } from '../router.ts';
import type { Stage } from '../stage.ts';
import { announce } from './announce.ts';
import { madePicture } from './made-picture.ts';

const PICTURES = 4;
const NEIGHBOURS = 3;

/**
 * "Imagined for you": pictures that a generator makes in this browser to the visitor's taste, each with the real things that
 * it is like. It begins when asked to, since it brings the tensor runtime and the generator along.
 */
export function imagined({ shop, signal }: Stage): HTMLElement {
  const say = messages();
  const heading = element('h2', { id: 'imagined' }, say.imagined);
  const note = element('p', { class: 'shelf-note', role: 'status' }, say.imaginedNote);
  const list = element('ul', { class: 'imagined-list' });
  const ask = element('button', { class: 'button', type: 'button' }, icon('spark'), say.imaginedStart);
  const section = element(
    'section',
    { class: 'shelf imagined', 'aria-labelledby': heading.id, 'aria-busy': 'false' },
    element('header', { class: 'shelf-head' }, heading, note),
    list,
    element(
      'p',
      { class: 'imagined-actions' },
      ask,
      element('a', { class: 'button button-quiet', href: to('studio') }, say.studioVisit),
    ),
  );

  const show = ({ pictures, fallback }: Imagination<Goods>): void => {
    list.replaceChildren(...pictures.map(imaginedItem));
    note.textContent = fallback ? messages().imaginedCold : messages().imaginedNote;
    ask.lastChild!.textContent = messages().imaginedAgain;
    announce(fill(messages().imaginedDone, { count: pictures.length }));
  };

  ask.addEventListener('click', async () => {
    ask.disabled = true;
    section.setAttribute('aria-busy', 'true');
    note.textContent = messages().imaginedWorking;
    try {
      show(await shop.recommender.imagine({ for: 'visitor', count: PICTURES, neighbours: NEIGHBOURS, signal }));
    } catch (error) {
      const { message, remedy } = error as { message: string; remedy?: string };
      note.textContent = [message, remedy].filter(Boolean).join(' ');
    } finally {
      ask.disabled = false;
      section.setAttribute('aria-busy', 'false');
    }
  });
  return section;
}

function imaginedItem({ image, kind, colour, neighbours }: ImaginedPicture<Goods>): HTMLElement {
  const say = messages();
  const colours: Readonly<Record<string, string>> = say.colours;
  const title = colour === undefined ? labelOf(kind) : `${labelOf(kind)} · ${colours[colour] ?? colour}`;
  return element(
    'li',
    { class: 'imagined-item' },
    element(
      'figure',
      {},
      element(
        'span',
        { class: 'made' },
        madePicture(image, fill(say.imaginedAlt, { title })),
        element('span', { class: 'made-badge' }, say.imaginedBadge),
      ),
      element('figcaption', { class: 'made-title' }, title),
    ),
    neighbours.length > 0 && element('p', { class: 'made-real' }, say.imaginedReal),
    element('ul', { class: 'made-neighbours' }, ...neighbours.map(neighbour)),
  );
}

function neighbour(goods: Goods): HTMLElement {
  const { title } = textOf(goods);
  const cost = goods.price === undefined ? '' : price(goods.price, goods.currency);
  return element(
    'li',
    {},
    element(
      'a',
      { href: to('p', [goods.id]), 'data-neighbour': goods.id },
      picture(goods, '', 'small'),
      element('span', { class: 'visually-hidden' }, title),
      element('span', { class: 'made-price' }, cost),
    ),
  );
}
