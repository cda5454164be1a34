import type { Rule } from '../contract/recommendation.ts';
import type { BrowseEvent } from '../contract/visitor-event.ts';
import type { Declaration, Wish } from '../contract/visitor-profile.ts';

type Declaring = Omit<Declaration, 'wish'> & { wish: Exclude<Wish, 'as-before'> };

/** How much the scores of products are multiplied by, of which the visitor wants less, or more: beside a history, or alone. */
const LESS = 0.05;
const MORE = 4;
const MORE_ALONE = 20;

/** What the visitor declared to be interested in. They act as rules of lists that are for the visitor. */
export class Declared {
  readonly #wishes = new Map<string, Declaring>();

  /** @param browsing newest first: what was said last holds */
  constructor(browsing: readonly BrowseEvent[] = []) {
    for (const event of browsing.toReversed()) this.add(event);
  }

  add(event: BrowseEvent): void {
    if (event.name !== 'declare_interest') return;
    const { of: kind, interest: name, wish } = event;
    const key = `${kind} ${name}`;
    if (wish === 'as-before') this.#wishes.delete(key);
    else this.#wishes.set(key, { kind, name, wish });
  }

  all(): readonly Declaring[] {
    return [...this.#wishes.values()];
  }

  /** @param known whether the visitor has a history */
  rules(known: boolean): Rule[] {
    const factors = { less: LESS, more: known ? MORE : MORE_ALONE };
    return this.all().map(({ kind, name, wish }) => ({
      kind: 'boost',
      id: `${wish}:${kind}:${name}`,
      where: kind === 'brand' ? { brands: [name] } : { categories: [name] },
      factor: factors[wish],
    }));
  }
}
