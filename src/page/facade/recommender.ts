import type { DescribeOptions, Description } from '../../contract/description.ts';
import type { EngineStatus, TrainOptions, TrainReport } from '../../contract/engine.ts';
import type { VitrineError } from '../../contract/errors.ts';
import type { ClientMessage, FederatedTask, PrivacyBudget, ServerMessage } from '../../contract/federated.ts';
import type {
  Imagination,
  ImagineQuery,
  PictureTrainingProgress,
  PictureTrainingReport,
  TrainPicturesOptions,
} from '../../contract/imagination.ts';
import type { InteractionName, StoredInteraction } from '../../contract/interaction.ts';
import type { ListReport, ReportEvent, ReportOptions } from '../../contract/list-report.ts';
import type { NeuralOptions } from '../../contract/neural.ts';
import type { CatalogueReport, Product, ProductId } from '../../contract/product.ts';
import type { BySource, RecommendationList, RecommendQuery } from '../../contract/recommendation.ts';
import type { RemoteOptions, RemoteShare } from '../../contract/remote.ts';
import type { SearchQuery, SearchResult, Suggestions, SuggestQuery, Synonym } from '../../contract/search.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import type { BrowseEvent, Consent, TrackReport } from '../../contract/visitor-event.ts';
import type { Declaration, VisitorProfile } from '../../contract/visitor-profile.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { EventStream } from '../events/connect.ts';
import type { EventAdapter } from '../events/event-adapter.ts';

/**
 * Products as the shop has them: an array, the address of a feed, or rows that arrive over time. A restarted engine
 * gets them again, so the page keeps the array, or the rows that arrived, and fetches a feed anew.
 */
export type ProductSource<TProduct extends Product = Product> =
  | readonly TProduct[]
  | string
  | URL
  | AsyncIterable<TProduct>;

export interface RecommenderOptions<TProduct extends Product = Product> {
  /** The products. Without them, call `setProducts` later. */
  products?: ProductSource<TProduct>;
  /**
   * Address of a pack, or its bytes. Without one, products are ranked by content and by this visitor's own clicks. An address that ends in
   * `.json` is that of the index of a pack in shards (docs/shards.md): the products come with the shards, as the visitor needs them, so
   * that `products` is left out. The first list loads `shards.js`, and needs HTTPS.
   */
  pack?: string | URL | ArrayBuffer;
  /** Name of the database in this browser. Two shops on one origin need two names. Default `vitrine`. */
  database?: string;
  /**
   * Words of one meaning, for searches: `['sofa', 'couch', '沙发']`, or one way only `{ from: 'trainers', to: ['running shoes'] }`.
   * Default none. One that is wrong is refused by the first search, and named.
   */
  synonyms?: readonly Synonym[];
  /** Fusion weights by source, instead of the pack's own. */
  weights?: BySource;
  /**
   * Candidates from an endpoint of the shop's own, for a catalogue that does not fit a page; its address may be relative to the page's.
   * Lists of the placement `home` have them beside the page's own, which rank alone where the endpoint is late or fails. What leaves the
   * page is what `share` says, `status().remote` shows it, and nothing is asked unless consent is `granted`. The first page of the
   * visit loads `remote-candidates.js`. Default none.
   */
  remote?: RemoteOptions;
  /**
   * Milliseconds after which a call fails with `deadline`. Default 5,000. Reading products and packs, and each pause
   * between two reports of a training, may take 12 times as long. A worker that is silent for half of it while calls wait is restarted.
   */
  deadline?: number;
  neural?: NeuralStart;
  /**
   * What the visitor allows. `granted`: the history is stored in this browser from the start. `pending`: nothing is stored, in no
   * database and no cache, until `consent('granted')`, which then stores what this page remembers. `denied`: nothing is kept, and
   * lists are not personal. Default: `denied` where the browser sends one of `signals`, else `granted`.
   */
  consent?: Consent;
  /**
   * Days after which what the visitor did is deleted, when a page of the shop opens; with it what was made of it, and weights that
   * were fine-tuned as long ago. Above 0. Default: it is kept as long as the browser keeps it.
   */
  retention?: number;
  /**
   * Signals of the browser by which a visitor refuses: where the browser sends one of them and the shop gives no `consent`,
   * consent starts as `denied`. The `consent` that the shop gives or sets later is the visitor's own answer and overrides them.
   * Default `['gpc']`.
   */
  signals?: readonly PrivacySignal[];
  /** Readers of the shop's own payloads for `track()`, tried before those of the package. Default none. */
  adapters?: readonly EventAdapter[];
  /** Generators that the shop trained: addresses of their files, or their bytes. A call that needs a missing one rejects with `no-generator`. */
  generators?: {
    pictures?: string | URL | ArrayBuffer;
    describer?: string | URL | ArrayBuffer;
    /** Finds products by a picture: `search({ image })`. Written by `vitrine train-encoder`. */
    encoder?: string | URL | ArrayBuffer;
    /**
     * Whether `describe` may ask the browser's own language model first, where one is ready. Its text is used only
     * where it invents nothing by the rule that the describer was trained with. Default `false`.
     */
    builtIn?: boolean;
  };
  /**
   * Whether problems and their remedies are written to the console, once for each error code. The event `problem` and
   * `status()` report all of them in any case. Default `true`.
   */
  warnings?: boolean;
  /** How to start the workers, where a bundler or a policy requires it. Default: from the files beside this module. */
  workers?: { engine?: () => Worker; neural?: () => Worker };
}

