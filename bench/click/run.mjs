// Click → durably stored → new list in the document, with the built package, beside a bare worker that only stores.
import { openPage } from '../harness/browser.mjs';
import { makeShop } from '../shop/make.mjs';

export const needsPackage = true;

const SIZES = [1000, 10_000, 100_000, 1_000_000];
const SEED = 1;

export async function measure({ browser, origin, against }) {
  const sizes = [];
  for (const products of SIZES) {
    console.log(`  ${products.toLocaleString('en')} products …`);
    const { visit, packBytes } = await makeShop(origin, products, SEED);
    const page = await openPage(browser, origin);
    const result = await page.evaluate((options) => import('/build/click.js').then(({ run }) => run(options)), {
      products,
      visit,
      rounds: { warmUp: 50, counted: 300 },
      against: against !== undefined,
    });
    sizes.push({ ...result, packBytes });
    await page.context().close();
  }
  return {
    seed: SEED,
    ...(against && { against: against.commit }),
    data: 'a simulated shop: products in kinds of 50, as many shoppers as products; a pack of the default sources (rules, session-kNN with transitions, popularity, content, attention) and the learned ranker over them; the weights of attention and of the ranker are drawn at random, which costs the same time as trained ones',
    protocol:
      'public API: track() awaited until committed, then recommend(), 12 products put into the document; all contenders in turn',
    sizes,
  };
}
