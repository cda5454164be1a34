import { clock, inTurn } from '../harness/measure.ts';
import type { Timing } from '../harness/order-statistics.mjs';
import { importPackage } from '../shop/package.ts';

export interface ImagineResult {
  /** Worker, tensor runtime and generator not there yet. */
  first: number;
  /** All from the call to pictures and neighbours on the page. */
  again: Timing;
}

const GENERATOR = '/demo/osier-imagine.safetensors';
const ROUNDS = { warmUp: 3, counted: 30 };

export async function run(pictures: number): Promise<ImagineResult> {
  const { createRecommender } = await importPackage();
  const shop = await createRecommender({
    database: `bench-imagine-${pictures}`,
    products: Array.from({ length: 50 }, (_, i) => ({ id: `mug-${String(i + 1).padStart(2, '0')}`, title: 'A mug' })),
    generators: { pictures: GENERATOR },
    neural: { backends: ['wasm'] },
    deadline: 60_000,
  });
  await shop.track({ name: 'view_item', items: [{ item_id: 'mug-01' }, { item_id: 'mug-07' }] });
  const imagine = () => shop.imagine({ count: pictures, neighbours: 3 });
  const first = await clock(imagine);
  const { again } = await inTurn({ again: imagine }, ROUNDS);
  await shop.close();
  return { first, again };
}
