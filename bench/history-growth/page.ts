import { openClicker } from '../click/clicker.ts';
import { inTurn } from '../harness/measure.ts';
import { type Timing, timingOf } from '../harness/order-statistics.mjs';
import { openShop } from '../shop/open-shop.ts';

/** Items that one GA4 payload may hold. */
const PAYLOAD = 200;

export interface HistoryResult {
  /** Interactions stored when the measured clicks begin. */
  length: number;
  click: Timing;
  engine: { median: number };
}

/** Clicks of a visitor with ever longer histories, in one shop. @param lengths ascending */
export async function run(
  products: number,
  visit: readonly number[],
  lengths: readonly number[],
  rounds: { warmUp: number; counted: number },
): Promise<HistoryResult[]> {
  const shop = await openShop(products);
  const { click, taken } = openClicker(shop, visit);
  const results: HistoryResult[] = [];
  for (const length of lengths) {
    for (let { interactions } = await shop.status(); interactions < length; ) {
      const items = Array.from({ length: Math.min(PAYLOAD, length - interactions) }, (_, i) => ({
        item_id: `sku-${visit[(interactions + i) % visit.length]}`,
      }));
      interactions += (await shop.track({ name: 'view_item', items })).stored;
    }
    const timings = await inTurn({ click }, rounds);
    results.push({
      length,
      click: timings.click,
      engine: { median: timingOf(taken.splice(0).slice(rounds.warmUp)).median },
    });
  }
  await shop.close();
  return results;
}
