import { test as base, expect, type Page } from '@playwright/test';
import { installed } from './folders.ts';
import { products } from './products.ts';
import { type Site, type SiteOptions, serveSite } from './site.ts';

/** A shop's page without a bundler: it takes the package from `/vitrine/` as the browser finds it there. */
export const PLAIN_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A plain shop</title><link rel="icon" href="data:,"></head>
<body>
<script type="module">import * as lib from '/vitrine/index.js'; window.lib = lib;</script>
</body>
</html>`;

/** What a host page must never see of us, and what never leaves it. */
export interface Watch {
  /** Errors and unhandled rejections of the page. */
  errors: string[];
  /** Requests to anywhere but the sites of the test. */
  strangers: string[];
}

interface Fixtures {
  /** Starts a web server that ends with the test. */
  site: (options: SiteOptions) => Promise<Site>;
  /** A shop with 60 products whose page loads the package without a bundler; `texts` replace or add files. */
  plainSite: (texts?: SiteOptions['texts']) => Promise<Site>;
  watch: Watch;
}

export const test = base.extend<Fixtures>({
  site: async ({ watch: _ }, use) => {
    const sites: Site[] = [];
    await use(async (options) => {
      const site = await serveSite(options);
      sites.push(site);
      return site;
    });
    await Promise.all(sites.map((site) => site.close()));
  },
  plainSite: async ({ site }, use) => {
    await use((texts = {}) =>
      site({
        texts: { '/': PLAIN_PAGE, '/feeds/products.json': JSON.stringify(products(60)), ...texts },
        folders: { '/vitrine/': `${installed}/dist` },
      }),
    );
  },
  /** On for every test that uses a site; read at its end. */
  watch: async ({ page }, use) => {
    const watch: Watch = { errors: [], strangers: [] };
    await observe(page, watch);
    await use(watch);
    expect(watch.errors, 'errors seen by the host page').toEqual([]);
    expect(watch.strangers, 'requests that left the shop').toEqual([]);
  },
});

/** Listens as a monitoring script of the shop would: before any script of the page. */
export async function observe(page: Page, watch: Watch): Promise<void> {
  await page.exposeFunction('reportError_', (message: string) => watch.errors.push(message));
  await page.addInitScript(() => {
    const report = (window as unknown as { reportError_: (message: string) => void }).reportError_;
    window.addEventListener('error', (event) => report(`error: ${event.message}`));
    window.addEventListener('unhandledrejection', (event) => report(`unhandled: ${event.reason}`));
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== '127.0.0.1' && !['blob:', 'data:'].includes(protocol)) watch.strangers.push(request.url());
  });
}

export { expect };
