import type { ListFigures, ListReport } from '../contract/list-report.ts';
import { Attribution, type Origin, type Outcome } from './attribution.ts';
import type { CollectedEvent } from './collected-event.ts';

const DAY_MS = 86_400_000;
const DEFAULT_WINDOW = 7;
export const DEFAULT_WINDOW_MS = DEFAULT_WINDOW * DAY_MS;

type Counts = Omit<ListFigures, 'clickRate' | 'purchaseRate'>;

/** Counts what lists brought, visitor by visitor: the same table in the page and of the events of many pages. */
export class ListTable {
  readonly #refuse: (reason: string) => void;
  readonly #window: number;
  readonly #currency: string | undefined;
  readonly #shop = { carts: 0, purchases: 0, value: 0 };
  readonly #lists = noCounts();
  readonly #placements = new Map<string, Counts>();
  readonly #rules = new Map<string, Counts>();
  readonly #variants = new Map<string, Counts & { experiment: string; variant: string }>();
  #events = 0;
  #unpriced = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = 0;

  /**
   * @param window days. Default 7 @param currency that values are in. Default: purchases in any count
   * @param refuse called with the reason why an event does not count
   */
  constructor(window: number | undefined, currency: string | undefined, refuse: (reason: string) => void) {
    this.#window = window ?? DEFAULT_WINDOW;
    this.#currency = currency;
    this.#refuse = refuse;
  }

  /** @param events of one visitor, oldest first; at least one. @returns what came of them */
  add(events: readonly CollectedEvent[]): readonly Outcome[] {
    this.#events += events.length;
    this.#first = Math.min(this.#first, events[0].at);
    this.#last = Math.max(this.#last, events[events.length - 1].at);
    const inCurrency = events.filter((event) => this.#isInCurrency(event));
    const attribution = new Attribution(this.#window * DAY_MS, this.#refuse);
    for (const event of inCurrency) attribution.take(event);
    const { outcomes } = attribution;
    for (const outcome of outcomes) {
      if (outcome.kind === 'cart') this.#shop.carts++;
      if (outcome.kind === 'order') {
        this.#shop.purchases++;
        this.#shop.value += outcome.value;
        this.#unpriced += Number(!outcome.priced);
      }
      const origin = outcome.kind === 'exposure' ? undefined : outcome.origin;
      if (origin !== undefined) for (const counts of this.#countsOf(origin)) count(counts, outcome);
    }
    this.#countRuledLists(outcomes);
    return outcomes;
  }

  /** @param remarks of the reading, which come first */
  report(remarks: readonly string[] = []): ListReport {
    const { purchases } = this.#shop;
    const unpriced = `${this.#unpriced} of ${purchases} products bought have no price: their value counts as 0.`;
    return {
      from: dayOf(this.#first),
      to: dayOf(this.#last),
      events: this.#events,
      ...(this.#currency === undefined ? {} : { currency: this.#currency }),
      window: this.#window,
      shop: { ...this.#shop },
      lists: withRates(this.#lists),
      placements: rows(this.#placements),
      rules: rows(this.#rules),
      variants: [...this.#variants.values()]
        .map(withRates)
        .sort((a, b) => compare(a.experiment, b.experiment) || compare(a.variant, b.variant)),
      remarks: this.#unpriced > 0 ? [...remarks, unpriced] : remarks,
    };
  }

  *#countsOf({ placement, rule, experiment, variant }: Origin): Generator<Counts> {
    yield this.#lists;
    yield countsOf(this.#placements, placement, noCounts);
    if (rule !== undefined) yield countsOf(this.#rules, rule, noCounts);
    if (experiment === undefined || variant === undefined) return;
    yield countsOf(this.#variants, JSON.stringify([experiment, variant]), () => ({
      experiment,
      variant,
      ...noCounts(),
    }));
  }

  /** Lists in which a rule moved something: which these are the products in them say. */
  #countRuledLists(outcomes: readonly Outcome[]): void {
    const pairs = new Map<string, string>();
    for (const outcome of outcomes) {
      if (outcome.kind !== 'view' || outcome.origin?.rule === undefined) continue;
      pairs.set(JSON.stringify([outcome.origin.list, outcome.origin.rule]), outcome.origin.rule);
    }
    for (const rule of pairs.values()) countsOf(this.#rules, rule, noCounts).lists++;
  }

  /** Purchases in other currencies cannot be added up with these. */
  #isInCurrency({ name, currency }: CollectedEvent): boolean {
    const wanted = this.#currency;
    const fits = name !== 'purchase' || currency === undefined || wanted === undefined || currency === wanted;
    if (!fits) this.#refuse(`of a purchase in ${currency}, not ${wanted}`);
    return fits;
  }
}

/** The currency of most purchases; `undefined` where none names one. */
export function mostCommonCurrency(events: readonly CollectedEvent[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { name, currency } of events) {
    if (name === 'purchase' && currency !== undefined) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || compare(a, b))[0]?.[0];
}

/** Oldest first; of what was done at the same time, what was seen comes before what was chosen. */
export function inOrder<TEvent extends CollectedEvent>(events: readonly TEvent[]): TEvent[] {
  const seen = ({ name }: CollectedEvent): number => Number(name !== 'view_item_list');
  return [...events].sort((a, b) => a.at - b.at || seen(a) - seen(b));
}

function count(counts: Counts, outcome: Outcome): void {
  if (outcome.kind === 'list') counts.lists++;
  else if (outcome.kind === 'view') counts.views++;
  else if (outcome.kind === 'click') counts.clicks++;
  else if (outcome.kind === 'cart') counts.carts++;
  else if (outcome.kind === 'order') {
    counts.purchases++;
    counts.value += outcome.value;
  }
}

function countsOf<TCounts extends Counts>(all: Map<string, TCounts>, name: string, none: () => TCounts): TCounts {
  const found = all.get(name) ?? none();
  all.set(name, found);
  return found;
}

const noCounts = (): Counts => ({ lists: 0, views: 0, clicks: 0, carts: 0, purchases: 0, value: 0 });

const withRates = <TCounts extends Counts>(counts: TCounts): TCounts & ListFigures => {
  const { views, clicks, purchases } = counts;
  return { ...counts, clickRate: clicks / (views || 1), purchaseRate: purchases / (clicks || 1) };
};

/** Those that brought most first. */
const rows = (all: ReadonlyMap<string, Counts>): (ListFigures & { name: string })[] =>
  [...all]
    .map(([name, counts]) => ({ name, ...withRates(counts) }))
    .sort((a, b) => b.value - a.value || b.clicks - a.clicks || compare(a.name, b.name));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const dayOf = (at: number): string => (Number.isFinite(at) && at > 0 ? new Date(at).toISOString().slice(0, 10) : '');
