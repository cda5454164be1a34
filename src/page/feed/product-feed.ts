import type { Engine } from '../../contract/engine.ts';
import type { CatalogueReport } from '../../contract/product.ts';
import { onDemand } from '../facade/on-demand.ts';
import type { ReadSource } from '../facade/options.ts';
import { aborted, quiet } from '../workers/limits.ts';
import type { WorkerInstance } from '../workers/worker-instance.ts';
import type { ProductRows } from './product-rows.ts';

/** Milliseconds of silence: for one batch, and for reading a whole feed. */
export interface FeedPatience {
  batch: number;
  whole: number;
}

/**
 * One product feed on its way to the engine. It can be sent again to the next engine: rows of an iterable are kept
 * for that, a feed at an address is fetched again.
 */
export class ProductFeed {
  readonly #source: ReadSource;
  readonly #patience: FeedPatience;
  #rows: ProductRows | null = null;
  #engine: WorkerInstance<Engine> | null = null;
  #stopped = false;

  constructor(source: ReadSource, patience: FeedPatience) {
    this.#source = source;
    this.#patience = patience;
  }

  /** Sends the whole feed. Between batches the page is free. */
  async into(engine: WorkerInstance<Engine>): Promise<CatalogueReport> {
    const { batch, whole } = this.#patience;
    this.#check();
    this.#engine = engine;
    const source = this.#source;
    if (typeof source === 'string') return engine.call((service) => service.loadProducts(source), whole);
    const { ProductRows } = await onDemand(() => import('./product-rows.ts'));
    this.#rows ??= new ProductRows(source, batch, () => this.#check());
    await this.#rows.into(engine);
    return engine.call((service) => service.commitProducts(), whole);
  }

  /** Gives the feed up: nothing of it is sent any more, and the engine drops what it has of it. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#rows?.stop();
    if (this.#engine) void quiet(this.#engine.call((service) => service.discardProducts(), this.#patience.batch));
  }

  #check(): void {
    if (this.#stopped) throw aborted('setProducts()', 'The feed was given up or replaced.');
  }
}
