import type { FoundProduct, SearchResult } from '../../contract/search.ts';
import { createCard } from '../shelf/card.ts';
import { sayOnce, tellReasons } from '../shelf/list-words.ts';
import { make } from '../shelf/make.ts';
import { fill } from '../wording/messages.ts';
import type { SearchWords } from './suggestion-list.ts';
import { tellDropped, tellPart } from './tell.ts';

/** Categories that are offered at most. */
const MOST_CATEGORIES = 8;

export interface ResultActions {
  /** The query without one of its parts, or with another category: `null` for none. */
  onText: (text: string) => void;
  onCategory: (category: string | null) => void;
  onSelect: (event: Event, product: FoundProduct, list: string) => void;
}

/** What a search found: how many, what was understood, categories, products, and the nearest where nothing holds all. */
export function resultView(
  result: SearchResult,
  { language, messages, labelOf, category }: SearchWords & { category: string | null },
  { onText, onCategory, onSelect }: ResultActions,
): Node[] {
  const { text, found, understood, items, alternatives, dropped, facets, id } = result;
  const cards = (products: readonly FoundProduct[]) => {
    // What only fits the words needs no reason.
    const told = products.map((product) => (product.reasons.length > 0 ? tellReasons(product, messages) : []));
    const shown = sayOnce(told);
    return make(
      'ul',
      { part: 'list', role: 'list' },
      ...products.map((product, place) =>
        createCard(product, {
          language,
          messages,
          reason: shown[place],
          onSelect: (event) => onSelect(event, product, id),
        }),
      ),
    );
  };
  const followed = understood.filter((part) => part.kind !== 'order' || part.followed !== false);
  const chips = followed.map((part) => {
    const name = tellPart(part, messages);
    const chip = make(
      'button',
      { part: 'chip', type: 'button', 'aria-label': fill(messages.searchWithout, { name }) },
      `${name} ×`,
    );
    chip.addEventListener('click', () => onText(withoutPart(text, part.range)));
    return chip;
  });
  const names = (facets.categories ?? []).slice(0, MOST_CATEGORIES);
  const categories = names.map(({ name, products }) => {
    const pressed = name === category;
    const chip = make(
      'button',
      { part: 'category', type: 'button', 'aria-pressed': String(pressed) },
      `${labelOf(name)} ${products}`,
    );
    chip.addEventListener('click', () => onCategory(pressed ? null : name));
    return chip;
  });
  const group = (label: string, members: readonly Node[]) =>
    members.length > 0 ? [make('div', { class: 'chips', role: 'group', 'aria-label': label }, ...members)] : [];
  return [
    ...group(messages.understood, chips),
    ...(names.length > 1 || category !== null ? group(messages.categories, categories) : []),
    ...(items.length > 0 ? [cards(items)] : []),
    ...(dropped.length > 0 ? [make('p', { part: 'dropped' }, tellDropped(dropped, language, messages))] : []),
    ...(alternatives.length > 0 && found === 0
      ? [make('h2', { part: 'heading' }, messages.nearest), cards(alternatives)]
      : []),
  ];
}

/** The text without this stretch, and without the room that it leaves. */
function withoutPart(text: string, [start, end]: readonly [number, number]): string {
  return `${text.slice(0, start)} ${text.slice(end)}`.replace(/\s+/g, ' ').trim();
}
