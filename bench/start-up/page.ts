import { addresses } from '../shop/open-shop.ts';
import { importPackage } from '../shop/package.ts';

const LIMIT = 12;
/** Milliseconds for which the visitor stays: what is stored for the next visit is stored when nothing else is to do. */
const STAY = 3000;

/** From before the package is imported to the first shelf in the document. Milliseconds. */
export async function start(products: number): Promise<{ took: number; model: string }> {
  const began = performance.now();
  const { createRecommender } = await importPackage();
  const shop = await createRecommender({ ...addresses(products), deadline: 60_000 });
  const list = await shop.recommend({ limit: LIMIT });
  const shelf = document.createElement('ul');
  shelf.append(
    ...list.items.map(({ product }) => Object.assign(document.createElement('li'), { textContent: product.title })),
  );
  document.body.append(shelf);
  const took = performance.now() - began;
  if (list.items.length !== LIMIT) throw new Error(`a first shelf of ${list.items.length}`);
  // A visitor who returns has a history.
  await shop.track({ name: 'view_item', items: [{ item_id: list.items[0].id }] });
  await new Promise((resolve) => setTimeout(resolve, STAY));
  await shop.close();
  return { took, model: list.model };
}
