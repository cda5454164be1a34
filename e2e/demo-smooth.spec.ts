import type { Page } from '@playwright/test';
import { expect, shelfOf, test } from './setup/demo.ts';

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await shelfOf(page, 'home');
  await page.locator('[data-placement="home"] [data-product] a').nth(2).click();
  await shelfOf(page, 'product');
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByRole('link', { name: 'Osier' }).click();
  await shelfOf(page, 'home');
  await page.getByRole('navigation', { name: 'Departments' }).getByRole('link', { name: 'Clothes' }).click();
  await expect(page.locator('.card[data-product]')).toHaveCount(24);
}

test('a visit shifts nothing', async ({ page, demo }) => {
  await page.addInitScript(() => {
    Object.assign(window, { shift_: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) (window as unknown as { shift_: number }).shift_ += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await visit(page, demo.address);
  expect(await page.evaluate(() => (window as unknown as { shift_: number }).shift_)).toBeLessThan(0.02);
});

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  args: { name?: string };
  /** Microseconds of processor time, whatever else the machine does. */
  tdur?: number;
}

/** Where other work fills the processor's caches, processor time counts that too: the best of three is the page's own. */
test.describe('alone', () => {
  test.describe.configure({ retries: 2 });
  test('a visit holds the page up nowhere: no task of its thread works for 50 ms', async ({ page, browser, demo }) => {
    await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
    await visit(page, demo.address);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const mains = new Set(
      traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`),
    );
    const tasks = traceEvents.filter(({ pid, tid, tdur }) => tdur !== undefined && mains.has(`${pid} ${tid}`));
    expect(tasks.length, 'tasks traced').toBeGreaterThan(100);
    const long = tasks.filter(({ tdur }) => tdur! > 50_000);
    expect(long.map(({ name, tdur }) => `${name}: ${tdur! / 1000} ms`)).toEqual([]);
  });
});
