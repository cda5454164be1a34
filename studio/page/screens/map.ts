import type { EmbeddingMap } from '../../workbench.ts';
import { PointMap } from '../charts/point-map.ts';
import { element, listening } from '../element.ts';
import { fill, messages, percent } from '../language.ts';
import type { Stage } from '../stage.ts';

/** Points that are drawn; and categories that have a colour of their own. */
const MOST_POINTS = 1500;
const MOST_CATEGORIES = 7;

/** Where the model's vectors of products lie. */
export async function mapScreen(stage: Stage): Promise<HTMLElement> {
  const say = messages();
  const title = element('h2', {}, say.mapTitle);
  if (!stage.bench.pack) return element('div', { class: 'screen' }, title, element('p', {}, say.mapNeedsPack));
  const found = await stage.workbench.map(MOST_POINTS);
  if (!found) return element('div', { class: 'screen' }, title, element('p', {}, say.mapNone));
  return element('div', { class: 'screen' }, title, element('p', { class: 'quiet' }, say.mapText), ...drawn(found));
}

function drawn({ points, all, explained, section }: EmbeddingMap): HTMLElement[] {
  const say = messages();
  const categories = largestCategories(points.map(({ category }) => category));
  const colourOf = (category: string): number => {
    const at = categories.indexOf(category);
    return at < 0 ? MOST_CATEGORIES : at;
  };
  const most = Math.max(1, ...points.map(({ clicks }) => clicks));
  const map = new PointMap(
    points.map(({ title, x, y, category, clicks }) => ({
      name: title,
      x,
      y,
      colour: colourOf(category),
      weight: Math.sqrt(clicks / most),
    })),
    say.mapLabel,
    say.mapKeys,
    (index) => {
      const { title, category, clicks } = points[index];
      return fill(say.mapClicks, { title, category: category || say.noCategory, clicks });
    },
  );
  const list = 'map-products';
  const find = listening(element('input', { id: 'map-find', list, type: 'search' }), {
    input: () => {
      const wanted = find.value.trim().toLowerCase();
      const index = wanted === '' ? -1 : points.findIndex(({ title }) => title.toLowerCase().includes(wanted));
      if (index >= 0) map.go(index);
    },
  });
  return [
    element('p', {}, fill(say.mapShown, { shown: points.length, all, explained: percent(explained), section })),
    element(
      'p',
      { class: 'actions' },
      element('label', { for: 'map-find' }, say.mapFind),
      find,
      element(
        'datalist',
        { id: list },
        ...points.slice(0, 200).map(({ title }) => element('option', { value: title })),
      ),
    ),
    element(
      'div',
      { class: 'map-and-legend' },
      map.root,
      legend(
        map,
        categories,
        points.map(({ category }) => category),
      ),
    ),
  ];
}

/** Categories with their colours: pressed, only its points stand out. */
function legend(map: PointMap, categories: readonly string[], all: readonly string[]): HTMLElement {
  const say = messages();
  const others = all.some((category) => !categories.includes(category));
  const rows = [...categories.map((name) => name || say.noCategory), ...(others ? [say.otherCategories] : [])];
  const buttons = rows.map((name, i) => {
    const colour = i < categories.length ? i : MOST_CATEGORIES;
    const made: HTMLButtonElement = listening(
      element('button', { type: 'button', class: `swatch colour-${colour}`, 'aria-pressed': 'false' }, name),
      {
        click: () => {
          const pressed = made.getAttribute('aria-pressed') !== 'true';
          for (const other of buttons) other.setAttribute('aria-pressed', 'false');
          made.setAttribute('aria-pressed', String(pressed));
          map.light(pressed ? colour : undefined);
        },
      },
    );
    return made;
  });
  return element('div', { role: 'group', 'aria-label': say.mapCategories, class: 'legend legend-tall' }, ...buttons);
}

function largestCategories(all: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const category of all) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_CATEGORIES)
    .map(([category]) => category);
}
