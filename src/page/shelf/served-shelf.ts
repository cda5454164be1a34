import type { RecommendationList } from '../../contract/recommendation.ts';

/** A shelf as `renderShelf` wrote it on a server. */
export interface ServedShelf {
  list: RecommendationList;
  language: string;
  direction: string;
  heading: string;
  /** A card for each product of the list, in its order. */
  cards: HTMLLIElement[];
  /** What had the focus. */
  focused: HTMLElement | null;
}

/**
 * Takes a server's markup out of the shadow root that the browser's parser made of it, or out of the template that it is where no parser
 * did (`innerHTML`, a parser that came after the element).
 * @returns `undefined` where there is none, or where it is not whole yet
 */
export function takeServed(shelf: HTMLElement, within: HTMLElement | ShadowRoot): ServedShelf | undefined {
  const template = shelf.querySelector<HTMLTemplateElement>(':scope > template[shadowrootmode]');
  const from = template?.content ?? (within instanceof ShadowRoot ? within : undefined);
  const served = readServed(from?.querySelector('script')?.textContent ?? '');
  const cards = [...(from?.querySelectorAll<HTMLLIElement>('li') ?? [])];
  if (!from || served?.list?.items?.length !== cards.length) return undefined;
  const direction = from.querySelector('section')?.dir ?? '';
  const heading = from.querySelector('h2')?.textContent ?? '';
  const focused = within instanceof ShadowRoot ? (within.activeElement as HTMLElement | null) : null;
  from.replaceChildren();
  template?.remove();
  return { ...served, direction, heading, cards, focused };
}

function readServed(text: string): Pick<ServedShelf, 'list' | 'language'> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
