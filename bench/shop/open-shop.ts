import type { Recommender, RecommenderOptions } from '../../src/index.ts';
import { type Build, importPackage } from './package.ts';

/** Addresses of a shop's feed and pack that were made before. */
export const addresses = (products: number): { products: string; pack: string } => ({
  products: `/made/${products}/products.json`,
  pack: `/made/${products}/shop.safetensors`,
});

/** Starts the built package on a shop and waits until its feed and its pack are in use. */
export async function openShop(
  products: number,
  options: RecommenderOptions = {},
  build: Build = 'dist',
): Promise<Recommender> {
  const { createRecommender } = await importPackage(build);
  const shop = await createRecommender({
    ...addresses(products),
    ...(build === 'against' && { pack: `/made/${products}/shop-1.safetensors` }),
    database: `bench-${build}-${products}`,
    deadline: 60_000,
    ...options,
  });
  for (;;) {
    const { products: ready, pack, problems } = await shop.status();
    if (problems.length > 0) throw new Error(problems[0].message);
    if (ready === products && pack !== null) return shop;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
