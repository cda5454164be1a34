import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import type { RecommendationList } from '../../contract/recommendation.ts';
import { defineShelf } from '../../shelf.ts';
import type { Recommender } from '../facade/recommender.ts';
import { VitrineShelf } from './shelf-element.ts';
import { FakeShop } from './testing/fake-shop.ts';

/** One transparent pixel. */
const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

let shop: FakeShop;
beforeEach(() => {
  shop = new FakeShop();
  defineShelf(shop as unknown as Recommender);
});
afterEach(() => {
  document.body.replaceChildren();
  VitrineShelf.messages = {};
});

function place(attributes: Record<string, string> = {}): VitrineShelf {
  const shelf = document.createElement('vitrine-shelf') as VitrineShelf;
  for (const [name, value] of Object.entries(attributes)) shelf.setAttribute(name, value);
  document.body.append(shelf);
  return shelf;
}

const root = (shelf: VitrineShelf): ShadowRoot => shelf.shadowRoot as ShadowRoot;
const titles = (shelf: VitrineShelf): (string | null)[] =>
  [...root(shelf).querySelectorAll('.title')].map(({ textContent }) => textContent);

test('shows products with picture, title, price and reason, in the language of the page', async () => {
  shop.products = [{ id: 'a', title: '保温杯', price: 9, currency: 'CNY', url: '/p/a', image: PICTURE }];
  const shelf = place({ placement: 'cart', limit: '3', like: 'x y', lang: 'zh' });
  await expect.poll(() => titles(shelf)).toEqual(['保温杯']);
  expect(shop.asked[0]).toEqual({ placement: 'cart', limit: 3, like: ['x', 'y'] });
  expect(root(shelf).querySelector('.price')?.textContent).toContain('9.00');
  expect(root(shelf).querySelector('a')?.href).toBe(`${location.origin}/p/a`);
  expect(root(shelf).querySelector('img')?.getAttribute('src')).toBe(PICTURE);
  expect(root(shelf).querySelector('h2')?.textContent).toBe('热门商品');
  expect(root(shelf).querySelector('.reason'), 'the heading says so').toBeNull();
});

test('what the page wrote inside stands until the first list with products, which takes its place in one step', async () => {
  const shelf = document.createElement('vitrine-shelf') as VitrineShelf;
  shelf.innerHTML = '<ul><li>Rendered by the server</li></ul>';
  document.body.append(shelf);
  await expect.poll(() => shop.asked).toHaveLength(1);
  expect(shelf.querySelector('li')?.checkVisibility()).toBe(true);
  const heights: number[] = [];
  const watch = new ResizeObserver(() => heights.push(shelf.offsetHeight));
  watch.observe(shelf);
  shop.products = [{ id: 'a', title: 'A' }];
  shop.change();
  await expect.poll(() => titles(shelf)).toEqual(['A']);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  watch.disconnect();
  expect(shelf.querySelector('li')?.checkVisibility()).toBe(false);
  expect(Math.min(...heights)).toBeGreaterThan(0);
});

test.each([
  ['javascript:alert(1)'],
  ['JaVaScRiPt:alert(1)'],
  [' javascript:alert(1)'],
  ['data:text/html,<script>alert(1)</script>'],
  ['blob:null/1'],
  ['http://['],
])('an address that is no page is neither linked nor shown: %s', async (address) => {
  shop.products = [{ id: 'a', title: 'A', url: address, image: address }];
  const shelf = place();
  await expect.poll(() => titles(shelf)).toEqual(['A']);
  expect(root(shelf).querySelector('a')).toBeNull();
  expect(root(shelf).querySelector('img')).toBeNull();
  expect(root(shelf).querySelector('button')).not.toBeNull();
});

test("a feed's text stays text", async () => {
  const title = '<img src=x onerror="window.executed = true"><b>Bold</b>';
  shop.products = [{ id: '"><script>window.executed = true</script>', title, currency: '<i>', price: 1 }];
  const shelf = place();
  await expect.poll(() => titles(shelf)).toEqual([title]);
  expect(root(shelf).querySelectorAll('b, script, i')).toHaveLength(0);
  expect(window).not.toHaveProperty('executed');
});

