import type { Feed } from '../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { FeedPart } from '../../catalogue/feeds/feed-part.ts';
import type { EntryReader, FeedRow } from '../../catalogue/feeds/feed-row.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { CatalogueReport } from '../../contract/product.ts';
import { Digest } from '../../kernels/compact/digest.ts';
import { JsonEntries } from '../../reading/json-entries.ts';
import type { ScriptParts } from '../script-parts.ts';
import type { FeedCache } from './feed-cache.ts';
import { fetchPieces, textOf } from './fetch-pieces.ts';

/** Rows read before other calls get their turn: some 20 ms. */
const STRETCH = 2_000;
/** A feed that goes on beyond these has no end, or none that a page can wait for. */
const MOST_ROWS = 5e6;
const MOST_BYTES = 512 * 1024 * 1024;

export interface IntakeLinks {
  /** One of them reads all forms but Vitrine's own. */
  parts: ScriptParts;
  /** Makes a feed that was read to the end the one that serves. */
  take: (feed: Feed) => void;
  onProblem: (problem: VitrineError) => void;
}

/** Feeds on their way into the catalogue: the one that serves stays until another was read to the end. */
export class ProductIntake {
  #staged = this.#begin();
  #loading: AbortController | undefined;
  readonly #links: IntakeLinks;

  constructor(links: IntakeLinks) {
    this.#links = links;
  }

  async stage(rows: readonly unknown[]): Promise<void> {
    if (!Array.isArray(rows)) {
      throw new VitrineError('bad-options', 'Products are not a list.', {
        remedy: 'Give products as a list of objects.',
      });
    }
    await this.#staged.add(rows);
  }

  discard(): void {
    this.#staged = this.#begin();
    this.#loading?.abort();
  }

  commit(): CatalogueReport {
    const staged = this.#staged;
    this.#staged = this.#begin();
    const builder = staged.end();
    return this.#finish(builder.feed(), builder.report());
  }

  /**
   * Fetches a feed and takes it: from the cache where it holds what these very bytes were read to, else by reading them.
   * @throws VitrineError `feed-unreachable`, `feed-unreadable`, `feed-too-large`, or `aborted` where the feed was discarded.
   */
  async load(url: string, cache?: FeedCache): Promise<CatalogueReport> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const reading = this.#begin();
    const digest = new Digest();
    const fetched = fetchPieces(url, 'product feed', 'feed-unreachable', loading.signal);
    const pieces = passing(fetched, (piece) => {
      digest.update(piece);
      reading.weigh(piece.length);
    });
    try {
      const known = await cache?.find(url);
      const held = known === undefined ? pieces : fromList(await allOf(pieces));
      if (known?.digest === digest.text && !loading.signal.aborted) {
        return this.#finish({ ...known.feed, digest: known.digest }, known.report);
      }
      await this.#read(held, reading);
    } catch (thrown) {
      if (!loading.signal.aborted) throw thrown;
    }
    if (loading.signal.aborted) throw new VitrineError('aborted', 'The feed was given up or replaced.');
    const builder = reading.end();
    const feed = { ...builder.feed(), digest: digest.text };
    const report = this.#finish(feed, builder.report());
    cache?.keep(url, { digest: digest.text, feed, report });
    return report;
  }

  async #read(pieces: AsyncGenerator<Uint8Array>, reading: Reading): Promise<void> {
    const { start, all } = await startOf(pieces);
    if (start[0] !== '[') {
      for await (const rows of (await this.#forms()).rows(all)) await reading.take(rows);
      return;
    }
    const entries = new JsonEntries();
    let opened = false;
    for await (const text of textOf(all)) {
      const from: number = opened ? 0 : text.indexOf('[') + 1;
      opened ||= from > 0;
      if (opened) await reading.add(entries.push(text.slice(from)));
    }
    entries.end();
  }

  #begin(): Reading {
    return new Reading(async () => {
      if (!this.#links.parts.has('feed-forms')) return undefined;
      return this.#forms().catch((problem) => {
        this.#links.onProblem(problem);
        return undefined;
      });
    });
  }

  async #forms(): Promise<FeedPart> {
    try {
      return await this.#links.parts.load('feed-forms');
    } catch (cause) {
      throw new VitrineError(
        'feed-unreadable',
        `The reader of feeds at ${this.#links.parts.addresses['feed-forms']} could not be loaded: ${cause}`,
        {
          remedy:
            "Let feed-forms.js lie beside the package's other files, or offer a JSON list of Vitrine's own fields.",
          cause,
        },
      );
    }
  }

  #finish(feed: Feed, report: CatalogueReport): CatalogueReport {
    this.#links.take(feed);
    const { taken, refused, refusals } = report;
    if (refused > 0 && taken === 0) {
      this.#tell(`${refused} of ${refused} rows of the feed were refused. The first: ${refusals[0].message}`);
    } else if (taken > 0 && feed.outOfStock.length === taken) {
      this.#tell(`All ${taken} products of the feed are sold out or hidden: no list can show one.`);
    }
    return report;
  }

  #tell(message: string): void {
    const remedy =
      'Compare the feed with what Vitrine reads; the report of setProducts() names the first hundred rows.';
    this.#links.onProblem(new VitrineError('feed-unreadable', message, { remedy }));
  }
}

