// The click as the visitor's history grows.
import { openPage } from '../harness/browser.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const PRODUCTS = 10_000;
const LENGTHS = [1, 10, 100, 1000, 10_000];
const SEED = 1;

export async function measure({ browser, origin }) {
  const { visit } = await makeShop(origin, PRODUCTS, SEED);
  const page = await openPage(browser, origin);
  const histories = await page.evaluate(
    (given) => import('/build/history-growth.js').then(({ run }) => run(...given)),
    [PRODUCTS, visit, LENGTHS, { warmUp: 10, counted: 100 }],
  );
  await page.context().close();
  return {
    seed: SEED,
    data: `a simulated shop of ${PRODUCTS.toLocaleString('en')} products (see the click)`,
    protocol: 'as the click; the history is filled up to each length, then 10 clicks warm up and 100 count',
    histories,
  };
}
