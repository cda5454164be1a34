import type { Page } from '@playwright/test';
import { expect, shelfOf, test } from './setup/demo.ts';

/** Home, a product, home again, a department. */
const VIEWS = 4;

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await shelfOf(page, 'home');
  await page.locator('[data-shelf="home"] [data-product] a').nth(2).click();
  await shelfOf(page, 'related');
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

interface Turns {
  /** Elements that came onto the page in one turn of its thread, at most. */
  elements: number;
  /** Pictures drawn in one turn, at most, and in all. */
  drawings: number;
  drawn: number;
}

/** Counts what the page does between two turns: its observer is told at the end of each, its timers begin new ones. */
function countTurns(): void {
  const turns: Turns = { elements: 0, drawings: 0, drawn: 0 };
  Object.assign(window, { turns });
  const sizeOf = (node: Node): number => (node instanceof Element ? 1 + node.querySelectorAll('*').length : 0);
  new MutationObserver((records) => {
    const added = new Set(records.flatMap(({ addedNodes }) => [...addedNodes]));
    const roots = [...added].filter((node) => node.isConnected && !(node.parentNode && added.has(node.parentNode)));
    turns.elements = Math.max(turns.elements, ...[roots.reduce((sum, node) => sum + sizeOf(node), 0)]);
  }).observe(document, { childList: true, subtree: true });

  let inTurn = 0;
  const native = window.setTimeout;
  const marked = (work: () => void, wait?: number): number =>
    native(() => {
      inTurn = 0;
      work();
    }, wait);
  window.setTimeout = marked as typeof window.setTimeout;
  const seen = new Set<string>();
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')!;
  Object.defineProperty(HTMLImageElement.prototype, 'src', {
    get,
    set(address: string) {
      if (address.startsWith('data:image/svg') && !seen.has(address)) {
        seen.add(address);
        inTurn += 1;
        turns.drawings = Math.max(turns.drawings, inTurn);
        turns.drawn = seen.size;
      }
      set!.call(this, address);
    },
  });
}

/** The largest piece is a first view: the hero, the departments, and three shelves of empty places. */
const MOST_ELEMENTS = 500;

test('a visit is made in small pieces: one picture a turn, a view or a shelf at a time', async ({ page, demo }) => {
  await page.addInitScript(countTurns);
  await visit(page, demo.address);
  await expect(page.locator('.card[data-product] img[src]').first()).toBeVisible();
  const turns = await page.evaluate(() => (window as unknown as { turns: Turns }).turns);
  expect(turns.drawn, 'pictures').toBeGreaterThan(8);
  expect(turns.drawings, 'pictures drawn in one turn').toBe(1);
  expect(turns.elements, 'elements').toBeGreaterThan(100);
  expect(turns.elements, 'elements put on the page in one turn').toBeLessThanOrEqual(MOST_ELEMENTS);
});

interface TraceEvent {
  name: string;
  args: { beginData?: { stackTrace?: { url: string; functionName: string }[] } };
}

test('the page forces one layout for each view, where it is scrolled to its place, and none else', async ({
  page,
  browser,
  demo,
}) => {
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline.stack'];
  await browser.startTracing(page, { categories });
  await visit(page, demo.address);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const layouts = traceEvents.filter(({ name }) => name === 'Layout');
  expect(layouts.length, 'layouts traced').toBeGreaterThan(10);
  // A layout that a script forced names it; the test's own looks at the page are not from a file of the shop.
  const forced = layouts.flatMap(({ args }) => {
    const stack = args.beginData?.stackTrace ?? [];
    return stack.some(({ url }) => url.startsWith(demo.address)) ? [stack.map(({ functionName }) => functionName)] : [];
  });
  expect(forced.length, 'that scripts forced').toBeGreaterThan(0);
  expect(forced.length, JSON.stringify(forced)).toBeLessThanOrEqual(VIEWS);
});