/** `gpc`: Global Privacy Control. `dnt`: Do Not Track. */
export type PrivacySignal = 'gpc' | 'dnt';

export interface NeuralStart extends NeuralOptions {
  /**
   * When the neural worker is fetched and started: `needed`: by the first call that needs it. `idle`, for a page
   * that will train: in the first idle moment after the first list. Default `needed`.
   */
  start?: 'needed' | 'idle';
}

export interface RecommenderEvents {
  /** Lists may be ranked differently now, because of a change here, in another tab, or by another recommender of this page. */
  change: { reason: 'interaction' | 'products' | 'pack' | 'training' | 'erase' | 'restart' | 'consent' };
  /** Something failed; the shop goes on. */
  problem: VitrineError;
  /** The state of workers, storage or backend changed. */
  status: RecommenderStatus;
  /**
   * What the visitor just did, as a GA4 event that says which list it is credited to, for the shop's own analytics: views of products
   * really seen, clicks, looks at products, carts, purchases and refunds. Only of a visitor whose consent is `granted`, and only
   * where somebody listens. Nothing is sent by Vitrine itself.
   */
  report: ReportEvent;
}

export interface RecommenderStatus extends EngineStatus {
  /** Of the engine worker. */
  state: 'starting' | 'ready' | 'restarting' | 'failed' | 'closed';
  /** Times the engine worker was started again. */
  restarts: number;
}

/** A picture in the page, as the browser holds it; or the id of a product, whose own picture is meant. */
export type SearchPicture =
  | Blob
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageData
  | ProductId;

/** Asks for products that look like a picture. */
export interface PictureQuery extends Omit<SearchQuery, 'text' | 'alike' | 'personal'> {
  /**
   * At most 50 megapixels and 64 MB: JPEG, PNG, WebP, GIF or whatever this browser decodes, but no SVG file. Of an animation the first frame
   * counts. It never leaves the page.
   */
  image: SearchPicture;
  /** What is said of it: `like this, in blue`. Understood as the text of any search. Default none. */
  text?: string;
}

/** Options that every call takes. */
export interface CallOptions {
  signal?: AbortSignal;
}

export interface ExportOptions extends CallOptions {
  /** Encrypts the file. Without the passphrase nobody can read it. Default: everyone who has the file can read it. */
  passphrase?: string;
}

export interface ImportOptions extends CallOptions {
  /** The passphrase that the file was exported with. Default none. */
  passphrase?: string;
}

export interface CheckOptions extends CallOptions {
  /** BCP 47 tag of the language in which findings are worded, English or Chinese. Default: that of the page. */
  language?: string;
}

/** The result of importing a profile, by events. */
export interface ImportReport {
  /** Events that are kept now. */
  stored: number;
  /** Events that were stored already. */
  known: number;
  /** Events that were not read: the oldest ones of a profile with more than 100,000. */
  leftOut: number;
  /** Events that cannot be used, such as one of a product named `undefined`. */
  refused: number;
  /** `false`: storage fails, or is not allowed yet, and the history is kept in memory. */
  durable: boolean;
}

