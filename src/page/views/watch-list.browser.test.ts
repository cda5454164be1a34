import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchList } from './watch-list.ts';

let cards: HTMLElement;
let seen: (readonly string[])[];
let end: () => void;

const card = (product: string): HTMLElement => {
  const made = document.createElement('a');
  made.dataset.product = product;
  made.style.cssText = 'display: block; height: 100px';
  return made;
};
/** Room above the cards, so that they are out of view. */
const gap = document.createElement('div');

beforeEach(() => {
  // The browser tells of views in its own time; seconds pass when the test says so.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  cards = document.createElement('div');
  cards.append(card('a'), card('b'));
  gap.style.height = '0';
  document.body.replaceChildren(gap, cards);
  seen = [];
});
afterEach(() => {
  end();
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const watch = (...products: string[]): void => {
  end = watchList(cards, products, (some) => seen.push(some));
};
/** The browser has told of what is in view. */
const drawn = async (): Promise<void> => {
  for (let frames = 0; frames < 3; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

test('what is in view for a second is seen, together and once', async () => {
  watch('a', 'b', 'not-drawn');
  await drawn();
  vi.advanceTimersByTime(999);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([['a', 'b']]);
  gap.style.height = '10000px';
  await drawn();
  gap.style.height = '0';
  await drawn();
  vi.advanceTimersByTime(5_000);
  expect(seen).toHaveLength(1);
});

test('what leaves before its second is over is not, and less than half of a card neither', async () => {
  watch('a', 'b');
  await drawn();
  vi.advanceTimersByTime(900);
  gap.style.height = '10000px';
  await drawn();
  gap.style.height = '0';
  await drawn();
  vi.advanceTimersByTime(900);
  expect(seen).toEqual([]);
  gap.style.height = '10000px';
  await drawn();
  gap.style.height = `${innerHeight - 40}px`;
  await drawn();
  vi.advanceTimersByTime(5_000);
  expect(seen).toEqual([]);
});

test('in a page that nobody looks at nothing is seen, until they come back', async () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  watch('a');
  await drawn();
  vi.advanceTimersByTime(5_000);
  expect(seen).toEqual([]);
  visibility.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  vi.advanceTimersByTime(2_000);
  expect(seen).toEqual([['a']]);
});

test('what is chosen was seen, and is told before the page’s own listeners hear of the click', () => {
  watch('a', 'b');
  const atClick = vi.fn(() => seen.length);
  cards.lastElementChild!.addEventListener('click', atClick);
  cards.lastElementChild!.append(document.createElement('span'));
  cards.querySelector('span')!.click();
  expect(seen).toEqual([['b']]);
  expect(atClick).toHaveReturnedWith(1);
});

test('cards that come later are watched, and one that goes is no longer', async () => {
  watch('a', 'b', 'c');
  cards.replaceChildren(card('c'));
  await drawn();
  vi.advanceTimersByTime(2_000);
  expect(seen).toEqual([['c']]);
});

test('a card too tall for half of it to be in view is seen where it fills half of the view', async () => {
  (cards.firstElementChild as HTMLElement).style.height = `${innerHeight * 4}px`;
  watch('a');
  await drawn();
  vi.advanceTimersByTime(2_000);
  expect(seen).toEqual([['a']]);
});

test('its end is the end, and what was seen by then is told', async () => {
  watch('a', 'b');
  await drawn();
  vi.advanceTimersByTime(1_000);
  end();
  expect(seen).toEqual([['a', 'b']]);
  cards.append(card('b'));
  (cards.lastElementChild as HTMLElement).click();
  await drawn();
  vi.advanceTimersByTime(5_000);
  expect(seen).toHaveLength(1);
});

test('a card beside one that goes, and one that comes, keeps its second', async () => {
  watch('a', 'b', 'c');
  await drawn();
  vi.advanceTimersByTime(500);
  cards.firstElementChild!.remove();
  cards.append(card('c'));
  await drawn();
  vi.advanceTimersByTime(600);
  expect(seen).toEqual([['b']]);
  vi.advanceTimersByTime(500);
  expect(seen).toEqual([['b'], ['c']]);
});

test('a page that is hidden before a second is over has shown nothing; a click beside the cards tells nothing', async () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get');
  watch('a');
  await drawn();
  cards.click();
  vi.advanceTimersByTime(900);
  visibility.mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  vi.advanceTimersByTime(5_000);
  expect(seen).toEqual([]);
});
