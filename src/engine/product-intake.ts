import type { Feed } from '../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../catalogue/catalogue-builder.ts';
import { feedRows } from '../catalogue/feeds/feed-rows.ts';
import { fetchFeed } from '../catalogue/feeds/fetch-feed.ts';
import { VitrineError } from '../contract/errors.ts';
import type { CatalogueReport } from '../contract/product.ts';

/** Rows read before other calls get their turn: some 20 ms. */
const STRETCH = 2_000;

/** Feeds on their way into the catalogue: the one that serves stays until another was read to the end. */
export class ProductIntake {
  #staged = new CatalogueBuilder();
  #loading: AbortController | undefined;

  /** @param take makes a feed that was read to the end the one that serves. */
  constructor(private readonly take: (feed: Feed) => void) {}

  stage(rows: readonly unknown[]): void {
    if (!Array.isArray(rows)) {
      throw new VitrineError('bad-options', 'Products are not a list.', {
        remedy: 'Give products as a list of objects.',
      });
    }
    for (const row of rows) this.#staged.add(row);
  }

  discard(): void {
    this.#staged = new CatalogueBuilder();
    this.#loading?.abort();
  }

  commit(): CatalogueReport {
    const builder = this.#staged;
    this.#staged = new CatalogueBuilder();
    return this.#finish(builder);
  }

  /** @throws VitrineError `feed-unreachable`, `feed-unreadable`, or `aborted` where the feed was discarded. */
  async load(url: string): Promise<CatalogueReport> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const builder = new CatalogueBuilder();
    try {
      let read = 0;
      for await (const rows of feedRows(fetchFeed(url, loading.signal))) {
        for (const row of rows) {
          if ('broken' in row) builder.refuse('not-an-object', row.broken);
          else builder.add(row.row);
          if (++read % STRETCH === 0) await nextTask();
        }
      }
    } catch (thrown) {
      if (!loading.signal.aborted) throw thrown;
    }
    if (loading.signal.aborted) throw new VitrineError('aborted', 'The feed was given up or replaced.');
    return this.#finish(builder);
  }

  #finish(builder: CatalogueBuilder): CatalogueReport {
    const report = builder.report();
    this.take(builder.feed());
    return report;
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
