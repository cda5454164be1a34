import type { LogReport } from '../log/log-report.ts';
import type { CollectedEvent, CollectedItem } from './collected-events.ts';

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

/** The name of lists whose events say nothing of their placement. */
const UNNAMED = 'unnamed';

/**
 * What one visitor did, in order, each cart and purchase put down to the list in which the product was last chosen, within the
 * window: the last touch. A view of a product in a list counts once a list, as does a choice.
 * @param events of this visitor, oldest first @param window milliseconds
 */
export function attribute(events: readonly CollectedEvent[], window: number, report: LogReport): Outcome[] {
  const outcomes: Outcome[] = [];
  const lists = new Map<string, Origin>();
  /** Products as each list had them: what a click does not say, the list said. */
  const shown = new Map<string, Origin>();
  const counted = new Set<string>();
  const touches = new Map<string, { at: number; origin: Origin }>();
  const transactions = new Map<string, Outcome[]>();
  const once = (...key: string[]): boolean => {
    const text = JSON.stringify(key);
    return !counted.has(text) && counted.add(text) !== undefined;
  };

  const originOf = ({
    product,
    list,
    placement,
    rule,
    experiment,
    variant,
    team,
  }: CollectedItem): Origin | undefined => {
    if (list === undefined) return undefined;
    const known = shown.get(JSON.stringify([list, product])) ?? lists.get(list);
    const own = { placement, rule, experiment, variant, team };
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    return { list, placement: UNNAMED, ...known, ...given };
  };
  const touchOf = (product: string, at: number): Origin | undefined => {
    const touch = touches.get(product);
    return touch !== undefined && at - touch.at <= window ? touch.origin : undefined;
  };

  for (const event of events) {
    const { name, at, items, transaction, exposure } = event;
    if (exposure !== undefined) outcomes.push({ kind: 'exposure', at, ...exposure });
    if (name === 'refund') {
      refund(event);
      continue;
    }
    if (name === 'purchase' && transaction !== undefined && !once('purchase', transaction)) {
      report.refuse('of a purchase that is there already (transaction_id)');
      continue;
    }
    for (const item of items) {
      const { product } = item;
      const origin = originOf(item);
      if (name === 'view_item_list') {
        if (origin === undefined) continue;
        if (once('list', origin.list)) {
          const { rule: _, team: __, ...ofList } = origin;
          lists.set(origin.list, ofList);
          outcomes.push({ kind: 'list', at, origin: ofList });
        }
        shown.set(JSON.stringify([origin.list, product]), origin);
        if (once('view', origin.list, product)) outcomes.push({ kind: 'view', at, product, origin });
        continue;
      }
      if (origin !== undefined) {
        touches.set(product, { at, origin });
        if (name !== 'purchase' && once('click', origin.list, product)) {
          outcomes.push({ kind: 'click', at, product, origin });
        }
      }
      if (name === 'add_to_cart') outcomes.push({ kind: 'cart', at, product, origin: touchOf(product, at) });
      if (name !== 'purchase') continue;
      const order: Outcome = {
        kind: 'order',
        at,
        product,
        origin: touchOf(product, at),
        value: (item.price ?? 0) * item.quantity,
        priced: item.price !== undefined,
      };
      outcomes.push(order);
      if (transaction !== undefined) transactions.set(transaction, [...(transactions.get(transaction) ?? []), order]);
    }
  }
  return outcomes;

  /** Takes back an order, or those of its products that are named. */
  function refund({ transaction, items }: CollectedEvent): void {
    const orders = transaction === undefined ? undefined : transactions.get(transaction);
    if (orders === undefined) {
      report.refuse('of a refund whose purchase is not there (transaction_id)');
      return;
    }
    const products = new Set(items.map(({ product }) => product));
    for (const order of orders) {
      if (order.kind !== 'order' || (products.size > 0 && !products.has(order.product))) continue;
      const at = outcomes.indexOf(order);
      if (at >= 0) outcomes.splice(at, 1);
    }
  }
}
