import fc from 'fast-check';
import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSSRApp, h } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import type { Product } from '../../contract/product.ts';
import { renderShelf } from '../../server.ts';
import { defineShelf } from '../../shelf.ts';
import type { Recommender } from '../facade/recommender.ts';
import { takeServed } from './served-shelf.ts';
import type { VitrineShelf } from './shelf-element.ts';
import { FakeShop } from './testing/fake-shop.ts';

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const products: Product[] = Array.from({ length: 4 }, (_, row) => ({
  id: `p${row}`,
  title: `Product ${row}`,
  price: row,
  url: `/p/${row}`,
  image: row === 3 ? '/missing.png' : PICTURE,
}));

let shop: FakeShop;
beforeEach(() => {
  shop = new FakeShop();
  shop.products = products;
  defineShelf(shop as unknown as Recommender);
});
afterEach(() => {
  document.body.replaceChildren();
});

const shelfOf = (within: Element = document.body) => within.querySelector('vitrine-shelf') as VitrineShelf;
const inside = <TElement extends Element>(shelf: VitrineShelf, selector: string): TElement[] => [
  ...(shelf.shadowRoot as ShadowRoot).querySelectorAll<TElement>(selector),
];
const titles = (shelf: VitrineShelf) => inside(shelf, '.title').map(({ textContent }) => textContent);
/** The cards answer when their corners are there. */
const attended = (shelf: VitrineShelf, count = 4) => expect.poll(() => inside(shelf, 'details').length).toBe(count);

/** As a browser's parser reads a page, or as a script inserts text. */
const WAYS = {
  parsed: (html: string) => document.body.setHTMLUnsafe(html),
  inserted: (html: string) => {
    document.body.innerHTML = html;
  },
  /** The element is there before its content is. */
  late: (html: string) => {
    document.body.innerHTML = html.replace(/<template.*<\/template>/s, '');
    shelfOf().innerHTML = /<template.*<\/template>/s.exec(html)?.[0] ?? '';
  },
};

test.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
  "%s, a server's markup is taken over as it stands, without a question, and answers",
  async (way) => {
    WAYS[way](await renderShelf(products, { attributes: { placement: 'cart' } }));
    const shelf = shelfOf();
    await expect.poll(() => titles(shelf)).toEqual(['Product 0', 'Product 1', 'Product 2', 'Product 3']);
    await attended(shelf);
    const cards = inside(shelf, 'li');
    if (way !== 'late') expect(shop.asked).toEqual([]);
    expect(shelf.querySelector('template')).toBeNull();
    expect(inside(shelf, 'script, style')).toEqual([]);
    expect(inside(shelf, 'h2')[0].textContent).toBe('From our range');
    // What broke is gone.
    await expect.poll(() => inside(shelf, 'img').length).toBe(3);
    document.addEventListener('vitrine-select', (event) => event.preventDefault(), { once: true });
    inside<HTMLElement>(shelf, 'a')[1].click();
    expect(shop.tracked).toEqual([{ name: 'select_item', items: [{ item_id: 'p1', item_list_id: 'server' }] }]);
    expect(inside(shelf, 'li')).toEqual(cards);
  },
);

test('products and a pack that arrive change nothing for a stranger; what the visitor does is asked for', async () => {
  WAYS.parsed(await renderShelf(products));
  const shelf = shelfOf();
  await attended(shelf);
  shop.change({ reason: 'products' });
  shop.change({ reason: 'pack' });
  expect(shop.asked).toEqual([]);
  shop.products = products.slice(1);
  shop.change({ reason: 'interaction' });
  await expect.poll(() => titles(shelf)).toEqual(['Product 1', 'Product 2', 'Product 3']);
  expect(shop.asked).toEqual([{ placement: 'home', limit: 4 }]);
});

test('of a visitor with a history the list is asked for, once', async () => {
  shop.interactions = 3;
  shop.products = products.toReversed();
  WAYS.parsed(await renderShelf(products));
  await expect.poll(() => titles(shelfOf())[0]).toBe('Product 3');
  expect(shop.asked).toHaveLength(1);
});

test('before a recommender is there its links work', async () => {
  defineShelf(null as unknown as Recommender);
  WAYS.parsed(await renderShelf(products));
  const shelf = shelfOf();
  expect(titles(shelf)).toHaveLength(4);
  expect(inside<HTMLAnchorElement>(shelf, 'a')[0].href).toBe(`${location.origin}/p/0`);
  defineShelf(shop as unknown as Recommender);
  await attended(shelf);
  expect(shop.asked).toEqual([]);
});

