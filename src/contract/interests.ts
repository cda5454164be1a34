import type { StoredInteraction } from './interaction.ts';
import type { ProductId } from './product.ts';

/*
 * How interactions become what the models read, oldest first; logs that a pack is trained from are read alike:
 *
 *   select_item, view_item, add_to_cart, add_to_wishlist, purchase
 *                      count. A run of them with one product is one interest, named after the last: a click, the view
 *                      that follows it, a reload and the purchase tell of one product once.
 *   remove_from_cart   leaves the product as one that was looked at, and so does refund.
 *   dismiss            takes back all interest in the product, and it is not shown again until the visitor turns to it.
 *   undo_dismiss       lets it be shown again; the interest that was taken back stays so.
 *
 * What names no single product (searches, lists that were seen) does not count: being shown is not interest.
 */

/** The interests that a history amounts to. */
export function interestsOf<TInterest extends Interest>(history: readonly TInterest[]): TInterest[] {
  const interests = new Interests<TInterest>();
  for (const interaction of history) interests.add(interaction);
  return interests.list;
}

export type Interest = Pick<StoredInteraction, 'name' | 'product' | 'session'>;

/** A visitor's interests, built from interactions in their order, one at a time. */
export class Interests<TInterest extends Interest = Interest> {
  /** Oldest first. */
  list: TInterest[] = [];
  /** Another number: `list` changed elsewhere than at its end, where entries are added and the last may be replaced. */
  revision = 0;
  /** Products that the visitor showed interest in, whatever became of it. */
  readonly seen = new Set<ProductId>();
  readonly dismissed = new Set<ProductId>();

  add(interest: TInterest): void {
    const { name, product } = interest;
    if (name === 'dismiss') {
      this.dismissed.add(product);
      this.#keep((interest) => interest.product !== product);
    } else if (name === 'undo_dismiss') {
      this.dismissed.delete(product);
    } else if (name === 'remove_from_cart' || name === 'refund') {
      const taken = name === 'refund' ? 'purchase' : 'add_to_cart';
      const at = this.list.findLastIndex((interest) => interest.product === product && interest.name === taken);
      if (at >= 0) this.#replace(at, { ...this.list[at], name: 'view_item' });
    } else {
      this.seen.add(product);
      this.dismissed.delete(product);
      const last = this.list.length - 1;
      if (this.list[last]?.product === product) this.#replace(last, interest);
      else this.list.push(interest);
    }
  }

  #replace(at: number, interest: TInterest): void {
    this.list[at] = interest;
    if (at < this.list.length - 1) this.revision++;
  }

  #keep(kept: (interest: TInterest) => boolean): void {
    const list = this.list.filter(kept);
    if (list.length === this.list.length) return;
    this.list = list;
    this.revision++;
  }
}
