import type { Description } from '../../contract/description.ts';
import type { EngineStatus, TrainOptions, TrainReport } from '../../contract/engine.ts';
import type { VitrineError } from '../../contract/errors.ts';
import type {
  Imagination,
  ImagineQuery,
  PictureTrainingProgress,
  PictureTrainingReport,
  TrainPicturesOptions,
} from '../../contract/imagination.ts';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { NeuralOptions } from '../../contract/neural.ts';
import type { CatalogueReport, Product, ProductId } from '../../contract/product.ts';
import type { BySource, RecommendationList, RecommendQuery } from '../../contract/recommendation.ts';
import type { SearchQuery, SearchResult, Suggestions, SuggestQuery, Synonym } from '../../contract/search.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import type { BrowseEvent, Consent, TrackReport } from '../../contract/visitor-event.ts';
import type { EventStream } from '../events/connect.ts';
import type { EventAdapter } from '../events/event-adapter.ts';

/**
 * Products as the shop has them: an array, the address of a feed, or rows that arrive over time. A restarted engine
 * gets them again, so the array is held on to, rows that arrived are kept, and a feed is fetched anew.
 */
export type ProductSource<TProduct extends Product = Product> =
  | readonly TProduct[]
  | string
  | URL
  | AsyncIterable<TProduct>;

export interface RecommenderOptions<TProduct extends Product = Product> {
  /** The products. Without them, call `setProducts` later. */
  products?: ProductSource<TProduct>;
  /** Address of a pack, or its bytes. Without one, products are ranked by content and by this visitor's own clicks. */
  pack?: string | URL | ArrayBuffer;
  /** Name of the database in this browser. Shops on one origin need names of their own. Default `vitrine`. */
  database?: string;
  /**
   * Words of one meaning, for searches: `['sofa', 'couch', '沙发']`, or one way only `{ from: 'trainers', to: ['running shoes'] }`.
   * Default none. One that is wrong is refused by the first search, and named.
   */
  synonyms?: readonly Synonym[];
  /** Fusion weights by source, instead of the pack's own. */
  weights?: BySource;
  /**
   * Milliseconds after which a call is given up: default 5,000. Reading products and packs, and each silence of a
   * training, may last 12 times that. A worker that is silent for half of it while calls wait is restarted.
   */
  deadline?: number;
  neural?: NeuralStart;
  /**
   * What the visitor allows. Default: what their browser says for them (see `signals`), else `granted`: history is stored in this browser from the start. With `pending` nothing is
   * stored, in no database and no cache, until `consent('granted')`, which then stores what this page remembers. With `denied`
   * nothing is kept, and lists are not personal.
   */
  consent?: Consent;
  /**
   * Signals of the browser by which a visitor refuses: where the browser sends one of them and the shop gives no `consent`, it
   * starts as `denied`. What the shop gives, or calls `consent()` with, is the visitor's own answer and counts more.
   * Default `['gpc']`.
   */
  signals?: readonly PrivacySignal[];
  /** Readers of the shop's own payloads for `track()`, tried before those that the package has. */
  adapters?: readonly EventAdapter[];
  /** Generators that the shop trained: addresses of their files, or bytes. Without one, what needs it says so. */
  generators?: {
    pictures?: string | URL | ArrayBuffer;
    describer?: string | URL | ArrayBuffer;
    /**
     * Whether `describe` may ask the browser's own language model first, where one is ready. Its text is taken only
     * where it invents nothing by the rule that the describer was trained under. Default `false`.
     */
    builtIn?: boolean;
  };
  /**
   * Whether the console is told of what goes wrong and of how to put it right, once for each code of an error. Whatever it
   * is, the event `problem` and `status()` tell all of it. Default `true`.
   */
  warnings?: boolean;
  /** How to start the workers, where a bundler or a policy needs it. Default: the files beside this module. */
  workers?: { engine?: () => Worker; neural?: () => Worker };
}