test('an action of the page, a dismissal and its undoing work on what a server wrote', async () => {
  WAYS.parsed(await renderShelf(products, { inside: '<button slot="action">Add</button>' }));
  const shelf = shelfOf();
  await attended(shelf);
  expect(inside(shelf, '.action')).toHaveLength(4);
  const chosen: string[] = [];
  document.addEventListener('vitrine-action', ({ detail }) => chosen.push(detail.product.id), { once: true });
  shelf.querySelector<HTMLElement>('[slot=action-2]')?.click();
  expect(chosen).toEqual(['p2']);
  inside<HTMLElement>(shelf, 'summary')[0].click();
  inside<HTMLElement>(shelf, '.not-this')[0].click();
  await expect.poll(() => inside(shelf, '.dismissed').length).toBe(1);
});

test('whatever a title holds is text, in a page and as HTML', async () => {
  const strange = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '</script><img src=x onerror=executed=1>',
      '<!--',
      ']]>',
      '"><b>',
      "' onload='",
      '</template>',
      '&lt;',
      '<\u0000/li>',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(strange, strange), { minLength: 1, maxLength: 4 }), async (texts) => {
      const given = texts.map(([title, brand], row) => ({ id: `${row}${brand}`, title, brand, badges: [brand] }));
      const holder = document.createElement('div');
      // Of another name nobody takes it over.
      holder.setHTMLUnsafe((await renderShelf(given)).replaceAll('vitrine-shelf', 'x-shelf'));
      expect(holder.children).toHaveLength(1);
      const root = holder.firstElementChild?.shadowRoot as ShadowRoot;
      expect(root.querySelectorAll('li')).toHaveLength(given.length);
      expect(root.querySelectorAll('img, b, script:not([type="application/json"])')).toHaveLength(0);
      // What HTML's parser itself reads as other signs.
      const read = (text: string) => text.replace(/\r\n?/g, '\n').replaceAll('\u0000', '');
      expect([...root.querySelectorAll('.title')].map(({ textContent }) => textContent)).toEqual(
        given.map(({ title }) => read(title)),
      );
      expect(
        JSON.parse(root.querySelector('script')?.textContent ?? '').list.items.map(
          ({ product }: { product: Product }) => product,
        ),
      ).toEqual(JSON.parse(JSON.stringify(given)));
    }),
    { numRuns: 200 },
  );
  expect(window).not.toHaveProperty('executed');
});

test.each(['React', 'Vue'] as const)(
  '%s hydrates a page with it, without a warning and without a question',
  async (framework) => {
    const html = await renderShelf(products);
    const told = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
    const holder = document.createElement('div');
    document.body.append(holder);
    if (framework === 'React') {
      const page = createElement(
        'main',
        null,
        createElement('div', { suppressHydrationWarning: true, dangerouslySetInnerHTML: { __html: html } }),
      );
      holder.setHTMLUnsafe(renderToString(page));
      hydrateRoot(holder, page);
    } else {
      const app = () => createSSRApp({ render: () => h('main', h('div', { innerHTML: html })) });
      holder.setHTMLUnsafe(await renderVue(app()));
      app().mount(holder);
    }
    await attended(shelfOf(holder));
    expect(titles(shelfOf(holder))).toHaveLength(4);
    expect(shop.asked).toEqual([]);
    for (const spy of told) {
      expect(spy.mock.calls.filter(([line]) => !String(line).startsWith('Feature flags'))).toEqual([]);
      spy.mockRestore();
    }
  },
);

test('markup of a server that is not whole, or is none, is left as it is', () => {
  const shelf = document.createElement('div');
  expect(takeServed(shelf, shelf)).toBeUndefined();
  const list = JSON.stringify({ language: 'en', list: { items: [{ id: 'a' }] } });
  const fill = (html: string) => {
    shelf.innerHTML = `<template shadowrootmode="open">${html}</template>`;
  };
  for (const html of ['<li></li>', `<script>{</script><li></li>`, `<script>${list}</script>`]) {
    fill(html);
    expect(takeServed(shelf, shelf)).toBeUndefined();
    expect(shelf.querySelector('template')).not.toBeNull();
  }
  fill(`<script>${list}</script><li></li>`);
  expect(takeServed(shelf, shelf)).toMatchObject({ direction: '', heading: '', focused: null, language: 'en' });
  expect(shelf.querySelector('template')).toBeNull();
});

test('a picture that broke before anybody heard is taken away, and another recommender asks nothing more', async () => {
  defineShelf(null as unknown as Recommender);
  WAYS.parsed(await renderShelf(products));
  const shelf = shelfOf();
  const broken = inside<HTMLImageElement>(shelf, 'img')[3];
  await expect.poll(() => broken.complete && broken.naturalWidth === 0, { timeout: 60_000 }).toBe(true);
  defineShelf(shop as unknown as Recommender);
  await attended(shelf);
  expect(inside(shelf, 'img')).toHaveLength(3);
  shelf.recommender = shop as unknown as Recommender;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(titles(shelf)).toHaveLength(4);
  expect(shop.asked).toEqual([]);
});
