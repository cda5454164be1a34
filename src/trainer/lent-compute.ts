import type { Compute } from '../learning/compute/backend.ts';

/**
 * The tensor runtime of a run: opened when it is first asked for, lent to whoever computes, and closed when its owner has
 * closed it and nobody computes any more.
 */
export class LentCompute {
  readonly #open: () => Promise<Compute>;
  #opened: Promise<Compute> | undefined;
  #users = 0;
  #kept = true;

  constructor(open: () => Promise<Compute>) {
    this.#open = open;
  }

  /** @throws VitrineError `no-backend`; `worker-failed` where the graphics device goes meanwhile */
  async lend<TResult>(work: (compute: Compute) => Promise<TResult>): Promise<TResult> {
    this.#users++;
    try {
      const compute = await this.#ready();
      return await Promise.race([work(compute), compute.failed]);
    } finally {
      this.#users--;
      await this.#closeUnused();
    }
  }

  async close(): Promise<void> {
    this.#kept = false;
    await this.#closeUnused();
  }

  /** Opened anew where its device was lost, or where it could not be opened before. */
  #ready(): Promise<Compute> {
    const anew = (compute: Compute): Promise<Compute> | Compute => {
      if (compute.lost === null) return compute;
      compute.close();
      return this.#open();
    };
    this.#opened = this.#opened === undefined ? this.#open() : this.#opened.then(anew, () => this.#open());
    return this.#opened;
  }

  async #closeUnused(): Promise<void> {
    if (this.#kept || this.#users > 0) return;
    const opened = this.#opened;
    this.#opened = undefined;
    (await opened?.catch(() => undefined))?.close();
  }
}
