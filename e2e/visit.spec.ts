import type { Page } from '@playwright/test';
import { installed } from './setup/folders.ts';
import { expect, PLAIN_PAGE, test } from './setup/visit.ts';

const PRODUCTS = 100_000;

/** What one message takes with it at most: more would hold the page up. */
const MOST_IN_A_TURN = 1024;

test('a whole visit with 100,000 products where no connection is allowed: the page does little in any turn, no request', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: { '/': PLAIN_PAGE },
    folders: { '/vitrine/': `${installed}/dist` },
    headers: { 'content-security-policy': "connect-src 'none'" },
  });
  await countReads(page);
  await page.goto(shop.origin);
  await page.waitForFunction(() => 'lib' in window);
  const visit = await page.evaluate(async (count) => {
    const catalogue = Array.from({ length: count }, (_, row) => {
      const kind = `Kind ${row % 200}`;
      const brand = `Brand ${row % 37}`;
      return {
        get id() {
          window.reads.count();
          return `sku-${row}`;
        },
        title: `${brand} ${kind} ${row}`,
        categories: ['All', kind],
        brand,
        price: row % 90,
      };
    });
    const recommender = await window.lib.createRecommender({ deadline: 120_000 });
    const report = await recommender.setProducts(catalogue);
    const first = { ...window.reads };
    const lists: number[] = [];
    for (let click = 0; click < 20; click++) {
      await recommender.track({ name: 'view_item', items: [{ item_id: `sku-${click * 200}` }] });
      const list = await recommender.recommend({ limit: 12 });
      lists.push(list.items.length);
    }
    const clicks = window.reads.total - first.total;
    const again = await recommender.setProducts(catalogue.slice(0, 50_000));
    const history = await recommender.history();
    await recommender.close();
    const { most, total } = window.reads;
    return { report, again, lists, history: history.length, reads: { first: first.total, clicks, total, most } };
  }, PRODUCTS);

  expect(visit.report).toMatchObject({ taken: PRODUCTS, refused: 0 });
  expect(visit.again).toMatchObject({ taken: 50_000, refused: 0 });
  expect(visit.lists).toEqual(Array(20).fill(12));
  expect(visit.history).toBe(20);
  const { first, clicks, total, most } = visit.reads;
  expect({ first, clicks, total }, 'a row is read once for each feed, and never for a click').toEqual({
    first: PRODUCTS,
    clicks: 0,
    total: PRODUCTS + 50_000,
  });
  expect(most, 'rows read in one turn of the page').toBeLessThanOrEqual(MOST_IN_A_TURN);
  const files = ['engine.worker', 'further-calls', 'index', 'outbox', 'product-rows', 'recommender'].map(
    (name) => `/vitrine/${name}.js`,
  );
  expect(shop.asked.toSorted(), 'each once, and nothing else').toEqual(['/', ...files]);
});

declare global {
  interface Window {
    /** How often a row of the feed was read: in all, since the last message of a worker, and at most between two. */
    reads: { total: number; inTurn: number; most: number; count: () => void };
  }
}

/** A worker's message comes in a turn of its own, and the next piece of the feed waits for one. */
async function countReads(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const reads = {
      total: 0,
      inTurn: 0,
      most: 0,
      count: () => {
        reads.total += 1;
        reads.inTurn += 1;
        reads.most = Math.max(reads.most, reads.inTurn);
      },
    };
    window.reads = reads;
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(...parameters: ConstructorParameters<typeof Worker>) {
        super(...parameters);
        this.addEventListener('message', () => {
          reads.inTurn = 0;
        });
      }
    };
  });
}
