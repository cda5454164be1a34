// Where the time of a click goes: one click as a timeline of threads, and all of them as a flame chart of the engine.
import { openPage } from '../harness/browser.mjs';
import { makeShop } from '../shop/make.mjs';
import { flame, timelines } from './read-trace.mjs';

const PRODUCTS = 10_000;
const SEED = 1;
const ROUNDS = { warmUp: 100, counted: 300 };
const CATEGORIES = [
  'toplevel',
  'blink.user_timing',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-v8.cpu_profiler',
  'disabled-by-default-v8.cpu_profiler.hires',
  'IndexedDB',
];

export async function measure({ browser, origin }) {
  const { visit } = await makeShop(origin, PRODUCTS, SEED);
  const page = await openPage(browser, origin);
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate(
    ([products, visit, rounds]) => import('/build/click-trace.js').then(({ trace }) => trace(products, visit, rounds)),
    [PRODUCTS, visit, ROUNDS],
  );
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  await page.context().close();
  return {
    seed: SEED,
    data: `a simulated shop of ${PRODUCTS.toLocaleString('en')} products (see the click)`,
    protocol: `${ROUNDS.counted} clicks after ${ROUNDS.warmUp}, the sources unminified and profiled: slower than the click that is measured; shares tell, milliseconds do not`,
    ...timelines(traceEvents),
    flame: flame(traceEvents),
  };
}