/** Rows on their way into one catalogue: those in Vitrine's own form at once; from the first other one on all go by its reader. */
class Reading {
  readonly #builder = new CatalogueBuilder();
  /** @returns `undefined` where there is none: then all that can be read of a row is taken. */
  readonly #forms: () => Promise<FeedPart | undefined>;
  #entries: EntryReader | undefined;
  #plainOnly = false;
  #read = 0;
  #bytes = 0;

  constructor(forms: () => Promise<FeedPart | undefined>) {
    this.#forms = forms;
  }

  async add(rows: readonly unknown[]): Promise<void> {
    for (let i = 0; i < rows.length; i++) {
      if (this.#entries !== undefined) return this.take(this.#entries.push(rows.slice(i)));
      if (this.#plainOnly) this.#builder.add(rows[i]);
      else if (!this.#builder.addPlain(rows[i])) {
        this.#entries = (await this.#forms())?.entries();
        this.#plainOnly = this.#entries === undefined;
        i--;
        continue;
      }
      await this.#pause();
    }
  }

  async take(rows: readonly FeedRow[]): Promise<void> {
    for (const row of rows) {
      this.#take(row);
      await this.#pause();
    }
  }

  /** So many bytes more are to be read. @throws VitrineError `feed-too-large` */
  weigh(bytes: number): void {
    this.#bytes += bytes;
    if (!(this.#builder.full || this.#read > MOST_ROWS || this.#bytes > MOST_BYTES)) return;
    const { size } = this.#builder;
    throw new VitrineError('feed-too-large', `The feed is larger than a page can hold: ${size} products of it fit.`, {
      remedy: 'Shorten the descriptions, or leave products out.',
    });
  }

  end(): CatalogueBuilder {
    for (const row of this.#entries?.end() ?? []) this.#take(row);
    this.weigh(0);
    return this.#builder;
  }

  #take(row: FeedRow): void {
    if ('broken' in row) this.#builder.refuse('not-an-object', row.broken);
    else this.#builder.add(row.row);
  }

  async #pause(): Promise<void> {
    if (++this.#read % STRETCH !== 0) return;
    this.weigh(0);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

async function* passing<TPiece>(pieces: AsyncIterable<TPiece>, each: (piece: TPiece) => void): AsyncGenerator<TPiece> {
  for await (const piece of pieces) {
    each(piece);
    yield piece;
  }
}

async function allOf<TPiece>(pieces: AsyncIterable<TPiece>): Promise<TPiece[]> {
  const all: TPiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

async function* fromList<TPiece>(pieces: readonly TPiece[]): AsyncGenerator<TPiece> {
  yield* pieces;
}

/** How the text of these pieces begins, behind blanks; and all of them. */
async function startOf(pieces: AsyncGenerator<Uint8Array>) {
  const decoder = new TextDecoder();
  const seen: Uint8Array[] = [];
  let start = '';
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    seen.push(next.value);
    start = decoder.decode(next.value, { stream: true }).trimStart();
    if (start !== '') break;
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield* seen;
    yield* pieces;
  };
  return { start, all: all() };
}
