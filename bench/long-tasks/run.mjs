// The page's own thread during a whole visit, its processor slowed four times: longest task, and blocking time. A bare
// page tells what the package takes of it, the demo shop what a visitor feels.
import { openPage } from '../harness/browser.mjs';
import { rounded } from '../harness/order-statistics.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const SIZES = [10_000, 100_000];
const SEED = 1;
const SLOWED = 4;
/** A task that takes longer than this blocks. Milliseconds. */
const LONG = 50;
const CATEGORIES = ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline', 'blink.user_timing'];

export async function measure({ browser, origin }) {
  const sizes = [];
  for (const products of SIZES) {
    console.log(`  ${products.toLocaleString('en')} products …`);
    const { visit } = await makeShop(origin, products, SEED);
    const page = await openPage(browser, origin);
    await slowDown(page);
    await browser.startTracing(page, { categories: CATEGORIES });
    await page.evaluate(
      ([products, clicks]) => import('/build/long-tasks.js').then(({ visit }) => visit(products, clicks)),
      [products, visit.slice(0, 20)],
    );
    sizes.push({ products, ...summaryOf(await browser.stopTracing()) });
    await page.context().close();
  }
  console.log('  the demo shop …');
  const demo = await visitDemo(browser, origin);
  return {
    seed: SEED,
    data: 'a simulated shop (see the click); the feed is given as an array',
    protocol: `main thread slowed ${SLOWED} times; start, products, pack, 20 clicks, each with a list; tasks from the trace, milliseconds; in the demo shop: start, a product, into the basket, home, a department`,
    sizes,
    demo,
  };
}

async function slowDown(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
}

async function visitDemo(browser, origin) {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  await page.addInitScript(() => location.protocol === 'http:' && performance.mark('visit-begins'));
  await slowDown(page);
  await browser.startTracing(page, { categories: CATEGORIES });
  const shelf = (placement) => page.locator(`[data-shelf="${placement}"][aria-busy="false"]`).waitFor();
  await page.goto(`${origin}/demo-shop/index.html`);
  await shelf('home');
  await page.locator('[data-shelf="home"] [data-product] a').nth(2).click();
  await shelf('product');
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByRole('link', { name: 'Osier' }).click();
  await shelf('home');
  await page.getByRole('navigation', { name: 'Departments' }).getByRole('link', { name: 'Clothes' }).click();
  await page.locator('.card[data-product] img[src]').first().waitFor();
  await page.evaluate(() => void performance.mark('visit-ends'));
  const summary = summaryOf(await browser.stopTracing());
  await context.close();
  return summary;
}

function summaryOf(trace) {
  const tasks = tasksBetweenMarks(JSON.parse(trace).traceEvents);
  return {
    tasks: tasks.length,
    longest: most(tasks.map(({ wall }) => wall)),
    longestCpu: most(tasks.map(({ cpu }) => cpu)),
    over: tasks.filter(({ wall }) => wall > LONG).length,
    blocking: rounded(tasks.reduce((sum, { wall }) => sum + Math.max(0, wall - LONG), 0)),
  };
}

const most = (values) => rounded(Math.max(...values));

/** The tasks of the page's thread between the visit's two marks: milliseconds by the clock and of processor time. */
function tasksBetweenMarks(events) {
  const mark = (name) => events.find((event) => event.name === name && event.cat.includes('user_timing'));
  const begin = mark('visit-begins');
  const end = mark('visit-ends');
  return events
    .filter(
      ({ name, ph, pid, tid, ts }) =>
        name === 'RunTask' && ph === 'X' && pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts,
    )
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, cpu: tdur / 1000 }));
}
