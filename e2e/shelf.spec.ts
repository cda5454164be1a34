import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { installed, root } from './setup/folders.ts';
import { products } from './setup/products.ts';
import type { SiteOptions } from './setup/site.ts';
import { expect, test } from './setup/visit.ts';

/** The style that docs/shelf.md gives for the time before the script. */
const SNIPPET = /```css\n([\s\S]*?)```/.exec(readFileSync(resolve(root, 'docs/shelf.md'), 'utf8'))?.[1] ?? '';

/** Of a height that what stands below the shelf is in sight. */
const SIZES = { desktop: { width: 1280, height: 1400 }, phone: { width: 390, height: 2000 } };

/** A drawing for some, a file that is not there for others. */
const picture = (row: number): string =>
  row % 3 === 0
    ? '/missing.png'
    : `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="hsl(${row * 40} 45% 70%)"/><circle cx="4" cy="4" r="2.4" fill="hsl(${row * 40} 45% 45%)"/></svg>`)}`;
const feed = products(60).map((product, row) => ({
  ...product,
  image: picture(row),
  ...(row % 4 === 1 && { regularPrice: (product.price ?? 0) * 1.5 }),
  ...(row % 5 === 2 && { badges: ['New'] }),
}));

const shopPage = (inside = '', { lang = 'en', head = '', before = '' } = {}): string => `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A shop</title><link rel="icon" href="data:,">
<style>body { font: 16px/1.5 sans-serif; margin: 1rem; } ${SNIPPET}</style>${head}
<script async src="/lib/vitrine.js" data-products="/feeds/products.json"></script></head>
<body><main><h1>A shop</h1>${before}
<vitrine-shelf limit="8">${inside}</vitrine-shelf>
<p id="below">What stands below the shelf must not move.</p></main></body>
</html>`;

const siteWith = (page: string): SiteOptions => ({
  texts: { '/': page, '/feeds/products.json': JSON.stringify(feed) },
  folders: { '/lib/': `${installed}/dist` },
});

/** Adds up the shifts that the browser sees and the visitor did not cause: a score, as Core Web Vitals have it. */
async function watchShifts(page: Page): Promise<() => Promise<{ score: number; moved: string[] }>> {
  await page.addInitScript(() => {
    const seen = { score: 0, moved: [] as string[] };
    (window as unknown as { shifts: typeof seen }).shifts = seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Element | null }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        seen.score += entry.value;
        for (const { node } of entry.sources) seen.moved.push(node?.outerHTML?.slice(0, 80) ?? '');
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { shifts: { score: number; moved: string[] } }).shifts);
}

const filled = async (shelf: Locator, count = 8): Promise<void> => {
  await expect(shelf.getByRole('listitem')).toHaveCount(count);
  await expect(shelf.locator('summary').first()).toBeAttached();
};

/** Two frames drawn: what moves has moved. */
const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

const rendered = (count: number): string =>
  `<ul style="list-style:none;margin:0;padding:0">${feed
    .slice(0, count)
    .map(({ title }) => `<li style="line-height:2.5rem">${title}</li>`)
    .join('')}</ul>`;

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const [what, inside] of [
    ['nothing inside', ''],
    ['few products of the server inside', rendered(3)],
    ['more of the server than the list', rendered(60)],
    [
      'a heading and an action of the page',
      '<h3 slot="heading" style="font-size:1.25em;line-height:1.3;margin:0 0 0.75em">Ours</h3><button slot="action">Add to basket</button>',
    ],
  ]) {
    test(`shelf: nothing moves on a ${name} with ${what}, before the script, with the list, after a click`, async ({
      page,
      site,
    }) => {
      await page.setViewportSize(viewport);
      const shifts = await watchShifts(page);
      const room = inside.includes('action') ? SNIPPET.replace('7.25em', '10.5em') : SNIPPET;
      const { origin } = await site(siteWith(shopPage(inside).replace(SNIPPET, room)));
      await page.goto(origin);
      const shelf = page.locator('vitrine-shelf');
      await filled(shelf);
      await drawn(page);
      if (!inside.includes('<ul')) await expect(page.locator('#below')).toBeInViewport();
      await page.evaluate(() => {
        const { vitrine } = window;
        if (vitrine && !Array.isArray(vitrine)) {
          return vitrine.track({ name: 'view_item', items: [{ item_id: 'sku-1' }] });
        }
        return undefined;
      });
      await expect(shelf.locator('.reason').first()).toContainText('Aster Teapot 1');
      await drawn(page);
      expect(await shifts()).toEqual({ score: 0, moved: [] });
    });
  }
}

/** As a shop's server would write it, by the packed package. */
const served = async (inside = ''): Promise<string> => {
  const { renderShelf } = await import(pathToFileURL(resolve(installed, 'dist/server.js')).href);
  return renderShelf(feed.slice(0, 8), { attributes: { limit: 8 }, inside });
};
const servedPage = async (inside = ''): Promise<string> => {
  const shelf = await served(inside);
  return shopPage().replace(/<vitrine-shelf.*<\/vitrine-shelf>/, () => shelf);
};

for (const [name, viewport] of Object.entries(SIZES)) {
  for (const inside of ['', '<h2 slot="heading">Ours</h2><button slot="action">Add to basket</button>']) {
    test(`shelf: nothing moves on a ${name} with what a server wrote ${inside && 'and slots'}, and no list is asked for until a click`, async ({
      page,
      site,
    }) => {
      await page.setViewportSize(viewport);
      const shifts = await watchShifts(page);
      const { origin } = await site(siteWith(await servedPage(inside)));
      await page.goto(origin);
      const shelf = page.locator('vitrine-shelf');
      await filled(shelf);
      await expect(shelf.getByRole('listitem').first()).toContainText(feed[0].title ?? '');
      await expect(page.locator('#below')).toBeInViewport();
      expect(await violationsOn(page)).toEqual([]);
      await page.evaluate(async () => {
        const { vitrine } = window;
        if (vitrine && !Array.isArray(vitrine))
          await vitrine.track({ name: 'view_item', items: [{ item_id: 'sku-1' }] });
      });
      await expect(shelf.locator('.reason').first()).toContainText('Aster Teapot 1');
      await drawn(page);
      expect(await shifts()).toEqual({ score: 0, moved: [] });
    });
  }
}

test('shelf: what a server wrote is seen without any script', async ({ browser, site }) => {
  const { origin } = await site(siteWith(await servedPage()));
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(8);
  await expect(page.locator('vitrine-shelf').getByRole('heading')).toHaveText('From our range');
  await context.close();
});

test('shelf: what moves is seen: a page that keeps no room until the script is there shifts', async ({
  page,
  site,
}) => {
  await page.setViewportSize(SIZES.desktop);
  const shifts = await watchShifts(page);
  const { origin } = await site(siteWith(shopPage().replace(SNIPPET, '')));
  await page.goto(origin);
  await filled(page.locator('vitrine-shelf'));
  await expect.poll(async () => (await shifts()).score).toBeGreaterThan(0);
});

test('shelf: by keyboard alone; nothing breaks a rule of accessibility, open or closed, dismissed or not', async ({
  page,
  site,
}) => {
  const { origin } = await site(siteWith(shopPage('<button slot="action">Add to basket</button>')));
  await page.goto(origin);
  const shelf = page.locator('vitrine-shelf');
  await filled(shelf);
  await expect(shelf.getByRole('region', { name: 'From our range' })).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);
  const first = shelf.getByRole('listitem').first();
  const title = (await first.getByRole('link').textContent()) ?? '';
  await page.keyboard.press('Tab');
  await expect(first.getByRole('link')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: `Add to basket: ${title}` })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(first.locator('summary')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(first.getByText('From our range')).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(first.getByText('From our range')).toBeHidden();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(first).toContainText(`${title} will not be shown.`);
  await expect(first.getByRole('button', { name: 'Undo' })).toBeFocused();
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(shelf.getByRole('link', { name: title, exact: true })).toBeVisible();
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const { vitrine } = window;
        return vitrine && !Array.isArray(vitrine) ? (await vitrine.history(2)).map(({ name }) => name) : [];
      }),
    )
    .toEqual(['undo_dismiss', 'dismiss']);
});

test('shelf: an Arabic page is read from right to left, and its words are fetched when it speaks them', async ({
  page,
  site,
}) => {
  const shop = await site(siteWith(shopPage('', { lang: 'ar' })));
  await page.goto(shop.origin);
  const shelf = page.locator('vitrine-shelf');
  await filled(shelf);
  await expect(shelf.getByRole('heading')).toHaveText('من تشكيلتنا');
  const [first, second] = await shelf
    .getByRole('listitem')
    .evaluateAll((cards) => cards.slice(0, 2).map((card) => card.getBoundingClientRect().left));
  expect(first).toBeGreaterThan(second);
  expect(shop.asked.filter((path) => path.includes('/locales/'))).toEqual(['/lib/locales/ar.js']);
  expect(await violationsOn(page)).toEqual([]);
});
