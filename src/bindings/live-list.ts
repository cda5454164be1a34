import { VitrineError } from '../contract/errors.ts';
import type { Product } from '../contract/product.ts';
import type { RecommendationList, RecommendQuery } from '../contract/recommendation.ts';
import type { Recommender } from '../page/facade/recommender.ts';

/** What a component shows of one list that keeps itself up to date. */
export interface LiveList<TProduct extends Product = Product> {
  /** The latest list. `undefined` until the first one is there, and always on a server. */
  list: RecommendationList<TProduct> | undefined;
  /** Why the latest question failed. The list before it stays. */
  error: VitrineError | undefined;
  /** Whether a list is awaited. */
  pending: boolean;
  /**
   * Takes the element that holds the cards, each with the id of its product as `data-product`, or `null` when it goes: then it is
   * recorded which products are really seen. It is always the same function.
   */
  watch: (cards: unknown) => void;
}

/** One query of one recommender, followed until it is aborted. */
interface Connection<TProduct extends Product> {
  recommender: Recommender<TProduct>;
  query: RecommendQuery;
  key: string;
  abort: AbortController;
  asking: boolean;
  /** Asked for again while an answer was awaited. */
  stale: boolean;
}

/**
 * The list behind a component, the same for every framework: asks when the component is there, asks again after a change, and
 * tells its listeners. A component that leaves and comes back within one task, as development modes do to find mistakes, keeps its
 * connection and asks once.
 */
export class LiveListStore<TProduct extends Product> {
  /** The element that holds the cards, as the framework gave it. */
  #cards: unknown = null;
  /** Ends the watch over the list that is shown. */
  #watching: Promise<() => void> | undefined;
  readonly watch = (cards: unknown): void => {
    if (cards === this.#cards) return;
    this.#cards = cards;
    this.#rewatch();
  };
  #state: LiveList<TProduct> = { list: undefined, error: undefined, pending: true, watch: this.watch };
  readonly #listeners = new Set<() => void>();
  #connection: Connection<TProduct> | undefined;
  #released = false;

  /** The same object until something changes. */
  readonly read = (): LiveList<TProduct> => this.#state;

  /** @returns a function that ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Follows this query from now on. Nothing is asked where an equal query of the same recommender is followed already. */
  follow(recommender: Recommender<TProduct>, query: RecommendQuery): void {
    this.#released = false;
    const key = keyOf(query);
    if (this.#connection?.recommender === recommender && this.#connection.key === key) return;
    this.#connection?.abort.abort();
    const abort = new AbortController();
    const connection = { recommender, query, key, abort, asking: false, stale: false };
    this.#connection = connection;
    const stop = recommender.on('change', () => void this.#ask(connection));
    abort.signal.addEventListener('abort', stop);
    void this.#ask(connection);
  }

  /** The component is gone, unless it follows again within this task. */
  release(): void {
    this.#released = true;
    queueMicrotask(() => {
      if (!this.#released) return;
      this.#connection?.abort.abort();
      this.#connection = undefined;
      this.#rewatch();
    });
  }

  /** Asks; asked again meanwhile, it does so once more when done. */
  async #ask(connection: Connection<TProduct>): Promise<void> {
    if (connection.asking) {
      connection.stale = true;
      return;
    }
    const { recommender, query, abort } = connection;
    connection.asking = true;
    this.#set({ pending: true });
    do {
      connection.stale = false;
      try {
        const list = await recommender.recommend({ ...query, signal: abort.signal });
        if (abort.signal.aborted) return;
        this.#set({ list, error: undefined, pending: connection.stale });
      } catch (thrown) {
        if (abort.signal.aborted) return;
        this.#set({ error: VitrineError.from(thrown), pending: connection.stale });
      }
    } while (connection.stale);
    connection.asking = false;
  }

  #rewatch(): void {
    void this.#watching?.then((end) => end());
    const { list } = this.#state;
    this.#watching =
      list && this.#cards
        ? this.#connection?.recommender.watch(list, this.#cards as Element).catch(() => () => undefined)
        : undefined;
  }

  #set(change: Partial<LiveList<TProduct>>): void {
    const { list } = this.#state;
    this.#state = { ...this.#state, ...change };
    if (list !== this.#state.list) this.#rewatch();
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Equal queries have equal keys. One that is not plain data has no key of its own: the recommender refuses it. */
function keyOf(query: RecommendQuery): string {
  try {
    return JSON.stringify(query);
  } catch {
    return 'not plain data';
  }
}
