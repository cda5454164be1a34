import { element } from '../element.ts';

/** A note stays alone for this long, then makes room for the next, and goes after `SHOWN_MS` where none comes. */
const ALONE_MS = 1200;
const SHOWN_MS = 3200;

const region = element('div', { class: 'toast', role: 'status', 'aria-live': 'polite' });
const waiting: { text: string; topic: string }[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let busy = false;

/** Where notes appear; put on the page once. */
export const announcements = (): HTMLElement => region;

/**
 * Says something in passing, to the eye and to a screen reader. Notes of one moment follow each other; of one topic
 * only the latest waits.
 */
export function announce(text: string, topic = text): void {
  const same = waiting.findIndex((note) => note.topic === topic);
  if (same >= 0) waiting.splice(same, 1);
  waiting.push({ text, topic });
  if (!busy) showNext();
}

function showNext(): void {
  const note = waiting.shift();
  busy = note !== undefined;
  clearTimeout(timer);
  if (note === undefined) {
    timer = setTimeout(() => region.classList.remove('is-shown'), SHOWN_MS - ALONE_MS);
    return;
  }
  region.replaceChildren(element('span', {}, note.text));
  region.classList.add('is-shown');
  timer = setTimeout(showNext, ALONE_MS);
}
