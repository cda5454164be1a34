import type * as Package from '../../src/index.ts';

/** Starts the built package on a shop that was made before, and waits until its feed and its pack are in use. */
export async function openShop(products: number): Promise<Package.Recommender> {
  const built = '/dist/index.js';
  const { createRecommender } = (await import(/* @vite-ignore */ built)) as typeof Package;
  const shop = await createRecommender({
    products: `/made/${products}/products.json`,
    pack: `/made/${products}/shop.safetensors`,
    database: `bench-${products}`,
    deadline: 60_000,
  });
  for (;;) {
    const { products: ready, pack, problems } = await shop.status();
    if (problems.length > 0) throw new Error(problems[0].message);
    if (ready === products && pack !== null) return shop;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