test('follows changes, keeps the focus on its product, and is not drawn again for the same list', async () => {
  shop.products = [
    { id: 'a', title: 'A', url: '/a' },
    { id: 'b', title: 'B', url: '/b' },
  ];
  const shelf = place();
  await expect.poll(() => titles(shelf)).toEqual(['A', 'B']);
  const [first] = root(shelf).querySelectorAll('a');
  first.focus();
  shop.change();
  await expect.poll(() => shop.asked.length).toBe(2);
  expect(root(shelf).activeElement).toBe(first);
  shop.products = [
    { id: 'b', title: 'B', url: '/b' },
    { id: 'a', title: 'A', url: '/a' },
  ];
  shop.change();
  await expect.poll(() => titles(shelf)).toEqual(['B', 'A']);
  expect(root(shelf).activeElement).toBe(root(shelf).querySelectorAll('a')[1]);
});

test('tracks a choice with its list, tells the page, and lets it keep the link from being followed', async () => {
  shop.products = [{ id: 'a', title: 'A', url: '/a' }];
  const shelf = place();
  const details: unknown[] = [];
  document.body.addEventListener(
    'vitrine-select',
    (event) => {
      details.push((event as CustomEvent).detail);
      event.preventDefault();
    },
    { once: true },
  );
  await expect.poll(() => titles(shelf)).toEqual(['A']);
  const followed = root(shelf)
    .querySelector('a')
    ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  expect(followed).toBe(false);
  expect(shop.tracked).toEqual([{ name: 'select_item', items: [{ item_id: 'a', item_list_id: 'list-7' }] }]);
  expect(details).toEqual([{ product: expect.objectContaining({ id: 'a' }), list: 'list-7' }]);
});

test('shows its slot for nothing while it has nothing, keeps what it shows when an answer fails, and stops when it is taken away', async () => {
  const shelf = document.createElement('vitrine-shelf');
  shelf.innerHTML = '<p slot="empty">Nothing yet</p>';
  document.body.append(shelf);
  const section = root(shelf).querySelector('section') as HTMLElement;
  await expect.poll(() => section.hidden).toBe(true);
  expect(shelf.querySelector('p')?.checkVisibility()).toBe(true);
  shop.products = [{ id: 'a', title: 'A' }];
  shop.change();
  await expect.poll(() => section.hidden).toBe(false);
  expect(shelf.querySelector('p')?.checkVisibility()).toBe(false);
  const failing = Promise.reject(new Error('deadline'));
  shop.recommend = () => failing;
  shop.change();
  await failing.catch(() => new Promise((resolve) => setTimeout(resolve)));
  expect(titles(shelf)).toEqual(['A']);
  shelf.remove();
  expect(shop.stopped).toBe(1);
});

test('a shelf goes over to the recommender that takes the place of a closed one, unless it has its own', async () => {
  shop.products = [{ id: 'a', title: 'A' }];
  const shared = place();
  const own = place();
  own.recommender = shop as unknown as Recommender;
  await expect.poll(() => [titles(shared), titles(own)]).toEqual([['A'], ['A']]);
  const next = new FakeShop();
  next.products = [{ id: 'b', title: 'B' }];
  defineShelf(next as unknown as Recommender);
  await expect.poll(() => titles(shared)).toEqual(['B']);
  expect(titles(own)).toEqual(['A']);
  const removed = place();
  removed.remove();
  const asked = next.asked.length;
  const last = new FakeShop();
  defineShelf(last as unknown as Recommender);
  await expect.poll(() => last.asked).toHaveLength(1);
  expect(next.asked).toHaveLength(asked);
});

test.each([
  ['limit', 'abc', 'a whole number from 1 to 500'],
  ['limit', '0', 'a whole number from 1 to 500'],
  ['limit', '-3', 'a whole number from 1 to 500'],
  ['limit', '2.5', 'a whole number from 1 to 500'],
  ['limit', '501', 'a whole number from 1 to 500'],
  ['limit', '', 'a whole number from 1 to 500'],
  ['diversity', 'high', 'a number from 0 to 1'],
  ['seen', 'yes', '`include`'],
  ['filter', '{brands:[]}', 'JSON'],
  ['like', '["a"', 'JSON array'],
  ['seeds', 'a b', 'like'],
])(
  'what an attribute says and cannot be read is told once, with what would be right: %s="%s"',
  async (name, value, right) => {
    const told = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    place({ [name]: value, class: 'wide', 'data-x': '1', style: 'color: red' });
    await expect.poll(() => shop.asked).toEqual([{ placement: 'home', limit: 12 }]);
    shop.change();
    await expect.poll(() => shop.asked).toHaveLength(2);
    expect(told.mock.calls).toEqual([[expect.stringContaining(name)]]);
    expect(told.mock.calls[0][0]).toContain(right);
    told.mockRestore();
  },
);

