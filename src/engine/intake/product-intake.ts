import type { Feed } from '../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { feedRows } from '../../catalogue/feeds/feed-rows.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { CatalogueReport } from '../../contract/product.ts';
import { Digest } from '../../kernels/compact/digest.ts';
import type { FeedCache } from './feed-cache.ts';
import { fetchPieces, textOf } from './fetch-pieces.ts';

/** Rows read before other calls get their turn: some 20 ms. */
const STRETCH = 2_000;

/** Feeds on their way into the catalogue: the one that serves stays until another was read to the end. */
export class ProductIntake {
  #staged = new CatalogueBuilder();
  #loading: AbortController | undefined;
  readonly #take: (feed: Feed) => void;

  /** @param take makes a feed that was read to the end the one that serves. */
  constructor(take: (feed: Feed) => void) {
    this.#take = take;
  }

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
    return this.#finish(builder.feed(), builder.report());
  }

  /**
   * Fetches a feed and takes it: from the cache where it holds what these very bytes were read to, else by reading them.
   * @throws VitrineError `feed-unreachable`, `feed-unreadable`, or `aborted` where the feed was discarded.
   */
  async load(url: string, cache?: FeedCache): Promise<CatalogueReport> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const builder = new CatalogueBuilder();
    const digest = new Digest();
    const pieces = digesting(fetchPieces(url, 'product feed', 'feed-unreachable', loading.signal), digest);
    try {
      const known = await cache?.find(url);
      const held = known === undefined ? pieces : await allOf(pieces);
      if (known?.digest === digest.text && !loading.signal.aborted) return this.#finish(known.feed, known.report);
      let read = 0;
      for await (const rows of feedRows(textOf(held))) {
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
    const feed = builder.feed();
    const report = this.#finish(feed, builder.report());
    cache?.keep(url, { digest: digest.text, feed, report });
    return report;
  }

  #finish(feed: Feed, report: CatalogueReport): CatalogueReport {
    this.#take(feed);
    return report;
  }
}

async function* digesting(pieces: AsyncIterable<Uint8Array>, digest: Digest): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    digest.update(piece);
    yield piece;
  }
}

async function allOf<TPiece>(pieces: AsyncIterable<TPiece>): Promise<TPiece[]> {
  const all: TPiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
