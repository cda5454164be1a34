// The site's search: the package itself, over a feed of all sections, in the visitor's browser.
import { createRecommender } from './vitrine/index.js';
import { defineSearch } from './vitrine/search-box.js';

const here = new URL('.', import.meta.url);
const found = document.querySelector('#found');
const article = document.querySelector('article');
const chinese = document.documentElement.lang.startsWith('zh');
const LONGEST = 180;
/** Texts of sections by their address: the engine keeps what cards need. */
const texts = new Map();

async function start() {
  const sections = await (await fetch(new URL('search.json', here))).json();
  // Addresses are the site's, whatever page asks.
  const products = sections.map((section) => ({ ...section, url: new URL(section.url, here).href }));
  for (const { id, description } of products) texts.set(id, description.slice(0, LONGEST));
  const shop = await createRecommender({ products, consent: 'denied', database: 'vitrine-docs' });
  defineSearch(shop, {
    messages: chinese ? { categories: '页面', products: '章节' } : { categories: 'Pages', products: 'Sections' },
  });
  return shop;
}

document.addEventListener('vitrine-search', async (event) => {
  const { text } = event.detail;
  if (!text?.trim()) return;
  // The page shows what is found itself: these are sections, not goods.
  event.preventDefault();
  const { items, alternatives } = await (await shop).search({ text, limit: 20 });
  show(text, items.length > 0 ? items : alternatives);
});

function show(text, items) {
  const make = (tag, content) => Object.assign(document.createElement(tag), { textContent: content });
  const list = make('ol', '');
  for (const { product } of items) {
    const link = Object.assign(make('a', product.title), { href: product.url });
    link.addEventListener('click', close);
    const entry = make('li', '');
    entry.append(link, make('p', texts.get(product.id) ?? ''));
    list.append(entry);
  }
  const heading = chinese ? `“${text}”：${items.length} 处` : `“${text}”: ${items.length} places`;
  const end = make('button', chinese ? '回到页面' : 'Back to the page');
  end.addEventListener('click', close);
  found.replaceChildren(make('h1', heading), end, list);
  found.hidden = false;
  article.hidden = true;
  scrollTo({ top: 0 });
}

function close() {
  found.hidden = true;
  article.hidden = false;
}

const shop = start();