test('asks all that a query has, by attributes and by its property, which counts more', async () => {
  const shelf = place({
    placement: 'product',
    limit: '4',
    like: '["a b", "c"]',
    exclude: 'x y',
    filter: '{"brands":["Aster"]}',
    rules: '[{"kind":"pin","id":"r","product":"p","at":1}]',
    diversity: '0.3',
    seen: 'include',
    variant: '{"experiment":"e","variant":"b"}',
  });
  const query = {
    placement: 'product',
    limit: 4,
    like: ['a b', 'c'],
    filter: { brands: ['Aster'], exclude: ['x', 'y'] },
    rules: [{ kind: 'pin', id: 'r', product: 'p', at: 1 }],
    diversity: 0.3,
    seen: 'include',
    variant: { experiment: 'e', variant: 'b' },
  };
  await expect.poll(() => shop.asked).toEqual([query]);
  shelf.query = { limit: 2, sourceDeadline: 100 };
  await expect.poll(() => shop.asked.at(-1)).toEqual({ ...query, limit: 2, sourceDeadline: 100 });
  place({ among: 'a b c' });
  await expect.poll(() => shop.asked.at(-1)).toEqual({ placement: 'home', limit: 3, among: ['a', 'b', 'c'] });
});

test('a query that the recommender refuses is told once, with its remedy', async () => {
  const told = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  shop.recommend = () =>
    Promise.reject(new VitrineError('bad-options', 'The query cannot be used.', { remedy: 'Name it so.' }));
  place({ filter: '{"brand":["Aster"]}' });
  await expect.poll(() => told.mock.calls).toHaveLength(1);
  shop.change();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(told.mock.calls).toEqual([[expect.stringContaining('The query cannot be used. Name it so.')]]);
  told.mockRestore();
});

const corner = (shelf: VitrineShelf): HTMLElement | null => root(shelf).querySelector('summary');
const click = (element: Element | null | undefined): void => (element as HTMLElement).click();

test('says why a product is shown, in a disclosure that Escape closes', async () => {
  shop.products = [{ id: 'a', title: 'A' }];
  shop.reasons.a = [
    { kind: 'because', interaction: 'purchase', product: 'z', title: 'Zebra', source: 'rules' },
    { kind: 'popular' },
  ];
  shop.list = { fallback: false };
  const shelf = place({ lang: 'en' });
  await expect.poll(() => corner(shelf)?.getAttribute('aria-label')).toBe('Why A is shown');
  click(corner(shelf));
  const panel = root(shelf).querySelector('.panel') as HTMLElement;
  expect(panel.checkVisibility()).toBe(true);
  expect([...panel.querySelectorAll('p')].map(({ textContent }) => textContent)).toEqual([
    'Because you bought Zebra',
    'Many shoppers chose it lately',
  ]);
  shop.products.push({ id: 'b', title: 'B' });
  shop.change();
  await expect.poll(() => root(shelf).querySelectorAll('details')).toHaveLength(2);
  expect(root(shelf).querySelector('details')?.open, 'a new list leaves it open').toBe(true);
  root(shelf).querySelector<HTMLElement>('.not-this')?.focus();
  root(shelf)
    .querySelector('.panel')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(root(shelf).querySelector('details')?.open).toBe(false);
  expect(root(shelf).activeElement).toBe(corner(shelf));
});

test('what the visitor does not want to see goes at once, and comes back when they say so', async () => {
  shop.products = ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id.toUpperCase(), url: `/${id}` }));
  const shelf = place({ lang: 'en', limit: '3' });
  await expect.poll(() => root(shelf).querySelectorAll('details')).toHaveLength(3);
  const cards = (): (string | undefined)[] =>
    [...root(shelf).querySelectorAll('li')].map((card) => card.querySelector('.title, p')?.textContent ?? undefined);
  click(root(shelf).querySelectorAll('.not-this')[1]);
  expect(shop.tracked).toEqual([{ name: 'dismiss', items: [{ item_id: 'b', item_list_id: 'list-7' }] }]);
  await expect.poll(cards).toEqual(['A', 'B will not be shown.', 'C']);
  const undo = () => root(shelf).querySelector<HTMLElement>('.undo');
  expect(root(shelf).activeElement).toBe(undo());
  shop.products.push({ id: 'e', title: 'E' });
  shop.change();
  await expect.poll(() => shop.asked.length).toBeGreaterThan(2);
  expect(root(shelf).activeElement, 'a new list leaves the focus there').toBe(undo());
  click(undo());
  expect(shop.tracked.at(-1)).toEqual({ name: 'undo_dismiss', items: [{ item_id: 'b', item_list_id: 'list-7' }] });
  await expect.poll(cards).toEqual(['A', 'B', 'C']);
  expect(root(shelf).activeElement?.textContent).toBe('B');
});

