import type { Feed } from '../../catalogue/catalogue.ts';
import { restoreFeed, type StoredFeed, storeFeed } from '../../catalogue/stored-feed.ts';
import type { CatalogueReport } from '../../contract/product.ts';
import type { Cache } from '../storage/cache.ts';

/** Milliseconds after which a feed that was read is stored: the first shelf and its clicks come before it. */
const PAUSE = 1_000;
/** Bytes of product records beyond which a feed is not stored. */
const LARGEST = 64 * 1024 * 1024;

/** What a feed was read to, and of which bytes. */
export interface KnownFeed {
  digest: string;
  feed: Feed;
  report: CatalogueReport;
}

/** The feed as it was read on the last visit, so that the same feed is not parsed again. */
export class FeedCache {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  async find(url: string): Promise<KnownFeed | undefined> {
    try {
      const known = (await this.#cache.load(url)) as (Omit<KnownFeed, 'feed'> & { feed: StoredFeed }) | undefined;
      const feed = known && restoreFeed(known.feed);
      return feed && { digest: known.digest, feed, report: known.report };
    } catch {
      // Damaged: it is read anew.
      return undefined;
    }
  }

  /** Stores it, a while later. */
  keep(url: string, { digest, feed, report }: KnownFeed): void {
    this.close();
    if (feed.records.bytes > LARGEST) return;
    this.#timer = setTimeout(() => void this.#cache.save(url, { digest, feed: storeFeed(feed), report }), PAUSE);
  }

  /** What is not stored yet is not stored any more. */
  close(): void {
    clearTimeout(this.#timer);
  }
}
