import type { InteractionName } from '../../contract/interaction.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import { INTENTS } from '../../pack/sections/response.ts';
import { actionOf } from '../ranking/response/activity.ts';
import type { CandidateSource } from '../sources/candidate-source.ts';
import { listed } from './listed-source.ts';
import { type Placement, type Shelf, stepOf } from './placement.ts';
import { type Done, purchaseIntents } from './purchase-intents.ts';
import { purchasesOf } from './purchases.ts';
import { repurchaseScores } from './repurchase.ts';

/**
 * What the visitor met. Where the pack has learned what actions say of the next purchase, the likeliest purchase comes first;
 * else what was bought, by how often and how lately, and then what was looked at, the latest first. Of a stranger nothing.
 */
export const again: Placement = {
  name: 'again',
  defaults: { seen: 'include' },
  plan: (shelf) => ({
    steps: [
      ...stepOf(shelf, intended(shelf)),
      // What is on the list already is not put there again.
      ...stepOf(shelf, listed('again', repurchaseScores(purchasesOf(shelf)))),
      ...stepOf(shelf, viewed(shelf)),
    ],
    reasons: (id) => ({
      kind: 'again',
      bought: purchasesOf(shelf).some(({ item }) => shelf.catalogue.idOf(item) === id),
    }),
    sparse: true,
  }),
};

/** What the pack learned is read when it is asked; where that is corrupt, it fails as a source does. */
function intended(shelf: Shelf): CandidateSource | undefined {
  const learned = shelf.pack?.sections.response?.options.intents;
  if (learned === undefined) return undefined;
  return {
    name: 'usual',
    retrieve(context, limit) {
      const options = plain.read(INTENTS, learned, corruptPack, 'response.intents');
      const intents = [...purchaseIntents(doneBy(shelf), options)].sort((a, b) => b[1] - a[1]);
      // Places instead of intents: after a long history these fall below what a list can tell apart.
      return listed('usual', new Map(intents.map(([item], place) => [item, 1 / (place + 1)]))).retrieve(context, limit);
    },
  };
}

/** What was taken back, from the cart or to the shop, is left as a look. */
function doneBy({ history, catalogue }: Shelf): Done[] {
  const done: Done[] = [];
  for (const { name, product } of history) {
    const item = catalogue.itemOf(product);
    if (item === undefined) continue;
    const action = actionOf(name);
    if (action) done.push({ item, action });
    else if (name === 'remove_from_cart' || name === 'refund') {
      const taken = name === 'refund' ? 'purchases' : 'carts';
      const at = done.findLastIndex((one) => one.item === item && one.action === taken);
      if (at >= 0) done[at] = { item, action: 'views' };
    }
  }
  return done;
}

const LOOKS: ReadonlySet<InteractionName> = new Set(['select_item', 'view_item', 'add_to_cart', 'add_to_wishlist']);

function viewed({ history, catalogue }: Shelf): CandidateSource {
  const scores = new Map<number, number>();
  for (const [i, { name, product }] of history.entries()) {
    const item = catalogue.itemOf(product);
    if (item !== undefined && LOOKS.has(name)) scores.set(item, (i + 1) / history.length);
  }
  return listed('viewed', scores);
}
