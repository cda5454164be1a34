import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { installed, work } from './folders.ts';
import type { Site, SiteOptions } from './site.ts';
import { PLAIN_PAGE } from './visit.ts';

/** A folder of files as a merchant has them, and the installed command line run in it. */
export class Merchant {
  readonly folder: string;

  constructor(name: string) {
    this.folder = resolve(work, name);
    mkdirSync(this.folder, { recursive: true });
  }

  at(name: string): string {
    return resolve(this.folder, name);
  }

  vitrine(...args: string[]): void {
    execFileSync(process.execPath, [resolve(installed, 'dist/cli/vitrine.js'), ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  /** What `vitrine evaluate --lists` wrote: the ten products for each shopper. */
  readLists(name: string): Map<string, string[]> {
    const lines = readFileSync(this.at(name), 'utf8').trim().split('\n');
    return new Map(
      lines.map((line) => {
        const { user, items }: { user: string; items: string[] } = JSON.parse(line);
        return [user, items];
      }),
    );
  }

  /** Opens the shop's page with its feed `products.json` and one of its packs; `window.shop` is the recommender. */
  async openShop(page: Page, site: (options: SiteOptions) => Promise<Site>, pack: string): Promise<void> {
    const folders = { '/vitrine/': `${installed}/dist`, '/data/': this.folder };
    const { origin } = await site({ texts: { '/': PLAIN_PAGE }, folders });
    await page.goto(origin);
    await page.evaluate(async (address) => {
      window.shop = await window.lib.createRecommender({ products: '/data/products.json', pack: address });
    }, `/data/${pack}`);
  }
}

/** One visitor: what was done, and with which products, oldest first. */
export interface Visit {
  name: 'view_item' | 'purchase';
  products: readonly string[];
}

/** Each as a visitor of its own: erased, tracked one by one, then asked for ten. */
export function replay(page: Page, visits: readonly Visit[]): Promise<{ items: string[]; model: string }[]> {
  return page.evaluate(async (histories) => {
    const answers: { items: string[]; model: string }[] = [];
    for (const { name, products } of histories) {
      await window.shop.erase();
      for (const id of products) await window.shop.track({ name, items: [{ item_id: id }] });
      const { items, model } = await window.shop.recommend({ limit: 10 });
      answers.push({ items: items.map(({ id }) => id), model });
    }
    return answers;
  }, visits);
}

/** Share of the visits on which two lists are the same products in the same order. */
export function agreement(lists: readonly { items: string[] }[], expected: readonly (string[] | undefined)[]): number {
  const same = lists.filter(({ items }, visit) => JSON.stringify(items) === JSON.stringify(expected[visit]));
  return same.length / lists.length;
}
