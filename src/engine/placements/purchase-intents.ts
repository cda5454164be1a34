import type { IntentOptions } from '../../pack/sections/response.ts';
import type { Action } from '../ranking/response/activity.ts';

/** One thing that a visitor did with a product. */
export interface Done {
  item: number;
  action: Action;
}

/**
 * How much each product that a visitor met is likely to be bought next; comparable within one visitor only. Nothing is 0.
 * @param done oldest first
 */
export function purchaseIntents(done: readonly Done[], { decay, carts, bought }: IntentOptions): Map<number, number> {
  const strengths = { views: 1, carts, purchases: carts };
  const intents = new Map<number, number>();
  const owned = new Set<number>();
  let weight = 1;
  for (let i = done.length - 1; i >= 0; i--) {
    const { item, action } = done[i];
    if (i + 1 < done.length && item !== done[i + 1].item) weight = Math.max(weight * decay, Number.MIN_VALUE);
    intents.set(item, (intents.get(item) ?? 0) + weight * strengths[action]);
    if (action === 'purchases') owned.add(item);
  }
  for (const item of owned) intents.set(item, intents.get(item)! * bought || Number.MIN_VALUE);
  return intents;
}
