import type { Shelf } from './placement.ts';
import type { Purchase } from './repurchase.ts';

/** What the visitor bought and did not give back, oldest first; the purchases of one session are one order. */
export function purchasesOf({ history, catalogue }: Pick<Shelf, 'history' | 'catalogue'>): Purchase[] {
  const purchases: Purchase[] = [];
  for (const { name, product, session } of history) {
    const item = catalogue.itemOf(product);
    if (item === undefined) continue;
    if (name === 'purchase') purchases.push({ item, order: session });
    else if (name === 'refund') {
      const at = purchases.findLastIndex((purchase) => purchase.item === item);
      if (at >= 0) purchases.splice(at, 1);
    }
  }
  return purchases;
}
