import type { CollectedEvent, CollectedItem } from './collected-event.ts';

/** Where a product was met. */
export interface Origin {
  list: string;
  placement: string;
  rule?: string;
  experiment?: string;
  variant?: string;
  team?: string;
}

/** One thing that happened, with the list that it is put down to. */
export type Outcome =
  | { kind: 'list'; at: number; origin: Origin }
  | { kind: 'view' | 'click' | 'cart'; at: number; product: string; origin?: Origin }
  | { kind: 'order'; at: number; product: string; origin?: Origin; value: number; priced: boolean }
  | { kind: 'exposure'; at: number; experiment: string; variant: string };

/** Of each product of an event, the list that it is put down to. */
export type Credited = readonly (Origin | undefined)[];

/** The name of lists whose events say nothing of their placement. */
export const UNNAMED = 'unnamed';

/**
 * What one visitor did, each cart and purchase put down to the list in which the product was last chosen, within the window: the last
 * touch. A view of a product in a list counts once a list, as does a choice. Events that say themselves to which list they are put
 * down, as those do that a page reports, come out the same.
 */
export class Attribution {
  readonly #window: number;
  readonly #refuse: (reason: string) => void;
  readonly #outcomes: Outcome[] = [];
  readonly #lists = new Map<string, Origin>();
  /** Products as each list had them: what a click does not say, the list said. */
  readonly #shown = new Map<string, Origin>();
  readonly #counted = new Set<string>();
  /** By product, when and how it was last chosen from a list. */
  readonly #touches = new Map<string, { at: number; item: CollectedItem }>();
  readonly #transactions = new Map<string, Outcome[]>();

  /** @param window milliseconds @param refuse called with the reason why an event does not count */
  constructor(window: number, refuse: (reason: string) => void) {
    this.#window = window;
    this.#refuse = refuse;
  }

  get outcomes(): readonly Outcome[] {
    return this.#outcomes;
  }

  /** Takes the next event; they come oldest first. */
  take(event: CollectedEvent): Credited {
    const { name, at, items, transaction, exposure } = event;
    if (exposure !== undefined) this.#outcomes.push({ kind: 'exposure', at, ...exposure });
    if (name === 'refund') {
      this.#refund(event);
      return [];
    }
    if (name === 'purchase' && transaction !== undefined && !this.#once('purchase', transaction)) {
      this.#refuse('of a purchase that is there already (transaction_id)');
      return items.map((item) => this.#originOf(item) ?? this.#touchOf(item.product, at));
    }
    return items.map((item) => {
      if (name === 'view_item_list') return this.#see(item, at);
      const origin = this.#originOf(item);
      if (origin !== undefined && name !== 'purchase') this.#touch(item, at, origin);
      const credited = origin ?? this.#touchOf(item.product, at);
      if (name === 'add_to_cart') {
        this.#outcomes.push({ kind: 'cart', at, product: item.product, ...(credited && { origin: credited }) });
      }
      if (name === 'purchase') this.#order(item, at, credited, transaction);
      return name === 'add_to_cart' || name === 'purchase' ? credited : origin;
    });
  }

  #see(item: CollectedItem, at: number): Origin | undefined {
    const { product } = item;
    const origin = this.#originOf(item);
    if (origin === undefined) return undefined;
    if (this.#once('list', origin.list)) {
      const { rule: _, team: __, ...ofList } = origin;
      this.#lists.set(origin.list, ofList);
      this.#outcomes.push({ kind: 'list', at, origin: ofList });
    }
    this.#shown.set(JSON.stringify([origin.list, product]), origin);
    if (this.#once('view', origin.list, product)) this.#outcomes.push({ kind: 'view', at, product, origin });
    return origin;
  }

  /** A choice counts once a list, and one that is told again, as carts tell it, is no later touch. */
  #touch(item: CollectedItem, at: number, origin: Origin): void {
    const { product } = item;
    if (this.#touchOf(product, at)?.list !== origin.list) this.#touches.set(product, { at, item });
    if (this.#once('click', origin.list, product)) this.#outcomes.push({ kind: 'click', at, product, origin });
  }

  #order({ product, price, quantity }: CollectedItem, at: number, origin?: Origin, transaction?: string): void {
    const order: Outcome = {
      kind: 'order',
      at,
      product,
      ...(origin && { origin }),
      value: (price ?? 0) * quantity,
      priced: price !== undefined,
    };
    this.#outcomes.push(order);
    if (transaction !== undefined) {
      this.#transactions.set(transaction, [...(this.#transactions.get(transaction) ?? []), order]);
    }
  }

  /** Takes back an order, or those of its products that are named. */
  #refund({ transaction, items }: CollectedEvent): void {
    const orders = transaction === undefined ? undefined : this.#transactions.get(transaction);
    if (orders === undefined) {
      this.#refuse('of a refund whose purchase is not there (transaction_id)');
      return;
    }
    const products = new Set(items.map(({ product }) => product));
    for (const order of orders) {
      if (order.kind !== 'order' || (products.size > 0 && !products.has(order.product))) continue;
      const at = this.#outcomes.indexOf(order);
      if (at >= 0) this.#outcomes.splice(at, 1);
    }
  }

  #originOf({ product, list, placement, rule, experiment, variant, team }: CollectedItem): Origin | undefined {
    if (list === undefined) return undefined;
    const known = this.#shown.get(JSON.stringify([list, product])) ?? this.#lists.get(list);
    const own = { placement, rule, experiment, variant, team };
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    return { list, placement: UNNAMED, ...known, ...given };
  }

  #touchOf(product: string, at: number): Origin | undefined {
    const last = this.#touches.get(product);
    return last !== undefined && at - last.at <= this.#window ? this.#originOf(last.item) : undefined;
  }

  #once(...key: string[]): boolean {
    const text = JSON.stringify(key);
    return !this.#counted.has(text) && this.#counted.add(text) !== undefined;
  }
}
