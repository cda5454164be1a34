import { openPage } from '../harness/browser.mjs';

/** Makes a shop's feed and pack and leaves them with the server; answers with a visit through it. */
export async function makeShop(browser, origin, products, seed) {
  const page = await openPage(browser, origin);
  const made = await page.evaluate(
    ([products, seed]) => import('/build/shop.js').then(({ make }) => make(products, seed)),
    [products, seed],
  );
  await page.context().close();
  return made;
}
