import type { Imagination } from 'vitrine';
import { element } from '../element.ts';
import { type Goods, textOf } from '../goods.ts';
import { fill, messages, number } from '../language.ts';
import { picture } from '../picture.ts';
import type { Stage } from '../stage.ts';
import { madePicture } from './made-picture.ts';
import { realNeighbours } from './real-neighbours.ts';

/** Places of the slider from one thing to the other. */
const PLACES = 10;
const OTHERS = 6;
const LOOKED_BACK = 30;
const NEIGHBOURS = 3;
/** The same at each place, so that a move changes only what it should. */
const SEED = 20;

/**
 * What lies between this thing and another, on a slider, with the real things that it is like. The others are those that the
 * visitor looked at last, then some of the same kind. It begins with the first move of the slider.
 */
export function between(stage: Stage, goods: Goods): HTMLElement {
  const say = messages();
  const { shop, signal } = stage;
  const heading = element('h2', { id: 'between' }, say.between);
  const note = element('p', { class: 'shelf-note', role: 'status' }, say.betweenNote);
  const choice = element('select', { class: 'between-choice', 'aria-label': say.betweenOther });
  const slider = element('input', {
    class: 'between-slider',
    type: 'range',
    min: 0,
    max: PLACES,
    value: 0,
    'aria-label': say.betweenSlider,
  });
  const made = element('div', { class: 'between-made' });
  const end = element('div', { class: 'between-end' });
  const real = element('div', { class: 'between-real' });
  const section = element(
    'section',
    { class: 'shelf between', 'aria-labelledby': heading.id, 'aria-busy': 'false', hidden: true },
    element('header', { class: 'shelf-head' }, heading, note),
    element(
      'div',
      { class: 'between-row' },
      element('div', { class: 'between-end' }, picture(goods, textOf(goods).title, 'small')),
      made,
      end,
    ),
    element('div', { class: 'between-controls' }, slider, choice),
    real,
  );
  let others: readonly Goods[] = [];
  const other = (): Goods => others[Math.max(0, choice.selectedIndex)];

  const show = ({ pictures: [{ image, neighbours }] }: Imagination<Goods>): void => {
    const alt = fill(messages().imaginedAlt, { title: messages().between });
    made.replaceChildren(
      element('span', { class: 'made' }, madePicture(image, alt)),
      element('span', { class: 'made-badge' }, messages().imaginedBadge),
    );
    real.replaceChildren(element('p', { class: 'made-real' }, messages().imaginedReal), realNeighbours(neighbours));
    note.textContent = messages().betweenNote;
  };

  let wanted: number | undefined;
  let isDrawing = false;
  /** Draws what the slider says; of the moves that came meanwhile, only the last. */
  const draw = async (): Promise<void> => {
    if (isDrawing) return;
    isDrawing = true;
    section.setAttribute('aria-busy', 'true');
    while (wanted !== undefined && !signal.aborted) {
      const share = wanted / PLACES;
      wanted = undefined;
      try {
        const query = { like: [goods.id, other().id], shares: [1 - share, share] };
        show(await shop.recommender.imagine({ ...query, count: 1, neighbours: NEIGHBOURS, seed: SEED, signal }));
      } catch (error) {
        const { message, remedy } = error as { message: string; remedy?: string };
        note.textContent = [message, remedy].filter(Boolean).join(' ');
      }
    }
    isDrawing = false;
    section.setAttribute('aria-busy', 'false');
  };
  const move = (): void => {
    wanted = Number(slider.value);
    slider.setAttribute('aria-valuetext', fill(messages().betweenAt, { share: number((100 * wanted) / PLACES) }));
    void draw();
  };
  const choose = (): void => void end.replaceChildren(picture(other(), textOf(other()).title, 'small'));

  slider.addEventListener('input', move);
  choice.addEventListener('change', () => {
    choose();
    move();
  });
  void othersThan(stage, goods).then((found) => {
    if (signal.aborted || found.length === 0) return;
    others = found;
    choice.append(...others.map((one) => element('option', { value: one.id }, textOf(one).title)));
    choose();
    section.hidden = false;
  });
  return section;
}

/** What the visitor looked at last, each once, then others of the same kind. */
async function othersThan({ shop, signal }: Stage, goods: Goods): Promise<Goods[]> {
  const history = await shop.recommender.history(LOOKED_BACK, { signal }).catch(() => []);
  const kind = goods.categories?.at(-1);
  const looked = history.map(({ product }) => shop.range.get(product));
  const alike = shop.range.all.filter(({ categories }) => categories?.at(-1) === kind);
  const all = [...looked, ...alike].filter((one): one is Goods => one !== undefined && one.id !== goods.id);
  return [...new Set(all)].slice(0, OTHERS);
}
