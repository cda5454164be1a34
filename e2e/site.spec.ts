import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import { buildSite } from '../docs/site/build.mjs';
import { violationsOn } from './setup/accessibility.ts';
import { work } from './setup/folders.ts';
import { expect, test } from './setup/visit.ts';

/** Built once: by one worker. */
test.describe.configure({ mode: 'serial' });

const folder = resolve(work, 'documentation');

test.beforeAll(() => {
  test.setTimeout(300_000);
  const { pages, sections } = buildSite(folder);
  expect(pages).toBeGreaterThan(50);
  expect(sections).toBeGreaterThan(300);
});

/** Files of the site with that ending, by their path in it. */
const files = (ending: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith(ending) && !path.startsWith('vitrine/'))
      .map((path) => [path, readFileSync(resolve(folder, path), 'utf8')]),
  );

test('documentation: every link of the site leads to a page, and to a heading that is there', () => {
  const pages = files('.html');
  const all = new Set(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/')),
  );
  const broken: string[] = [];
  for (const [path, html] of pages) {
    for (const [, link] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^[a-z]+:/i.test(link)) continue;
      const [file, anchor] = link.split('#');
      const target = file === '' ? path : posix.normalize(posix.join(dirname(path), file));
      if (!all.has(target)) broken.push(`${path}: ${link}`);
      else if (anchor && !pages.get(target)?.includes(`id="${decodeURIComponent(anchor)}"`))
        broken.push(`${path}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});

test('documentation: each page has its twin in Markdown, and llms.txt names it', () => {
  const twins = files('.md');
  const named = [...(files('llms.txt').get('llms.txt') ?? '').matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path);
  expect(named.toSorted()).toEqual([...twins.keys()].toSorted());
  expect(named.map((path) => path.replace(/\.md$/, '.html')).toSorted()).toEqual([...files('.html').keys()].toSorted());
});

test('documentation: no page is wider than a phone', async ({ page, site }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { origin } = await site({ folders: { '/guide/': folder } });
  const wide: string[] = [];
  for (const path of files('.html').keys()) {
    await page.goto(`${origin}/guide/${path}`, { waitUntil: 'domcontentloaded' });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 390) wide.push(`${path}: ${width}`);
  }
  expect(wide).toEqual([]);
});

for (const [name, viewport] of Object.entries({
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
})) {
  test(`documentation: read and searched on a ${name}, by the package's own search, in the browser`, async ({
    page,
    site,
  }) => {
    await page.setViewportSize(viewport);
    const { origin } = await site({ folders: { '/guide/': folder } });
    await page.goto(`${origin}/guide/docs/shelf.html`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The shelf element');
    const field = page.getByRole('searchbox').or(page.getByRole('combobox'));
    await field.fill('content security policy');
    await field.press('Enter');
    const first = page.locator('#found li').first().getByRole('link');
    await expect(first).toContainText('Content-Security-Policy');
    expect(await violationsOn(page)).toEqual([]);
    await first.click();
    await expect(page).toHaveURL(/\/guide\/docs\/[a-z-]+\.html#/);
    await expect(page.locator('article')).toBeVisible();
    expect(await violationsOn(page)).toEqual([]);
    // Nothing is wider than the page, once its style is there.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0);
  });
}
