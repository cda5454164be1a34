// One visit, the same in every browser: what a shop needs of it. Each step says what it saw; what is not as it should be throws.
import { setTimeout as pause } from 'node:timers/promises';

const PRODUCTS = [
  { id: 'pot-1', title: 'Cast-iron teapot', categories: ['Kitchen', 'Teapots'], brand: 'Iwa', price: 48 },
  { id: 'pot-2', title: 'Glass teapot', categories: ['Kitchen', 'Teapots'], brand: 'Hario', price: 29 },
  { id: 'lamp-1', title: 'Paper lamp', categories: ['Living', 'Lamps'], brand: 'Iwa', price: 35 },
  { id: 'lamp-2', title: 'Brass lamp', categories: ['Living', 'Lamps'], brand: 'Ore', price: 90 },
];

const page = (script) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A shop</title>
    <link rel="icon" href="data:,">
    <script>
      window.faults = [];
      addEventListener('error', ({ message }) => faults.push(message));
      addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));
      for (const level of ['error', 'warn']) console[level] = (...words) => faults.push(words.join(' '));
    </script>
    ${script}
  </head>
  <body>
    <button type="button">View the cast-iron teapot</button>
    <vitrine-shelf limit="4"></vitrine-shelf>
    <script>
      document.querySelector('button').onclick = () => shop.track({ name: 'view_item', items: [{ item_id: 'pot-1' }] });
    </script>
  </body>
</html>`;

/** What the server of the shop answers, beside the package under `/vitrine/`. */
export const SHOP = {
  '/feeds/products.json': JSON.stringify(PRODUCTS),
  '/module.html': page(`<script type="module">
      import { createRecommender } from '/vitrine/index.js';
      import { defineShelf } from '/vitrine/shelf.js';
      window.shop = await createRecommender({ products: '/feeds/products.json' });
      defineShelf(shop);
    </script>`),
  '/tag.html': page(`<script async src="/vitrine/vitrine.js" data-products="/feeds/products.json" data-database="tag"
      onload="window.shop = vitrine"></script>`),
};

const PATIENCE_MS = 120_000;

/**
 * Visits the shop by its module and by its script tag.
 * @param browser an open one
 * @param {string} origin of the shop
 * @returns what was seen, step by step
 */
export async function visit(browser, origin) {
  const seen = {};
  for (const name of ['module', 'tag']) {
    await browser.open(`${origin}/${name}.html`);
    const first = await shelfOf(browser, (titles) => titles.length === PRODUCTS.length);
    await browser.click('button');
    const personal = await shelfOf(browser, withoutViewed);
    await browser.open(`${origin}/${name}.html`);
    const returned = await shelfOf(browser, withoutViewed);
    const found = await browser.evaluate(async () => {
      const { items } = await window.shop.search({ text: 'teapot' });
      return items.map(({ id }) => id);
    });
    // It needs more clicks than this, and says so; its worker chooses a backend meanwhile.
    const training = await browser.evaluate(() =>
      window.shop
        .train()
        .next()
        .then(
          ({ value }) => value.kind,
          ({ code }) => code,
        ),
    );
    const backend = await backendOf(browser);
    const state = await browser.evaluate(async () => {
      const { durable, state, interactions } = await window.shop.status();
      await window.shop.erase();
      const { length: left } = await window.shop.history();
      return { durable, state, interactions, left };
    });
    const faults = await browser.evaluate(() => window.faults);
    seen[name] = { first, personal, returned, found, training, backend, ...state, faults };
    check(name, seen[name]);
  }
  return seen;
}

const withoutViewed = (titles) => !titles.includes('Cast-iron teapot');

/** The titles of the shelf, once they are as awaited. */
async function shelfOf(browser, awaited) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const cards = await browser.evaluate(() =>
      [...(document.querySelector('vitrine-shelf')?.shadowRoot?.querySelectorAll('li') ?? [])].map(
        ({ textContent }) => textContent,
      ),
    );
    const titles = cards.map((text) => PRODUCTS.find(({ title }) => text.trim().startsWith(title))?.title);
    // Cards without a title keep room for those to come.
    if (titles.length > 0 && !titles.includes(undefined) && awaited(titles)) return titles;
    if (Date.now() > end) {
      const faults = await browser.evaluate(() => window.faults);
      throw new Error(`The shelf has ${cards.join(', ') || 'nothing'}. ${faults.join('; ')}`);
    }
    await pause(100);
  }
}

/** What the neural worker trains on, once it has said so. */
async function backendOf(browser) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(100)) {
    const backend = await browser.evaluate(async () => (await window.shop.status()).neural?.backend ?? null);
    if (backend !== null) return backend;
  }
  return undefined;
}

function check(name, { personal, returned, found, durable, state, interactions, backend, left, faults }) {
  const wrong = [
    personal[0] === 'Glass teapot' || `after a look at a teapot ${personal[0]} leads`,
    returned[0] === 'Glass teapot' || `on return ${returned[0]} leads`,
    found.join() === 'pot-1,pot-2' || found.join() === 'pot-2,pot-1' || `a search for a teapot finds ${found}`,
    (durable && state === 'ready' && interactions === 1) ||
      `state ${state}, durable ${durable}, ${interactions} clicks`,
    backend !== undefined || 'no backend for training',
    left === 0 || 'erased clicks are still there',
    faults.length === 0 || `the console has ${faults.join('; ')}`,
  ].filter((problem) => problem !== true);
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`);
}
