import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer, AnsweredProduct } from '../answer.ts';
import type { AskOptions } from '../create-assistant.ts';
import { VitrineAssistant } from './assistant-element.ts';

customElements.define('vitrine-assistant', VitrineAssistant);

const product = (id: string, title: string): AnsweredProduct => ({
  id,
  product: { id, title, url: `#${id}`, price: 9, currency: 'EUR' },
  score: 1,
  reasons: [],
  shares: {},
  highlights: [],
  why: ['red', '€9.00: up to 10'],
});
const ANSWER: Answer = {
  kind: 'products',
  text: '2 products <i>for</i> red.',
  language: 'en',
  phrasedBy: 'vitrine',
  products: [product('a', 'Red <b>bag</b>'), product('b', 'Red hat')],
  found: 2,
  list: 'list-1',
  understood: [{ name: 'up to 10', undo: 'forget up to 10' }],
  notUnderstood: [],
  options: [{ name: 'Hats', say: 'Hats' }],
  conversation: { version: 1, turns: [] },
};
const COMPARED: Answer = {
  ...ANSWER,
  kind: 'comparison',
  comparison: {
    products: ['a', 'b'],
    differ: [{ name: 'Brand', values: ['Iwa', null] }],
    same: [{ name: 'Price', values: ['€9.00', '€9.00'] }],
  },
};

const ask = vi.fn<(text: string, options?: AskOptions) => Promise<Answer>>();
const track = vi.fn(async () => ({}));
let element: VitrineAssistant;
beforeEach(() => {
  ask.mockReset().mockResolvedValue(ANSWER);
  track.mockClear();
  VitrineAssistant.recommender = { track } as never;
  document.body.innerHTML = '<div lang="en"><vitrine-assistant></vitrine-assistant></div>';
  element = document.querySelector('vitrine-assistant')!;
  element.assistant = { ask };
});
afterEach(() => document.body.replaceChildren());

const all = <TElement extends HTMLElement>(selector: string) => [
  ...element.shadowRoot!.querySelectorAll<TElement>(selector),
];
const one = <TElement extends HTMLElement>(selector: string) => all<TElement>(selector)[0];
const type = (text: string) => {
  one<HTMLInputElement>('input').value = text;
  one<HTMLFormElement>('form').requestSubmit();
};
const until = (condition: () => void) => vi.waitFor(condition, { timeout: 60_000 });

test('what was typed is asked, and the answer stands in the log as text, never as HTML', async () => {
  type('red under 10');
  expect(one<HTMLInputElement>('input').value).toBe('');
  expect(one('.said').textContent).toBe('You: red under 10');
  await until(() => expect(all('li').length).toBe(2));
  expect(ask).toHaveBeenCalledWith('red under 10', expect.objectContaining({ limit: 6, language: 'en' }));
  expect(one('.answer .text').textContent).toBe('2 products <i>for</i> red.');
  expect(one('li .title').textContent).toBe('Red <b>bag</b>');
  expect(one('li .reason').textContent).toBe('red · €9.00: up to 10');
  expect(all('i, b').length).toBe(0);
  expect(one('[role=log]').getAttribute('aria-live')).toBe('polite');
  expect(one('[role=log]').getAttribute('aria-label')).toBe('Conversation with the shopping assistant');
  expect(track).toHaveBeenCalledWith({ name: 'search', search_term: 'red under 10' });
});

test('options and chips say their texts; those of earlier answers go, and the focus is on the new answer', async () => {
  type('red');
  await until(() => expect(all('.option').length).toBe(1));
  one('.option').click();
  await until(() => expect(all('.answer').length).toBe(2));
  expect(ask.mock.calls[1][0]).toBe('Hats');
  expect(ask.mock.calls[1][1]!.conversation).toEqual(ANSWER.conversation);
  expect(element.shadowRoot!.activeElement).toBe(all('.answer')[1]);
  expect(all('.option').length).toBe(1);
  expect(one('.chip').getAttribute('aria-label')).toBe('Take off: up to 10');
  one('.chip').click();
  await until(() => expect(ask.mock.calls[2]?.[0]).toBe('forget up to 10'));
});

test('a comparison is a table with heads, and says where a record tells nothing', async () => {
  ask.mockResolvedValue(COMPARED);
  type('compare');
  await until(() => expect(one('table')).toBeDefined());
  expect(all('thead th').map(({ textContent }) => textContent)).toEqual(['Fact', 'Red <b>bag</b>', 'Red hat']);
  expect(all('tbody:not(.same) tr').map(({ textContent }) => textContent)).toEqual(['BrandIwanot told']);
  expect(one('.same').textContent).toContain('Price€9.00');
});

test('an answer of the shop names its source, as a link where it is an address that a page may open', async () => {
  ask.mockResolvedValueOnce({ ...ANSWER, kind: 'answer', source: { question: '?', source: '/delivery' } });
  type('delivery?');
  await until(() => expect(one('.source a')).toBeDefined());
  ask.mockResolvedValueOnce({ ...ANSWER, kind: 'answer', source: { question: '?', source: 'javascript:alert(1)' } });
  type('again?');
  await until(() => expect(all('.source').length).toBe(2));
  expect(all('.source')[1].querySelector('a')).toBeNull();
});

test('a newer question ends an older one; Escape ends the one that is asked; a failure can be tried again', async () => {
  const signals: AbortSignal[] = [];
  ask.mockImplementation((_, options) => {
    signals.push(options!.signal!);
    return new Promise(() => undefined);
  });
  type('first');
  type('second');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  one('input').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(signals[1].aborted).toBe(true);
  expect(all('.waiting').length).toBe(0);
  ask.mockRejectedValueOnce(new Error('gone'));
  type('third');
  await until(() => expect(one('.retry')).toBeDefined());
  ask.mockResolvedValue(ANSWER);
  one('.retry').click();
  await until(() => expect(all('li').length).toBe(2));
});

test('a product is told by an event that can be prevented, and to the recommender with its list', async () => {
  type('red');
  await until(() => expect(all('li').length).toBe(2));
  const chosen = vi.fn((event: Event) => event.preventDefault());
  document.addEventListener('vitrine-select', chosen, { once: true });
  one('li a').click();
  expect((chosen.mock.calls[0][0] as CustomEvent).detail).toMatchObject({ product: { id: 'a' }, list: 'list-1' });
  expect(track).toHaveBeenCalledWith({ name: 'select_item', items: [{ item_id: 'a', item_list_id: 'list-1' }] });
});

test('it starts over, in Chinese where the page is', async () => {
  (element.parentElement as HTMLElement).lang = 'zh-CN';
  element.setAttribute('lang', 'zh-CN');
  expect(one('.send').textContent).toBe('提问');
  type('红色');
  await until(() => expect(all('li').length).toBe(2));
  expect(ask).toHaveBeenCalledWith('红色', expect.objectContaining({ language: 'zh' }));
  one('.over').click();
  expect(all('.said, .answer').length).toBe(0);
  expect(element.conversation).toBeUndefined();
});
