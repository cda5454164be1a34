import type { InteractionName } from '../../contract/interaction.ts';
import type { CandidateSource } from '../sources/candidate-source.ts';
import { listed } from './listed-source.ts';
import { type Placement, type Shelf, stepOf } from './placement.ts';
import { purchasesOf } from './purchases.ts';
import { repurchaseScores } from './repurchase.ts';

/** What the visitor bought, by how often and how lately; then what they looked at, the latest first. Of a stranger nothing. */
export const again: Placement = {
  name: 'again',
  defaults: { seen: 'include' },
  plan: (shelf) => ({
    steps: [...stepOf(shelf, listed('again', repurchaseScores(purchasesOf(shelf)))), ...stepOf(shelf, viewed(shelf))],
    sparse: true,
  }),
};

const LOOKS: ReadonlySet<InteractionName> = new Set(['select_item', 'view_item', 'add_to_cart', 'add_to_wishlist']);

function viewed({ history, catalogue }: Shelf): CandidateSource {
  const scores = new Map<number, number>();
  for (const [i, { name, product }] of history.entries()) {
    const item = catalogue.itemOf(product);
    if (item !== undefined && LOOKS.has(name)) scores.set(item, (i + 1) / history.length);
  }
  return listed('viewed', scores);
}
