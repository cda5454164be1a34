import { addresses } from '../shop/open-shop.ts';
import { importPackage } from '../shop/package.ts';

/** A whole visit: the feed as an array in the page (the dearest way in for its thread), clicks, lists. */
export async function visit(products: number, clicks: readonly number[]): Promise<void> {
  const { products: feed, pack } = addresses(products);
  const rows = await (await fetch(feed)).json();
  // The shop's own parsing is over before the visit begins.
  await new Promise((resolve) => setTimeout(resolve, 500));
  performance.mark('visit-begins');
  const { createRecommender } = await importPackage();
  const shop = await createRecommender({ products: rows, pack, deadline: 60_000 });
  await shop.recommend({ limit: 12 });
  for (const place of clicks) {
    await shop.track({ name: 'view_item', items: [{ item_id: `sku-${place}` }] });
    await shop.recommend({ limit: 12 });
  }
  const { problems } = await shop.status();
  if (problems.length > 0) throw new Error(problems[0].message);
  await shop.close();
  performance.mark('visit-ends');
}
