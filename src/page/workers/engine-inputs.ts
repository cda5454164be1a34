import type { Engine } from '../../contract/engine.ts';
import type { CatalogueReport } from '../../contract/product.ts';
import type { ProductFeed } from '../feed/product-feed.ts';
import { aborted, quiet } from './limits.ts';
import type { WorkerInstance } from './worker-instance.ts';

type EngineLife = WorkerInstance<Engine>;

/**
 * What an engine needs before it can rank: products, and the pack, which it reads beside them. Every new engine gets both;
 * a newer feed replaces an older one, also one under way.
 */
export class EngineInputs {
  readonly #loadPack: (life: EngineLife) => Promise<void>;
  #packed: { life: EngineLife; loaded: Promise<void> } | null = null;
  #wanted: ProductFeed | null = null;
  /** The last feed that was read to the end: what holds where a newer one fails. */
  #last: ProductFeed | null = null;
  #sent: { life: EngineLife; feed: ProductFeed; report: Promise<CatalogueReport> } | null = null;
  /** The engine that has some products, and so can answer while a newer feed is being read. */
  #serving: EngineLife | null = null;

  /** @param loadPack gives an engine the pack, where there is one; it never rejects */
  constructor(loadPack: (life: EngineLife) => Promise<void>) {
    this.#loadPack = loadPack;
  }

  replace(feed: ProductFeed): void {
    if (this.#wanted !== this.#last) this.#wanted?.stop();
    this.#wanted = feed;
  }

  /** This feed's report from this engine. Sends the feed where that was not begun. @throws VitrineError `aborted` where it was replaced */
  async feed(life: EngineLife, feed: ProductFeed): Promise<CatalogueReport> {
    if (this.#sent?.life !== life || this.#sent.feed !== feed) {
      if (feed !== this.#wanted) throw aborted('setProducts()', 'A newer feed replaced it.');
      this.#sent = { life, feed, report: quiet(this.#send(life, feed)) };
    }
    return this.#sent.report;
  }

  /**
   * Resolves when this engine can be asked for a list: at once where it has products, else when the feed is read or has
   * failed. For what it needs of a pack that is on its way, the engine waits itself.
   */
  async ready(life: EngineLife): Promise<void> {
    if (this.#serving === life) return;
    if (this.#wanted) await this.feed(life, this.#wanted).catch(() => undefined);
    else await this.#pack(life);
  }

  async #send(life: EngineLife, feed: ProductFeed): Promise<CatalogueReport> {
    try {
      void this.#pack(life);
      const report = await feed.into(life);
      this.#last = feed;
      this.#serving = life;
      return report;
    } catch (thrown) {
      if (!life.ended && this.#wanted === feed) this.#wanted = this.#last;
      throw thrown;
    }
  }

  #pack(life: EngineLife): Promise<void> {
    if (this.#packed?.life !== life) this.#packed = { life, loaded: this.#loadPack(life) };
    return this.#packed.loaded;
  }
}
