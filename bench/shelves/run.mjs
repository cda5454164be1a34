// The click on a page of several shelves.
import { openPage } from '../harness/browser.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const PRODUCTS = 10_000;
const SHELVES = [1, 2, 4, 8, 12];
const SEED = 1;

export async function measure({ browser, origin }) {
  const { visit } = await makeShop(origin, PRODUCTS, SEED);
  const page = await openPage(browser, origin);
  const shelves = await page.evaluate(
    (given) => import('/build/shelves.js').then(({ run }) => run(...given)),
    [PRODUCTS, visit, SHELVES, { warmUp: 10, counted: 50 }],
  );
  await page.context().close();
  return {
    seed: SEED,
    data: `a simulated shop of ${PRODUCTS.toLocaleString('en')} products (see the click)`,
    protocol:
      'click → stored → the lists of all shelves, 12 products each, asked for at once; 10 clicks warm up and 50 count',
    shelves,
  };
}
