// What scoring costs, and what a pack weighs by section, as the catalogue grows.
import { openPage } from '../harness/browser.mjs';
import { makeShop } from '../shop/make.mjs';

const SIZES = [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
/** Of whole shops, with a feed and a pack. */
const SHOPS = [1000, 10_000, 100_000];
const SEED = 1;

export async function measure({ browser, origin }) {
  const sizes = [];
  for (const products of SIZES) {
    console.log(`  ${products.toLocaleString('en')} products …`);
    const page = await openPage(browser, origin);
    sizes.push(
      await page.evaluate((products) => import('/build/growth.js').then(({ run }) => run(products)), products),
    );
    await page.context().close();
  }
  const packs = [];
  for (const products of SHOPS) {
    const { packBytes, feedBytes, sections } = await makeShop(origin, products, SEED);
    packs.push({ products, packBytes, feedBytes, sections });
  }
  return {
    seed: SEED,
    data: 'unit vectors drawn around 500 centres; queries near a product',
    protocol: 'best 200 of vectors of 64 numbers in int8, every product allowed, one thread',
    sizes,
    packs,
  };
}
