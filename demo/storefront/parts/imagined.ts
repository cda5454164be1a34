import type { Imagination, ImaginedPicture } from 'vitrine';
import { element, icon } from '../element.ts';
import { type Goods, labelOf } from '../goods.ts';
import { fill, messages } from '../language.ts';
import { to } from '../router.ts';
import type { Stage } from '../stage.ts';
import { announce } from './announce.ts';
import { madePicture } from './made-picture.ts';
import { realNeighbours } from './real-neighbours.ts';

const PICTURES = 4;
const NEIGHBOURS = 3;

/**
 * "Imagined for you": pictures that a generator makes in this browser to the visitor's taste, each with the real things that
 * it is like; or of what the visitor describes. It begins when asked to, since it brings the tensor runtime and the generator along.
 */
export function imagined({ shop, signal }: Stage): HTMLElement {
  const say = messages();
  const heading = element('h2', { id: 'imagined' }, say.imagined);
  const note = element('p', { class: 'shelf-note', role: 'status' }, say.imaginedNote);
  const list = element('ul', { class: 'imagined-list' });
  const words = element('input', {
    class: 'imagined-words',
    type: 'text',
    maxlength: 80,
    autocomplete: 'off',
    placeholder: say.imaginedWordsHint,
    'aria-label': say.imaginedWords,
  });
  const ask = element('button', { class: 'button', type: 'submit' }, icon('spark'), say.imaginedStart);
  const form = element('form', { class: 'imagined-actions' }, words, ask);
  const section = element(
    'section',
    { class: 'shelf imagined', 'aria-labelledby': heading.id, 'aria-busy': 'false' },
    element('header', { class: 'shelf-head' }, heading, note),
    list,
    form,
  );

  form.append(element('a', { class: 'button button-quiet', href: to('studio') }, say.studioVisit));

  const show = ({ pictures, fallback }: Imagination<Goods>, text: string): void => {
    const { imaginedCold, imaginedNote, imaginedAsked } = messages();
    list.replaceChildren(...pictures.map(imaginedItem));
    note.textContent = text !== '' ? fill(imaginedAsked, { text }) : fallback ? imaginedCold : imaginedNote;
    ask.lastChild!.textContent = messages().imaginedAgain;
    announce(fill(messages().imaginedDone, { count: pictures.length }));
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    ask.disabled = true;
    section.setAttribute('aria-busy', 'true');
    note.textContent = messages().imaginedWorking;
    try {
      const query = { count: PICTURES, neighbours: NEIGHBOURS, signal, ...(text !== '' && { text }) };
      show(await shop.recommender.imagine({ for: 'visitor', ...query }), text);
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
    realNeighbours(neighbours),
  );
}
