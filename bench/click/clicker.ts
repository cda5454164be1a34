import type { RecommendationList, RecommendQuery } from '../../src/contract/recommendation.ts';
import type { Recommender } from '../../src/index.ts';

const LIMIT = 12;

export interface Clicker {
  /** From the click to the shelf in the document. */
  click(): Promise<void>;
  /** Milliseconds inside the engine that each list took. */
  taken: number[];
  /** Lists so far that gave the click just made as a reason. */
  answered(): number;
}

/**
 * A visitor who clicks, by the public API, and checks what comes.
 * @param visit places in the feed, in order @param queryOf what is asked after a click on a product, beside how many. Default: nothing
 */
export function openClicker(
  shop: Recommender,
  visit: readonly number[],
  queryOf: (product: string) => RecommendQuery = () => ({}),
): Clicker {
  const shelf = document.createElement('ul');
  document.body.append(shelf);
  const taken: number[] = [];
  let answered = 0;
  let next = 0;
  const click = async (): Promise<void> => {
    const id = `sku-${visit[next++ % visit.length]}`;
    const report = await shop.track({ name: 'view_item', items: [{ item_id: id }] });
    const list = await shop.recommend({ ...queryOf(id), limit: LIMIT });
    render(shelf, list);
    if (report.stored !== 1 || !report.durable) throw new Error('a click was not stored');
    if (list.items.length !== LIMIT) throw new Error(`a list of ${list.items.length}`);
    if (list.items.some((item) => item.id === id)) throw new Error('the list does not know of the click');
    if (list.items.some(({ reasons }) => reasons.some((reason) => 'product' in reason && reason.product === id)))
      answered++;
    taken.push(list.took);
  };
  return { click, taken, answered: () => answered };
}

function render(shelf: HTMLElement, list: RecommendationList): void {
  shelf.replaceChildren(
    ...list.items.map(({ product }) => {
      const item = document.createElement('li');
      item.textContent = `${product.title} ${product.price}`;
      return item;
    }),
  );
}
