import { openShop } from '../shop/open-shop.ts';

interface Memory {
  bytes: number;
  breakdown: { bytes: number; attribution: { scope: string }[] }[];
}

declare global {
  interface Performance {
    measureUserAgentSpecificMemory(): Promise<Memory>;
  }
}

export interface MemoryResult {
  products: number;
  /** Bytes of the engine worker's heap and buffers, after a garbage collection. */
  engine: number;
  /** What the page's own thread holds more than before. */
  page: number;
}

export async function run(products: number, visit: readonly number[]): Promise<MemoryResult> {
  const before = await measure();
  const shop = await openShop(products);
  for (const place of visit) {
    await shop.track({ name: 'view_item', items: [{ item_id: `sku-${place}` }] });
    await shop.recommend({ limit: 12 });
  }
  const after = await measure();
  await shop.close();
  return { products, engine: after.workers, page: after.page - before.page };
}

async function measure(): Promise<{ workers: number; page: number }> {
  const { breakdown } = await performance.measureUserAgentSpecificMemory();
  const of = (scope: string): number =>
    breakdown.reduce(
      (sum, { bytes, attribution }) => sum + (attribution.some((where) => where.scope === scope) ? bytes : 0),
      0,
    );
  return { workers: of('DedicatedWorkerGlobalScope'), page: of('Window') };
}
