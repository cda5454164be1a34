import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { serve } from '../../demo/serve.mjs';
import { root } from './folders.ts';
import { test as base, expect, observe, type Watch } from './visit.ts';

interface DemoFixtures {
  /** The built demo shop on a server of its own; `close` cuts the network. */
  demo: { address: string; close: () => void };
  /** On for every visit; read at its end. */
  manners: Watch;
}

/** Visits of the demo shop: the host page sees no errors, and nothing leaves it. */
export const test = base.extend<DemoFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern.
  demo: async ({}, use) => {
    const { server } = await serve(resolve(root, 'build/demo'), 0);
    const close = (): void => {
      server.close();
      server.closeAllConnections();
    };
    const { port } = server.address() as { port: number };
    await use({ address: `http://127.0.0.1:${port}/`, close });
    close();
  },
  manners: [
    async ({ page }, use) => {
      const watch: Watch = { errors: [], strangers: [] };
      await observe(page, watch);
      await page.addInitScript(stretchDeadlines);
      page.on('console', (message) => {
        if (message.type() === 'error') watch.errors.push(`console: ${message.text()}`);
      });
      await use(watch);
      expect(watch.errors, 'errors seen by the page').toEqual([]);
      expect(watch.strangers, 'requests that left the shop').toEqual([]);
    },
    { auto: true },
  ],
});

/** The demo's own deadlines would end calls on a slow machine: here they last sixty times as long. Shorter waits stay. */
function stretchDeadlines(): void {
  const native = window.setTimeout;
  const stretched = (work: TimerHandler, wait = 0, ...given: unknown[]): number =>
    native(work, wait >= 2500 ? 60 * wait : wait, ...given);
  window.setTimeout = stretched as typeof window.setTimeout;
}

/** The products on a shelf, in order, once it is filled. */
export async function shelfOf(page: Page, name: string): Promise<string[]> {
  const shelf = page.locator(`[data-shelf="${name}"][aria-busy="false"]`);
  await shelf.waitFor();
  return shelf
    .locator('[data-product]')
    .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.product!));
}

export { expect };
