// The page's own thread during a whole visit, its processor slowed four times: longest task, and blocking time.
import { openPage } from '../harness/browser.mjs';
import { rounded } from '../harness/order-statistics.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const SIZES = [10_000, 100_000];
const SEED = 1;
const SLOWED = 4;
/** A task that takes longer than this blocks. Milliseconds. */
const LONG = 50;

export async function measure({ browser, origin }) {
  const sizes = [];
  for (const products of SIZES) {
    console.log(`  ${products.toLocaleString('en')} products …`);
    const { visit } = await makeShop(origin, products, SEED);
    const page = await openPage(browser, origin);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    await browser.startTracing(page, {
      categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline', 'blink.user_timing'],
    });
    await page.evaluate(
      ([products, clicks]) => import('/build/long-tasks.js').then(({ visit }) => visit(products, clicks)),
      [products, visit.slice(0, 20)],
    );
    const tasks = tasksBetweenMarks(JSON.parse(await browser.stopTracing()).traceEvents);
    sizes.push({
      products,
      tasks: tasks.length,
      longest: most(tasks.map(({ wall }) => wall)),
      longestCpu: most(tasks.map(({ cpu }) => cpu)),
      over: tasks.filter(({ wall }) => wall > LONG).length,
      blocking: rounded(tasks.reduce((sum, { wall }) => sum + Math.max(0, wall - LONG), 0)),
    });
    await page.context().close();
  }
  return {
    seed: SEED,
    data: 'a simulated shop (see the click); the feed is given as an array',
    protocol: `main thread slowed ${SLOWED} times; start, products, pack, 20 clicks, each with a list; tasks from the trace, milliseconds`,
    sizes,
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
