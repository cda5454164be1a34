import type { Engine } from '../contract/engine.ts';
import { VitrineError } from '../contract/errors.ts';
import type { CatalogueReport, Product } from '../contract/product.ts';
import { aborted, quiet } from './limits.ts';
import type { ProductSource } from './recommender.ts';
import type { WorkerLife } from './worker-life.ts';

/** Main-thread milliseconds that one batch may cost: rows are copied to the worker, and copying is our only work here. */
const BATCH_MS = 4;
const FIRST_BATCH = 128;
const MAX_BATCH = 1024;

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
  readonly #source: ProductSource;
  readonly #patience: FeedPatience;
  /** Rows that an iterable has given so far, and where it goes on. */
  readonly #kept: unknown[] = [];
  #rest: AsyncIterator<Product> | null = null;
  #pulling: Promise<boolean> | null = null;
  #engine: WorkerLife<Engine> | null = null;
  #stopped = false;

  constructor(source: ProductSource, patience: FeedPatience) {
    this.#source = source;
    this.#patience = patience;
  }

  /** Sends the whole feed. Between batches the page is free. */
  async into(engine: WorkerLife<Engine>): Promise<CatalogueReport> {
    const { batch, whole } = this.#patience;
    this.#check();
    this.#engine = engine;
    const source = this.#source;
    if (typeof source === 'string') return engine.call((service) => service.loadProducts(source), whole);
    if (source instanceof URL) return engine.call((service) => service.loadProducts(source.href), whole);
    await engine.call((service) => service.discardProducts(), batch);
    this.#check();
    if (Array.isArray(source)) await this.#sendAll(engine, source);
    else await this.#sendAsTheyCome(engine, source as AsyncIterable<Product>);
    this.#check();
    return engine.call((service) => service.commitProducts(), whole);
  }

  /** Gives the feed up: nothing of it is sent any more, and the engine drops what it has of it. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    void quiet(Promise.resolve().then(() => this.#rest?.return?.()));
    if (this.#engine) void quiet(this.#engine.call((service) => service.discardProducts(), this.#patience.batch));
  }

  async #sendAll(engine: WorkerLife<Engine>, rows: readonly unknown[]): Promise<void> {
    let size = FIRST_BATCH;
    for (let start = 0; start < rows.length; ) {
      this.#check();
      const batch = rows.slice(start, start + size);
      start += batch.length;
      const cost = await this.#sendBatch(engine, batch);
      size = Math.min(MAX_BATCH, Math.max(1, Math.round((batch.length * BATCH_MS) / Math.max(cost, 0.1))));
    }
  }

  async #sendAsTheyCome(engine: WorkerLife<Engine>, source: AsyncIterable<Product>): Promise<void> {
    for (let sent = 0; ; ) {
      if (sent === this.#kept.length && !(await this.#pull(source))) return;
      const rows = this.#kept.slice(sent);
      sent += rows.length;
      await this.#sendAll(engine, rows);
    }
  }

  /** Reads on until a batch is there. One reading at a time, whoever asks. @returns whether it brought rows */
  #pull(source: AsyncIterable<Product>): Promise<boolean> {
    this.#pulling ??= this.#readRows(source).finally(() => {
      this.#pulling = null;
    });
    return this.#pulling;
  }

  async #readRows(source: AsyncIterable<Product>): Promise<boolean> {
    const before = this.#kept.length;
    try {
      this.#rest ??= source[Symbol.asyncIterator]();
      while (this.#kept.length - before < FIRST_BATCH) {
        this.#check();
        const next = await this.#rest.next();
        if (next.done) break;
        this.#kept.push(next.value);
      }
    } catch (thrown) {
      if (thrown instanceof VitrineError) throw thrown;
      throw new VitrineError('feed-unreadable', 'The product feed broke off: its iterator threw.', { cause: thrown });
    }
    return this.#kept.length > before;
  }

  /** @returns main-thread milliseconds that the copying took */
  async #sendBatch(engine: WorkerLife<Engine>, rows: readonly unknown[]): Promise<number> {
    const before = performance.now();
    const sent = engine.call((service) => service.stageProducts(rows), this.#patience.batch);
    const cost = performance.now() - before;
    try {
      await sent;
    } catch (thrown) {
      if ((thrown as Error)?.name !== 'DataCloneError') throw thrown;
      await engine.call((service) => service.stageProducts(rows.map(plainCopy)), this.#patience.batch);
    }
    return cost;
  }

  #check(): void {
    if (this.#stopped) throw aborted('setProducts()', 'The feed was given up or replaced.');
  }
}

/** A row that structured cloning refuses (a framework's reactive proxy, a row with methods) as plain data, else `null`. */
function plainCopy(row: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(row));
  } catch {
    return null;
  }
}
