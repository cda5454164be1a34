import type { Engine } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import { quiet } from '../workers/limits.ts';
import type { WorkerInstance } from '../workers/worker-instance.ts';

/** Main-thread milliseconds that one batch may cost: rows are copied to the worker, and copying is our only work here. */
const BATCH_MS = 4;
const FIRST_BATCH = 128;
const MAX_BATCH = 1024;

/** A feed whose rows the page holds itself: staged in the engine, batch by batch. */
export class ProductRows {
  readonly #source: readonly Product[] | AsyncIterable<Product>;
  readonly #patience: number;
  readonly #check: () => void;
  /** Rows that an iterable has given so far, and where it goes on. */
  readonly #kept: unknown[] = [];
  #rest: AsyncIterator<Product> | null = null;
  #pulling: Promise<boolean> | null = null;

  /**
   * @param patience milliseconds of silence for one batch
   * @param check throws where the feed was given up
   */
  constructor(source: readonly Product[] | AsyncIterable<Product>, patience: number, check: () => void) {
    this.#source = source;
    this.#patience = patience;
    this.#check = check;
  }

  /** Stages all rows, in place of what this engine had staged. */
  async into(engine: WorkerInstance<Engine>): Promise<void> {
    this.#check();
    await engine.call((service) => service.discardProducts(), this.#patience);
    this.#check();
    const source = this.#source;
    if (Array.isArray(source)) await this.#sendAll(engine, source);
    else await this.#sendAsTheyCome(engine, source as AsyncIterable<Product>);
    this.#check();
  }

  /** Tells the iterable that nobody reads on. */
  stop(): void {
    void quiet(Promise.resolve().then(() => this.#rest?.return?.()));
  }

  async #sendAll(engine: WorkerInstance<Engine>, rows: readonly unknown[]): Promise<void> {
    let size = FIRST_BATCH;
    for (let start = 0; start < rows.length; ) {
      this.#check();
      const batch = rows.slice(start, start + size);
      start += batch.length;
      const cost = await this.#sendBatch(engine, batch);
      size = Math.min(MAX_BATCH, Math.max(1, Math.round((batch.length * BATCH_MS) / Math.max(cost, 0.1))));
    }
  }

  async #sendAsTheyCome(engine: WorkerInstance<Engine>, source: AsyncIterable<Product>): Promise<void> {
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
  async #sendBatch(engine: WorkerInstance<Engine>, rows: readonly unknown[]): Promise<number> {
    const before = performance.now();
    const sent = engine.call((service) => service.stageProducts(rows), this.#patience);
    const cost = performance.now() - before;
    try {
      await sent;
    } catch (thrown) {
      if ((thrown as Error)?.name !== 'DataCloneError') throw thrown;
      await engine.call((service) => service.stageProducts(rows.map(plainCopy)), this.#patience);
    }
    return cost;
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
