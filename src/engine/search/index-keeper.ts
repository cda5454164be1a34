import type { Catalogue } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Cache } from '../storage/cache.ts';
import { indexCatalogue } from './catalogue-index.ts';
import { CatalogueSearch } from './catalogue-search.ts';
import { Meaning } from './meaning.ts';
import { isTextIndex, type StoredTextIndex } from './stored-text-index.ts';
import type { Synonyms } from './synonyms.ts';
import type { TextIndex } from './text-index.ts';
import type { WordVectors } from './word-vectors.ts';

/** Milliseconds of building before other calls of the engine get their turn. */
const TURN = 8;

/** The text index of the feed that serves: taken up from an earlier visit where it was made of the same bytes, else built. */
export class IndexKeeper {
  readonly #cache: Cache;
  readonly #synonyms: Synonyms;
  /** The feed's records, the same for all catalogues of one feed, and their index. */
  #source: object | undefined;
  #stored: Promise<StoredTextIndex> | undefined;
  /** The catalogue that the index is searched for: another pack numbers its rows otherwise. */
  #catalogue: Catalogue | undefined;
  #search: CatalogueSearch | undefined;
  #words: { of: WordVectors | undefined; index: TextIndex; meaning: Promise<Meaning> | undefined } | undefined;

  constructor(cache: Cache, synonyms: Synonyms) {
    this.#cache = cache;
    this.#synonyms = synonyms;
  }

  /**
   * @param words what they mean, where the pack tells; @param isWanted whether the feed still serves
   * @throws VitrineError `aborted` where another feed took its place while it was built
   */
  async of(catalogue: Catalogue, words: WordVectors | undefined, isWanted: () => boolean): Promise<CatalogueSearch> {
    if (this.#source !== catalogue.feed.records || this.#stored === undefined) {
      this.#source = catalogue.feed.records;
      const stored = this.#load(catalogue, isWanted);
      this.#stored = stored;
      stored.catch(() => {
        if (this.#stored === stored) this.#stored = undefined;
      });
    }
    const stored = await this.#stored;
    if (this.#catalogue !== catalogue || this.#search === undefined) {
      this.#search = new CatalogueSearch(catalogue, stored, this.#synonyms);
      this.#catalogue = catalogue;
    }
    const search = this.#search;
    if (this.#words?.of !== words || this.#words?.index !== search.index) {
      const meaning = words && inTurns(Meaning.of(search.index, words), isWanted);
      this.#words = { of: words, index: search.index, meaning };
      meaning?.catch(() => {
        this.#words = undefined;
      });
    }
    search.meaning = await this.#words?.meaning;
    return search;
  }

  async #load(catalogue: Catalogue, isWanted: () => boolean): Promise<StoredTextIndex> {
    const { products } = catalogue;
    const { digest } = catalogue.feed;
    const kept = digest && (await this.#cache.load(digest));
    if (isTextIndex(kept, products)) return kept;
    const built = await inTurns(indexCatalogue(catalogue), isWanted);
    if (digest !== undefined) void this.#cache.save(digest, built);
    return built;
  }
}

/** Does work step by step, and lets others have their turn. @throws VitrineError `aborted` */
async function inTurns<TResult>(steps: Generator<void, TResult, void>, isWanted: () => boolean): Promise<TResult> {
  let turn = performance.now();
  let step = steps.next();
  while (!step.done) {
    if (performance.now() - turn > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      if (!isWanted()) throw new VitrineError('aborted', 'Other products took the place of those that were searched.');
      turn = performance.now();
    }
    step = steps.next();
  }
  return step.value;
}
