import type {
  InteractionName,
  RecommendationList,
  Recommender,
  RecommendQuery,
  TrackReport,
  VitrineError,
} from 'vitrine';
import type { FeedUnderstanding, LoggedShopper, LogUnderstanding } from '../../studio/workbench.ts';
import { Basket } from './basket.ts';
import { type Goods, Range } from './goods.ts';
import { messages } from './language.ts';
import { RuleBook } from './rule-book.ts';

/** One list that the page showed, for the panel. */
export interface ShownList {
  list: RecommendationList<Goods>;
  /** Milliseconds from asking to having, the threads' border included. */
  trip: number;
}

/** A shop that a visitor brought, and what was understood of its files. */
export interface OwnShop {
  /** The feed's file, without its ending, or as the visitor named it. */
  name: string;
  feed: FeedUnderstanding;
  log: LogUnderstanding | undefined;
  /** The busiest of the log. */
  shoppers: readonly LoggedShopper[];
  /** Keeps another name. */
  rename: (name: string) => Promise<void>;
}

export interface ShopSource {
  /** Name of its database: each shop has its own history and basket. */
  database: string;
  goods: readonly Goods[];
  /** Of a shop that the visitor brought. */
  own?: OwnShop;
}

/** A shop that is open: its range, its recommender, and what the visitor has in hand. */
export class Shop {
  readonly own: OwnShop | undefined;
  readonly range: Range;
  readonly recommender: Recommender<Goods>;
  readonly basket: Basket;
  readonly ruleBook: RuleBook;
  /** The latest list of each place on the page. */
  readonly lists = new Map<string, ShownList>();
  readonly problems: VitrineError[] = [];
  readonly #closing = new AbortController();
  readonly #onName = new Set<() => void>();
  readonly #onList = new Set<(name: string) => void>();

  constructor({ database, goods, own }: ShopSource, recommender: Recommender<Goods>) {
    this.own = own;
    this.range = new Range(goods);
    this.recommender = recommender;
    this.basket = new Basket(database);
    this.ruleBook = new RuleBook(database);
    recommender.on('problem', (problem) => this.problems.push(problem));
    // Wherever the visitor asked for it: what the shop itself remembers goes too.
    recommender.on('change', ({ reason }) => {
      if (reason === 'erase') this.basket.erase();
    });
  }

  /** What stands over the door. */
  get name(): string {
    return this.own?.name ?? messages().shopName;
  }

  /** Of a visitor's own shop. */
  async rename(name: string): Promise<void> {
    if (this.own === undefined) return;
    this.own.name = name;
    for (const listener of [...this.#onName]) listener();
    await this.own.rename(name);
  }

  /** Calls `listener` when the shop has another name. */
  onName(listener: () => void, signal: AbortSignal): void {
    this.#onName.add(listener);
    signal.addEventListener('abort', () => this.#onName.delete(listener));
  }

  /** Aborted when the visitor leaves this shop for another. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Tells the recommender, in GA4's words, what the visitor did. */
  track(
    name: InteractionName,
    ids: readonly string[],
    { list, quantity }: { list?: string | undefined; quantity?: number } = {},
  ): Promise<TrackReport> {
    return this.recommender.track({
      name,
      items: ids.map((item_id) => ({ item_id, ...(quantity === undefined ? {} : { quantity }) })),
      ...(list === undefined ? {} : { item_list_id: list }),
    });
  }

  /** Asks for a list and notes it by a name, for the panel and other shelves. */
  async recommend(name: string, query: RecommendQuery, signal: AbortSignal): Promise<RecommendationList<Goods>> {
    const asked = performance.now();
    try {
      const list = await this.recommender.recommend({ rules: this.ruleBook.rules, ...query, signal });
      this.lists.set(name, { list, trip: performance.now() - asked });
      return list;
    } finally {
      if (!signal.aborted) for (const listener of [...this.#onList]) listener(name);
    }
  }

  /** Calls `listener` with the name of each list that was answered or failed. */
  onList(listener: (name: string) => void, signal: AbortSignal): void {
    this.#onList.add(listener);
    signal.addEventListener('abort', () => this.#onList.delete(listener));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.recommender.close();
  }
}
