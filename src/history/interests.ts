import type { InteractionName, StoredInteraction } from '../contract/interaction.ts';
import type { ProductId } from '../contract/product.ts';

/*
 * How interactions become what the models read, one entry an interaction, oldest first:
 *
 *   view_item, add_to_cart, add_to_wishlist, purchase   count, each time.
 *   select_item        counts: a click in a list. A view of the same product right after it in the same session is the
 *                      same click seen twice (GA4 sends both), and counts once.
 *   view_item_list     does not count: being shown is not interest. Products shown are not seen products either.
 *   remove_from_cart   takes back the latest add_to_cart of the product; that it was looked at stays.
 *   dismiss            takes back all interest in the product, and it is not shown again until the visitor turns to it.
 *   search             does not count.
 */
const COUNTING: ReadonlySet<InteractionName> = new Set([
  'select_item',
  'view_item',
  'add_to_cart',
  'add_to_wishlist',
  'purchase',
]);

/** Whether an interaction of this name is interest in its product. */
export function showsInterest(name: InteractionName): boolean {
  return COUNTING.has(name);
}

export type Interest = Pick<StoredInteraction, 'name' | 'product' | 'session'>;

/** A visitor's interests, built from interactions in their order, one at a time. */
export class Interests {
  /** Oldest first. */
  list: Interest[] = [];
  /** Another number: `list` changed elsewhere than at its end. */
  revision = 0;
  /** Products that the visitor showed interest in, whatever became of it. */
  readonly seen = new Set<ProductId>();
  readonly dismissed = new Set<ProductId>();

  add({ name, product, session }: Interest): void {
    if (name === 'dismiss') {
      this.dismissed.add(product);
      this.#keep((interest) => interest.product !== product);
    } else if (name === 'remove_from_cart') {
      const added = this.list.findLast((interest) => interest.product === product && interest.name === 'add_to_cart');
      if (added !== undefined) this.#keep((interest) => interest !== added);
    } else if (showsInterest(name)) {
      this.seen.add(product);
      this.dismissed.delete(product);
      const last = this.list.at(-1);
      const clicked = last?.name === 'select_item' && last.product === product && last.session === session;
      if (name !== 'view_item' || !clicked) this.list.push({ name, product, session });
    }
  }

  #keep(kept: (interest: Interest) => boolean): void {
    const list = this.list.filter(kept);
    if (list.length === this.list.length) return;
    this.list = list;
    this.revision++;
  }
}
