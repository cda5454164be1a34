// Script start → first shelf in the document: a first visit (nothing cached or stored) and a return (both).
import { openPage } from '../harness/browser.mjs';
import { timingOf } from '../harness/order-statistics.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const SIZES = [1000, 10_000, 100_000];
const SEED = 1;
const VISITORS = 15;

export async function measure({ browser, origin }) {
  const sizes = [];
  for (const products of SIZES) {
    console.log(`  ${products.toLocaleString('en')} products …`);
    const { packBytes, feedBytes } = await makeShop(origin, products, SEED);
    const first = [];
    const again = [];
    const models = new Set();
    for (let visitor = 0; visitor < VISITORS; visitor++) {
      const page = await openPage(browser, origin);
      for (const durations of [first, again]) {
        const { took, model } = await page.evaluate(
          (products) => import('/build/start-up.js').then(({ start }) => start(products)),
          products,
        );
        durations.push(took);
        models.add(model);
        await page.goto(`${origin}/`);
      }
      await page.context().close();
    }
    sizes.push({ products, feedBytes, packBytes, first: timingOf(first), again: timingOf(again), models: [...models] });
  }
  return {
    seed: SEED,
    data: 'a simulated shop (see the click)',
    protocol: `${VISITORS} visitors, each with an empty browser profile, three seconds on the page, and then once more; feed and pack from localhost`,
    sizes,
  };
}