/** Something that the visitor did earlier, elsewhere: before this browser knew them, or on another device. */
export interface PastInteraction {
  name: InteractionName;
  product: ProductId;
  /** When: milliseconds since 1970, an ISO 8601 text, or a `Date`. */
  at: number | string | Date;
  /** Default 1. */
  quantity?: number;
}

export interface PastReport {
  /** Interactions that are kept now. */
  stored: number;
  /** Interactions that were stored already, or came twice. */
  known: number;
  /** Interactions beyond the newest 100,000, which were not read. */
  leftOut: number;
  /** Whether they came in another order than that of their times. */
  reordered: boolean;
  /** Entries that cannot be used, such as one without a time or one of the future. */
  refused: readonly { index: number; message: string }[];
  /** `false`: storage fails, or is not allowed yet, and the history is kept in memory. */
  durable: boolean;
}

export interface UpdateOptions extends CallOptions {
  /** What the shop's server asks for in this round. */
  task: FederatedTask;
  /**
   * Takes a message to the shop's server and brings its answer, four times in a round. Nothing else of an update leaves the page. An
   * answer takes as long as the slowest of the other shoppers, or as the server waits for them.
   */
  exchange: (message: ClientMessage) => Promise<ServerMessage>;
  /** How much all updates together may tell about this visitor. Default ε 8 at δ 10⁻⁵. */
  budget?: PrivacyBudget;
  /** Milliseconds that an answer may take. Default 600,000. */
  answerDeadline?: number;
}

/** An update that was told. */
export interface UpdateReport {
  round: string;
  /** What all updates of this visitor tell together: ε, and the δ that it holds for. */
  epsilon: number;
  delta: number;
  /** Tensor backend that computed it. */
  backend: string;
}

/** What is known about a visitor, in numbers. */
export interface PrivacySummary {
  consent: Consent;
  /** `false`: it is in this page's memory only. */
  durable: boolean;
  /** Days for which it is kept. Absent where it is kept as long as the browser keeps it. */
  retention?: number;
  /** When the first of it was done, milliseconds since 1970. Absent where nothing is known. */
  since?: number;
  /** Visits: a pause of more than 30 minutes begins a new one. */
  sessions: number;
  interactions: number;
  /** Products that these interactions were with. */
  products: number;
  searches: number;
  /** Lists, categories and pages that were seen. */
  pages: number;
  /** Whether the attention model in use was fine-tuned on it. */
  fineTuned: boolean;
  /** Updates of federated learning that were made from it; `null` where this browser does not let it be read. */
  updates: number | null;
  /** What lists tell the shop's endpoint (the option `remote`) of the visitor now; `nothing` too where there is no endpoint, or no consent. */
  shared: RemoteShare;
}

/** A visitor's rights over what is stored about them. */
export interface Privacy {
  /** What is known about the visitor, in numbers: how much, since when, for how long. `<vitrine-privacy>` says it in words. */
  summary(options?: CallOptions): Promise<PrivacySummary>;
  /**
   * All that is stored about the visitor in this browser, as a JSON file that says what each of its fields means; empty lists where
   * they do not allow it. With a passphrase the file is encrypted (docs/privacy.md has the format). Rejects with
   * `no-encryption` where a page without HTTPS gives one.
   */
  export(options?: ExportOptions): Promise<Blob>;
  /**
   * Adds the events of a file that another browser exported. The whole file is checked before any of it is stored. Events are
   * sorted in by their time, and each is stored once, even if it is imported again. Consent is not imported.
   * Rejects with `profile-unreadable`, also above 64 MiB, `profile-version`, `wrong-passphrase`, `no-encryption` or `no-consent`.
   * @param file as it was exported, or its text
   */
  import(file: Blob | string, options?: ImportOptions): Promise<ImportReport>;
  /**
   * Makes one update of federated learning (docs/federated.md): gradient steps on this visitor's history, over the encoder's weights
   * alone, shortened, with noise, and masked so that the server learns only the sum of all shoppers' updates. Needs a pack with an
   * attention model, and consent that is `granted`. A ledger in this browser keeps account of what was told; `erase` deletes it with the
   * history. Rejects with `no-consent`, `privacy-budget`, `federated-refused`, `nothing-to-train`, `no-encryption`, `storage` or
   * `aborted`.
   */
  update(options: UpdateOptions): Promise<UpdateReport>;
  /** Deletes everything stored about this visitor in this browser; the same as `Recommender.erase`. */
  erase(options?: CallOptions): Promise<void>;
}

