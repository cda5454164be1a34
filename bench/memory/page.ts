import { measureMemory } from '../harness/memory.ts';
import { openShop } from '../shop/open-shop.ts';
import { vectorBytes } from '../shop/vector-bytes.ts';

export interface MemoryResult {
  products: number;
  /** Bytes of the engine worker's heap, buffers and WebAssembly memory, after a garbage collection. */
  engine: number;
  /** What the page's own thread holds more than before. */
  page: number;
}

export async function run(products: number, visit: readonly number[]): Promise<MemoryResult> {
  const before = await measureMemory();
  const shop = await openShop(products);
  for (const place of visit) {
    await shop.track({ name: 'view_item', items: [{ item_id: `sku-${place}` }] });
    await shop.recommend({ limit: 12 });
  }
  const after = await measureMemory();
  await shop.close();
  return { products, engine: after.workers + (await vectorBytes(products)), page: after.page - before.page };
}
