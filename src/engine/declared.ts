import type { WireError } from '../contract/errors.ts';
import type { Rule } from '../contract/recommendation.ts';
import type { BrowseEvent, TrackReport } from '../contract/visitor-event.ts';
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

/**
 * Records what a visitor declares, of which nothing is known: the gate checks it. A list that is none has one wrong event.
 * @returns what could not be used; an error of this script would not be recognised over there
 */
export async function declare(
  declarations: unknown,
  record: (events: BrowseEvent[]) => Promise<TrackReport>,
): Promise<WireError | undefined> {
  const given = Array.isArray(declarations) ? declarations : [declarations];
  const { refused } = await record(
    given.map((one, i) => ({
      name: 'declare_interest',
      id: crypto.randomUUID(),
      of: one?.kind,
      interest: one?.name,
      wish: one?.wish,
      // Of two about the same the later holds.
      at: Date.now() - given.length + i,
    })),
  );
  if (refused.length === 0) return undefined;
  const [{ index, message: remedy }] = refused;
  return { code: 'bad-options', message: `Interest ${index} cannot be used.`, remedy };
}
