import { createRecommender } from '../../src/index.ts';
import EngineWorker from '../../workers/engine.worker.ts?worker';
import { openClicker } from '../click/clicker.ts';
import { addresses } from '../shop/open-shop.ts';

/** Clicks that are made, each marked in the trace from its beginning to the shelf in the document. */
export async function trace(products: number, visit: readonly number[], rounds: { warmUp: number; counted: number }) {
  const shop = await createRecommender({
    ...addresses(products),
    database: 'bench-trace',
    deadline: 60_000,
    workers: { engine: () => new EngineWorker({ name: 'vitrine-engine' }) },
  });
  while ((await shop.status()).pack === null) await new Promise((resolve) => setTimeout(resolve, 20));
  const { click } = openClicker(shop, visit);
  for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
    const counts = round >= rounds.warmUp;
    if (counts) performance.mark('click-begins');
    await click();
    if (counts) performance.mark('click-ends');
    // The browser draws, and the engine does what it left for after the list.
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await shop.close();
}