test('a sale is told by both prices, named for who hears them, and by what is taken off; badges are the shop’s', async () => {
  shop.products = [{ id: 'a', title: 'A', price: 75, regularPrice: 100, currency: 'EUR', badges: ['New', 7 as never] }];
  const shelf = place({ lang: 'en' });
  await expect
    .poll(() => root(shelf).querySelector('.price')?.textContent)
    .toBe('Sale price €75.00 Regular price €100.00');
  expect(root(shelf).querySelector('del')?.textContent).toContain('€100.00');
  expect([...root(shelf).querySelectorAll('.badge')].map(({ textContent }) => textContent)).toEqual(['-25%', 'New']);
});

test('the page’s own template draws cards in its own tree; texts are texts, links and pictures are safe', async () => {
  shop.products = [
    { id: 'a', title: '<b>A</b>', price: 5, currency: 'EUR', brand: 'Aster', url: '/a', image: PICTURE },
    { id: 'b', title: 'B', url: 'javascript:alert(1)' },
  ];
  const shelf = document.createElement('vitrine-shelf');
  shelf.lang = 'en';
  shelf.innerHTML = `<template><a data-link><img data-picture><b data-text="title"></b><i data-text="brand"></i>
    <s data-text="price"></s><em data-text="reason"></em></a></template><button slot="action">Add to basket</button>`;
  document.body.append(shelf);
  await expect
    .poll(() => [...shelf.querySelectorAll('a b')].map(({ textContent }) => textContent))
    .toEqual(['<b>A</b>', 'B']);
  const [first, second] = shelf.querySelectorAll('a');
  expect(first.href).toBe(`${location.origin}/a`);
  expect(first.querySelector('img')?.src).toBe(PICTURE);
  expect(first.querySelector('s')?.textContent).toBe('€5.00');
  expect(first.checkVisibility()).toBe(true);
  expect(second.hasAttribute('href')).toBe(false);
  expect(second.querySelector('i')?.hidden).toBe(true);
  const used: unknown[] = [];
  shelf.addEventListener('vitrine-action', ({ detail }) => used.push([detail.product.id, detail.list]));
  const buttons = [...shelf.querySelectorAll<HTMLElement>('button')].filter((button) => button.checkVisibility());
  expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
    'Add to basket: <b>A</b>',
    'Add to basket: B',
  ]);
  buttons[1].click();
  expect(used).toEqual([['b', 'list-7']]);
  shop.products = shop.products.slice(1);
  shop.change();
  await expect.poll(() => shelf.querySelectorAll('a')).toHaveLength(1);
  first.remove();
  shelf.querySelector('a')?.click();
  expect(shop.tracked).toEqual([{ name: 'select_item', items: [{ item_id: 'b', item_list_id: 'list-7' }] }]);
});

test('the page’s own heading takes the place of the shelf’s, and names it', async () => {
  shop.products = [{ id: 'a', title: 'A' }];
  const shelf = document.createElement('vitrine-shelf');
  shelf.innerHTML = '<h3 slot="heading">Our best</h3>';
  shelf.lang = 'en';
  document.body.append(shelf);
  await expect.poll(() => titles(shelf)).toEqual(['A']);
  expect(root(shelf).querySelector('h2')?.checkVisibility()).toBe(false);
  expect(shelf.querySelector('h3')?.checkVisibility()).toBe(true);
  expect(shelf.querySelector('h3')?.parentElement, 'in no other heading').toBe(shelf);
  expect(root(shelf).querySelector('.reason')?.textContent).toBe('Many shoppers chose it lately');
});

test('words of the shelf go before those of the shop, and these before those of the language', async () => {
  shop.products = [{ id: 'a', title: 'A' }];
  defineShelf(shop as unknown as Recommender, { messages: { popular: 'Renner', notThis: 'Weg damit' } });
  const shelf = place({ lang: 'de' });
  const heading = (): string | null | undefined => root(shelf).querySelector('h2')?.textContent;
  await expect.poll(heading).toBe('Renner');
  await expect.poll(() => root(shelf).querySelector('.not-this')?.textContent).toBe('Weg damit');
  expect(corner(shelf)?.getAttribute('aria-label')).toBe('Warum A gezeigt wird');
  shelf.messages = { popular: 'Unsere Renner' };
  await expect.poll(heading).toBe('Unsere Renner');
});

