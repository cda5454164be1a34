import { inTurn } from '../harness/measure.ts';
import { rounded, type Timing } from '../harness/order-statistics.mjs';
import { openShop } from '../shop/open-shop.ts';

const LIMIT = 12;
/** Departments of the simulated shop. */
const DEPARTMENTS = 20;

export interface ShelvesResult {
  shelves: number;
  /** From the click to the last of the lists, all without a filter. */
  alike: Timing;
  /** The same where each shelf keeps to a department of its own. */
  filtered: Timing;
  /** Milliseconds inside the engine, of one list: mean over the shelves, without and with a filter. */
  engine: { alike: number; filtered: number };
}

/** A click on a page of ever more shelves, each of which asks for its own list when the click is stored. */
export async function run(
  products: number,
  visit: readonly number[],
  counts: readonly number[],
  rounds: { warmUp: number; counted: number },
): Promise<ShelvesResult[]> {
  const shop = await openShop(products);
  let next = 0;
  const clicker = (shelves: number, filtered: boolean, taken: number[]) => async (): Promise<void> => {
    const id = `sku-${visit[next++ % visit.length]}`;
    await shop.track({ name: 'view_item', items: [{ item_id: id }] });
    const lists = await Promise.all(
      Array.from({ length: shelves }, (_, shelf) =>
        shop.recommend({
          placement: `shelf-${shelf}`,
          limit: LIMIT,
          ...(filtered && { filter: { categories: [`Department ${shelf % DEPARTMENTS}`] } }),
        }),
      ),
    );
    for (const { items, took } of lists) {
      if (items.length !== LIMIT) throw new Error(`a list of ${items.length}`);
      if (items.some((item) => item.id === id)) throw new Error('the list does not know of the click');
      taken.push(took);
    }
  };
  const results: ShelvesResult[] = [];
  for (const shelves of counts) {
    const taken = { alike: [] as number[], filtered: [] as number[] };
    const { alike, filtered } = await inTurn(
      { alike: clicker(shelves, false, taken.alike), filtered: clicker(shelves, true, taken.filtered) },
      rounds,
    );
    const mean = (values: readonly number[]): number => rounded(values.reduce((a, b) => a + b, 0) / values.length);
    const engine = { alike: mean(taken.alike), filtered: mean(taken.filtered) };
    results.push({ shelves, alike, filtered, engine });
  }
  await shop.close();
  return results;
}
