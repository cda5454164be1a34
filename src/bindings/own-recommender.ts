import type { Product } from '../contract/product.ts';
import { createRecommender } from '../index.ts';
import { lateRecommender } from '../page/facade/late-recommender.ts';
import type { Recommender, RecommenderOptions } from '../page/facade/recommender.ts';

/** A recommender that a component tree owns. Nothing starts before its first call, so that it may be made on a server. */
export class OwnRecommender<TProduct extends Product> {
  readonly recommender: Recommender<TProduct>;
  #running: Promise<Recommender<TProduct>> | undefined;
  #released = false;
  #closed = false;

  constructor(options: RecommenderOptions<TProduct>) {
    const start = (): Promise<Recommender<TProduct>> => {
      this.#running ??= createRecommender(options);
      return this.#running;
    };
    this.recommender = lateRecommender(start as () => Promise<Recommender>) as Recommender<TProduct>;
  }

  /** Whether it was closed: a tree that comes back needs another one. */
  get closed(): boolean {
    return this.#closed;
  }

  retain(): void {
    this.#released = false;
  }

  /** Closes it, unless it is retained again within this task. */
  release(): void {
    this.#released = true;
    queueMicrotask(() => {
      if (!this.#released) return;
      this.#closed = true;
      void this.#running?.then((running) => running.close()).catch(() => undefined);
    });
  }
}
