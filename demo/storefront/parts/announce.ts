import { element } from '../element.ts';

const SHOWN_MS = 3200;
const region = element('div', { class: 'toast', role: 'status', 'aria-live': 'polite' });
let timer: ReturnType<typeof setTimeout> | undefined;

/** Where notes appear; put on the page once. */
export const announcements = (): HTMLElement => region;

/** Says something in passing, to the eye and to a screen reader. */
export function announce(text: string): void {
  region.replaceChildren(element('span', {}, text));
  region.classList.add('is-shown');
  clearTimeout(timer);
  timer = setTimeout(() => region.classList.remove('is-shown'), SHOWN_MS);
}
