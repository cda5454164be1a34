// Pictures imagined in the page: from the call until they and their real neighbours are on the page, on WASM.
import { openPage } from '../harness/browser.mjs';

export const needsPackage = true;

const PICTURES = 4;

export async function measure({ browser, origin }) {
  const page = await openPage(browser, origin);
  const result = await page.evaluate(
    (pictures) => import('/build/imagine.js').then(({ run }) => run(pictures)),
    PICTURES,
  );
  await page.context().close();
  return {
    data: "the demo shop's generator, 64 × 64 pixels in colour",
    protocol: `shop.imagine() of ${PICTURES} pictures with three neighbours each, one thread of WASM in the neural worker`,
    pictures: PICTURES,
    ...result,
  };
}