/**
 * The facade. Every promise settles by the deadline; a rejection is always a `VitrineError`, and one that nobody
 * awaits is never reported as unhandled, so that nothing of the package throws into the page.
 */
export interface Recommender<TProduct extends Product = Product> {
  /**
   * Takes event payloads as a page emits them: GA4 in all its forms, and those of other vendors (see the option `adapters`), up
   * to 200 products each. Resolves when the events are durably committed, or kept in memory where nothing can be stored
   * (`durable` says which).
   * Any number of calls may be made at once: what waits is given up when nothing was stored for a deadline. A payload that
   * was refused with `deadline` can be tracked again: it is stored once.
   */
  track(payload: unknown, options?: CallOptions): Promise<TrackReport>;
  /**
   * Takes in what the visitor did earlier, such as the orders of their account: at most the newest 100,000, in any order. They are
   * merged into the history by their times, and what is known already is stored once. Rejects with `no-consent` where the visitor
   * does not allow it.
   */
  remember(past: readonly PastInteraction[], options?: CallOptions): Promise<PastReport>;
  /** A ranked list. Waits until there are products to rank, or until reading them has failed. */
  recommend(query?: RecommendQuery & CallOptions): Promise<RecommendationList<TProduct>>;
  /**
   * The lists of one page, in this order, without repeats: what an earlier one shows, a later one does not. Without queries they
   * are the rows of a home page, composed for this visitor; their headings say what each is about (docs/placements.md).
   */
  recommendPage(queries?: readonly RecommendQuery[], options?: CallOptions): Promise<RecommendationList<TProduct>[]>;
  /**
   * Finds products by words, in any language: a typing error, another form of a word, an unfinished last word are allowed
   * for, and categories, brands, prices and exclusions in the text are understood. The visitor's history moves
   * products up. The first search loads `search.js` and builds the index; a search with an empty text does only
   * that, ahead of time. Waits for products as `recommend` does.
   *
   * With `image` it finds products that look like a picture: the neural worker compares it with the pictures of the products, by an
   * encoder that the shop trained. Rejects with `no-encoder` where the shop gave none, and with `picture-unreadable` or
   * `picture-too-large`.
   */
  search(query: (SearchQuery | PictureQuery) & CallOptions): Promise<SearchResult<TProduct>>;
  /** Completions of a text that is being typed: whole queries, categories and products. */
  suggest(query: SuggestQuery & CallOptions): Promise<Suggestions<TProduct>>;
  /** Replaces the catalogue once the whole feed is read. A newer call ends an older one with `aborted`. */
  setProducts(products: ProductSource<TProduct>, options?: CallOptions): Promise<CatalogueReport>;
  /**
   * Records which products of a list are really seen: half of the card in view for a second, once a list, or chosen. `<vitrine-shelf>`
   * and the bindings do it by themselves.
   * @param cards the element that holds the cards, each with the id of its product as `data-product`; they may come later
   * @returns a function that ends it: call it when the list goes. Rejects with `bad-options` where there is no element.
   */
  watch(list: RecommendationList, cards: Element): Promise<() => void>;
  /**
   * What lists brought, of all that this browser keeps of this visitor: by placement, rule and variant, how many products were seen, chosen,
   * put into the cart and bought, each credited to the list in which the product was last chosen. `vitrine report` gives the same table
   * of all visitors, from what the event `report` told. Rejects with `bad-options`.
   */
  report(options?: ReportOptions & CallOptions): Promise<ListReport>;
  /** The visitor's history, newest first. Default limit 100. */
  history(limit?: number, options?: CallOptions): Promise<StoredInteraction[]>;
  /**
   * Tracks the events that the page already sends to others: `dataLayer` (Google Tag Manager, `gtag`), `matomo` (`_paq`), `segment`
   * (`analytics`), `shopify` (standard storefront events). Earlier events are read too. Connect each stream once. With `dataLayer`, Google
   * Consent Mode is obeyed too: `personalization_storage` denied by `default` means `pending`; granted or denied by `update` is the
   * visitor's answer, and a denial deletes what is stored. `tcf` tracks nothing and obeys a consent platform by IAB Europe's framework
   * (`__tcfapi`): the purposes 1, 5 and 6 together are the visitor's answer.
   * @returns a function that ends it, as `close()` does. Rejects with `bad-options` where the page has no such stream.
   */
  connect(stream: EventStream): Promise<() => void>;
  /** Searches, lists, categories and pages that the visitor saw, newest first. Default limit 100. */
  browsing(limit?: number, options?: CallOptions): Promise<BrowseEvent[]>;
  /**
   * What is known about the visitor, in words: categories, brands, tags and prices, each interest with the products that it
   * comes from. Waits for products as `recommend` does; the first call loads `profile.js` (docs/profile.md).
   */
  profile(options?: CallOptions): Promise<VisitorProfile>;
  /**
   * What the visitor says about their interests: answers of a start in three questions, "more of this", "less of this". They
   * are stored as the history is, and count in the next list of the placement `home`, whose products then have the `rule`
   * that moved them (`more:brand:Iwa`). Rejects with `bad-options`, which names the one that cannot be used; the others are
   * stored.
   */
  declare(interests: readonly Declaration[], options?: CallOptions): Promise<void>;
  /**
   * Sets what the visitor allows from now on (see the option `consent`). From `granted` to `denied`, what is stored about
   * them is deleted, as by `erase()`.
   */
  consent(state: Consent): Promise<void>;
  /** A visitor's rights over what is stored about them: to export it, to import it on another device, to delete it. */
  readonly privacy: Privacy;
  /**
   * Fine-tunes the attention model on this visitor's history: `for await (const progress of shop.train())`; the report is the
   * return value. It begins with the first `next()`, and leaving the loop cancels it.
   */
  train(options?: TrainOptions & CallOptions): AsyncGenerator<TrainingProgress, TrainReport, void>;
  /**
   * Generates pictures, by default to this visitor's taste, each with the real products that are most like it. A generated
   * picture is no product and must not be shown as one. Rejects with `no-generator` where the shop gave no generator.
   */
  imagine(query?: ImagineQuery & CallOptions): Promise<Imagination<TProduct>>;
  /**
   * Writes the text of a product with a describer that the shop trained on its own texts; it invents no facts, and the one comes
   * first that this visitor's history shares most. A product that is given by its id must be in stock. Rejects with `no-generator` where the shop gave no describer.
   */
  describe(product: ProductId | TProduct, options?: DescribeOptions & CallOptions): Promise<Description>;
  /**
   * Trains a picture generator in this page: `for await (const progress of shop.trainPictures({ pictures }))`; its file
   * is in the return value. It begins with the first `next()`, and leaving the loop cancels it.
   */
  trainPictures(
    options: TrainPicturesOptions & CallOptions,
  ): AsyncGenerator<PictureTrainingProgress, PictureTrainingReport, void>;
  /** Deletes everything stored about this visitor in this browser. */
  erase(options?: CallOptions): Promise<void>;
  /**
   * A dry run for who builds the page: says in words what was understood of products and events, whether the two name products in the
   * same way, whether shelves are there and filled, and what went wrong, each with what to do about it. Nothing is recorded.
   * `console.log((await shop.check()).text)`. Rejects with `aborted`, `closed`, or
   * `worker-failed` where a file of the package is missing.
   */
  check(options?: CheckOptions): Promise<CheckReport>;
  /** Always answers; where the engine is silent, with the latest figures known. */
  status(options?: CallOptions): Promise<RecommenderStatus>;
  /** @returns a function that ends the subscription. */
  on<TName extends keyof RecommenderEvents>(
    name: TName,
    listener: (event: RecommenderEvents[TName]) => void,
  ): () => void;
  /** Ends the workers once pending interactions are stored. Later calls are refused with `closed`. */
  close(): Promise<void>;
}
