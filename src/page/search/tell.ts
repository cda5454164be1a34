import type { SearchOrder, Understood } from '../../contract/search.ts';
import { fill, type Messages } from '../wording/messages.ts';

const ORDERS = {
  'price-ascending': 'cheapestFirst',
  'price-descending': 'dearestFirst',
  newest: 'newestFirst',
} as const satisfies Record<SearchOrder, keyof Messages>;

/** What a part of the text was understood as. */
export function tellPart(part: Understood, messages: Messages): string {
  if (part.kind === 'order') return messages[ORDERS[part.by]];
  if (part.kind === 'size' && !part.exclude) return fill(messages.size, { name: part.name });
  if (part.kind !== 'price') return part.exclude ? fill(messages.not, { name: part.name }) : part.name;
  const { min, max } = part;
  if (min === undefined) return fill(messages.upTo, { max: max! });
  return max === undefined ? fill(messages.from, { min }) : fill(messages.between, { min, max });
}

/** The words that the nearest products do without. */
export function tellDropped(dropped: readonly string[], language: string, messages: Messages): string {
  const words = dropped.map((word) => fill(messages.quoted, { word }));
  return fill(messages.without, { words: new Intl.ListFormat(language, { type: 'unit' }).format(words) });
}
