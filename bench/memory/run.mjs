// What the engine worker holds after a visit, as the browser counts it.
import { openPage } from '../harness/browser.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const SIZES = [1000, 10_000, 100_000];
const SEED = 1;

export async function measure({ browser, origin }) {
  const sizes = [];
  for (const products of SIZES) {
    console.log(`  ${products.toLocaleString('en')} products …`);
    const { visit, packBytes, feedBytes } = await makeShop(origin, products, SEED);
    const page = await openPage(browser, origin);
    const result = await page.evaluate(
      ([products, visit]) => import('/build/memory.js').then(({ run }) => run(products, visit)),
      [products, visit.slice(0, 50)],
    );
    sizes.push({ ...result, feedBytes, packBytes });
    await page.context().close();
  }
  return {
    seed: SEED,
    data: 'a simulated shop (see the click)',
    protocol:
      'performance.measureUserAgentSpecificMemory() after 50 clicks, each with a list, and the scorer’s WebAssembly memory, which the browser does not count',
    sizes,
  };
}