/** `gpc`: Global Privacy Control. `dnt`: Do Not Track. */
export type PrivacySignal = 'gpc' | 'dnt';

export interface NeuralStart extends NeuralOptions {
  /**
   * When the neural worker is fetched and started: `needed`, by the first call that needs it, or `idle`, for a page
   * that will train: in the first idle moment after the first list. Default `needed`.
   */
  start?: 'needed' | 'idle';
}

export interface RecommenderEvents {
  /** The shelves may be ranked differently now: by what was done here, in another tab, or by another recommender of this page. */
  change: { reason: 'interaction' | 'products' | 'pack' | 'training' | 'erase' | 'restart' | 'consent' };
  /** Something failed; the shop goes on. */
  problem: VitrineError;
  /** The state of workers, storage or backend changed. */
  status: RecommenderStatus;
}

export interface RecommenderStatus extends EngineStatus {
  /** Of the engine worker. */
  state: 'starting' | 'ready' | 'restarting' | 'failed' | 'closed';
  /** Times the engine worker was started again. */
  restarts: number;
}

/** Options that every call takes. */
export interface CallOptions {
  signal?: AbortSignal;
}

export interface ExportOptions extends CallOptions {
  /** Encrypts the file. Whoever forgets it has lost the file. Default: the file can be read by everyone who has it. */
  passphrase?: string;
}

export interface ImportOptions extends CallOptions {
  /** With which the file was exported. */
  passphrase?: string;
}

/** What became of the events of an imported profile. */
export interface ImportReport {
  /** Events that are kept now. */
  stored: number;
  /** Events that were there already. */
  known: number;
  /** The oldest of a profile with more than 100,000 events. */
  leftOut: number;
  /** Events that cannot be used, such as one of a product named `undefined`. */
  refused: number;
  /** `false`: storage fails, or is not allowed yet, and the history lives in memory. */
  durable: boolean;
}

/** What a visitor may ask of a shop that knows them. */
export interface Privacy {
  /**
   * All that is stored about the visitor in this browser, as a JSON file that says what each of its fields means; empty lists where
   * they do not allow it. With a passphrase the file is encrypted (docs/privacy.md has the format). Rejects with
   * `no-encryption` where a page without HTTPS gives one.
   */
  export(options?: ExportOptions): Promise<Blob>;
  /**
   * Adds what another browser exported, of which nothing is believed: it is checked whole before any of it is stored. Events
   * take their place in time, and each is stored once, however often it is imported. Consent is not imported.
   * Rejects with `profile-unreadable`, also above 64 MiB, `profile-version`, `wrong-passphrase`, `no-encryption` or `no-consent`.
   * @param file as it was exported, or its text
   */
  import(file: Blob | string, options?: ImportOptions): Promise<ImportReport>;
  /** Deletes everything stored about this visitor in this browser; the same as `Recommender.erase`. */
  erase(options?: CallOptions): Promise<void>;
}

/**
 * The facade. Every promise settles by the deadline; a rejection is always a `VitrineError`, and one that nobody
 * awaits is never reported as unhandled: the host page sees no throw of ours.
 */