test.each([
  ['ar', 'rtl', 'رائج الآن'],
  ['zh-TW', 'ltr', '熱門商品'],
  ['zh_CN', 'ltr', '热门商品'],
  ['fr-CA', 'ltr', 'Populaire en ce moment'],
  ['no such tag!', 'ltr', 'Popular now'],
])('speaks %s, in its direction', async (lang, direction, heading) => {
  shop.products = [{ id: 'a', title: 'A' }];
  const shelf = place({ lang });
  await expect.poll(() => root(shelf).querySelector('h2')?.textContent).toBe(heading);
  const section = root(shelf).querySelector('section') as HTMLElement;
  expect(getComputedStyle(section).direction).toBe(direction);
  shelf.dir = 'rtl';
  await expect.poll(() => section.hasAttribute('dir')).toBe(false);
});

test('keeps room for as many cards as it asks for; the list, and pictures that break, change nothing of it', async () => {
  const wide = document.createElement('div');
  wide.style.width = '800px';
  document.body.append(wide);
  shop.products = Array.from({ length: 5 }, (_, i) => ({
    id: `p${i}`,
    title: `Cast-iron teapot ${i}`,
    price: i,
    currency: 'EUR',
    image: i % 2 ? '/missing.png' : PICTURE,
  }));
  const shelf = document.createElement('vitrine-shelf');
  shelf.setAttribute('limit', '5');
  wide.append(shelf);
  const reserved = shelf.offsetHeight;
  expect(reserved).toBeGreaterThan(300);
  await expect.poll(() => root(shelf).querySelectorAll('img')).toHaveLength(3);
  expect(shelf.offsetHeight).toBe(reserved);
  shop.products = shop.products.slice(0, 1);
  shop.change();
  await expect.poll(() => titles(shelf)).toHaveLength(1);
  expect(shelf.offsetHeight, 'in sight').toBe(reserved);
  wide.style.marginTop = '300vh';
  await expect.poll(() => shelf.offsetHeight, { message: 'out of sight' }).toBeLessThan(reserved);
});

test('a page that is torn down while a list, the words or the template come: no throw, nothing is drawn', async () => {
  let answer: (list: RecommendationList) => void = () => undefined;
  const list = await shop.recommend({});
  const asked = vi.fn(() => new Promise<RecommendationList>((resolve) => (answer = resolve)));
  shop.recommend = asked;
  const shelf = document.createElement('vitrine-shelf');
  shelf.lang = 'pl';
  shelf.innerHTML = '<template><b data-text="title"></b></template>';
  document.body.append(shelf);
  shelf.remove();
  const item = { id: 'a', product: { id: 'a', title: 'A' }, score: 1, reasons: [], shares: {} };
  answer({ ...list, items: [item] });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(shelf.querySelector('b')).toBeNull();
  document.body.append(shelf);
  await expect.poll(() => asked).toHaveBeenCalledTimes(2);
  answer({ ...list, items: [item] });
  await expect.poll(() => shelf.querySelector('b')?.textContent).toBe('A');
});

test.each([
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/%3E',
  'data:image/svg+xml;utf8,<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>',
  `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')}`,
])('a drawing in the feed itself is shown: %s', async (image) => {
  shop.products = [{ id: 'a', title: 'A', image }];
  const shelf = place();
  await expect.poll(() => root(shelf).querySelector('img')?.naturalWidth).toBe(4);
});

test('the list that is shown is watched, once as long as it looks the same, and no longer when the shelf goes', async () => {
  shop.products = [{ id: 'a', title: 'A', url: '#a' }];
  shop.list = { id: 'first' };
  const shelf = place();
  await expect.poll(() => shop.watched).toEqual([{ list: 'first' }]);
  shop.list = { id: 'the same' };
  shop.change();
  await expect.poll(() => shop.asked).toHaveLength(2);
  root(shelf).querySelector('a')!.click();
  expect(shop.tracked).toEqual([{ name: 'select_item', items: [{ item_id: 'a', item_list_id: 'first' }] }]);
  shop.list = { id: 'second' };
  shop.products = [{ id: 'b', title: 'B' }];
  shop.change();
  await expect.poll(() => shop.watched).toEqual([{ list: 'first', end: true }, { list: 'second' }]);
  shelf.remove();
  await expect.poll(() => shop.watched[1].end).toBe(true);
});