export interface Recommender<TProduct extends Product = Product> {
  /**
   * Takes event payloads as a page emits them: GA4 in all its forms, and those of other vendors (see the option `adapters`), up
   * to 200 products each. Resolves when durably committed, or kept in memory where nothing can be stored (`durable` says so).
   * Any number of calls may be made at once: what waits is given up when nothing was stored for a deadline. A payload that
   * was refused with `deadline` can be tracked again: it is stored once.
   */
  track(payload: unknown, options?: CallOptions): Promise<TrackReport>;
  /** A ranked list. Waits until there are products to rank, or until reading them has failed. */
  recommend(query?: RecommendQuery & CallOptions): Promise<RecommendationList<TProduct>>;
  /**
   * Finds products by words, in any language: a typing error, another form of a word, an unfinished last word are allowed
   * for, and categories, brands, prices and exclusions in the text are understood. What is known of this visitor moves
   * products up. The first search reads `search.js` and makes the index; with an empty text it finds nothing and does that
   * ahead. Waits for products as `recommend` does.
   */
  search(query: SearchQuery & CallOptions): Promise<SearchResult<TProduct>>;
  /** What a text that is being typed may become: whole queries, categories and products. */
  suggest(query: SuggestQuery & CallOptions): Promise<Suggestions<TProduct>>;
  /** Replaces the catalogue once the whole feed is read. A newer call ends an older one with `aborted`. */
  setProducts(products: ProductSource<TProduct>, options?: CallOptions): Promise<CatalogueReport>;
  /** The visitor's history, newest first. Default limit 100. */
  history(limit?: number, options?: CallOptions): Promise<StoredInteraction[]>;
  /**
   * Tracks by itself what the page tells others anyway: `dataLayer` (Google Tag Manager, `gtag`), `matomo` (`_paq`), `segment`
   * (`analytics`), `shopify` (standard storefront events). What was pushed before is read too. Connect each once. Of `dataLayer`, Google
   * Consent Mode is obeyed too: `personalization_storage` denied by `default` is `pending`, granted or denied by `update` is the
   * visitor's answer, and what a denied one leaves is deleted.
   * @returns a function that ends it; `close()` does too. Rejects with `bad-options` where the page has no such stream.
   */
  connect(stream: EventStream): Promise<() => void>;
  /** Searches, lists, categories and pages that the visitor saw, newest first. Default limit 100. */
  browsing(limit?: number, options?: CallOptions): Promise<BrowseEvent[]>;
  /**
   * Says what the visitor allows from now on (see the option `consent`). From `granted` to `denied`, what is stored about
   * them is deleted, as by `erase()`.
   */
  consent(state: Consent): Promise<void>;
  /** What a visitor may ask of a shop that knows them: a file of all that is known, on to another device, or deleted. */
  readonly privacy: Privacy;
  /**
   * Fine-tunes the model on this visitor's history: `for await (const progress of shop.train())`; the report is the
   * return value. It begins with the first `next()`, and leaving the loop cancels it.
   */
  train(options?: TrainOptions & CallOptions): AsyncGenerator<TrainingProgress, TrainReport, void>;
  /**
   * Pictures that a generator makes, by default to this visitor's taste, each with the real products that it is like. A
   * made picture is no product, and must not be shown as one. Rejects with `no-generator` where the shop gave none.
   */
  imagine(query?: ImagineQuery & CallOptions): Promise<Imagination<TProduct>>;
  /**
   * The text of a product, by a describer that the shop trained on its own texts: it invents nothing. Products by their
   * id must be in stock. Rejects with `no-generator` where the shop gave none.
   */
  describe(product: ProductId | TProduct, options?: CallOptions): Promise<Description>;
  /**
   * Trains a picture generator in this page: `for await (const progress of shop.trainPictures({ pictures }))`; its file
   * is in the return value. It begins with the first `next()`, and leaving the loop cancels it.
   */
  trainPictures(
    options: TrainPicturesOptions & CallOptions,
  ): AsyncGenerator<PictureTrainingProgress, PictureTrainingReport, void>;
  /** Deletes everything stored about this visitor in this browser. */
  erase(options?: CallOptions): Promise<void>;
  /** Always answers: with the latest figures known where the engine is silent. */
  status(options?: CallOptions): Promise<RecommenderStatus>;
  /** @returns a function that ends the subscription. */
  on<TName extends keyof RecommenderEvents>(
    name: TName,
    listener: (event: RecommenderEvents[TName]) => void,
  ): () => void;
  /** Ends the workers once pending interactions are stored. Later calls are refused with `closed`. */
  close(): Promise<void>;
}
