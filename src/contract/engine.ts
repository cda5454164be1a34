import type { WireError } from './errors.ts';
import type { StoredInteraction } from './interaction.ts';
import type { ListReport, ReportEvent, ReportOptions } from './list-report.ts';
import type { NeuralStatus } from './neural.ts';
import type { CatalogueReport, Product, ProductId } from './product.ts';
import type { BySource, Objective, RecommendationList, RecommendQuery } from './recommendation.ts';
import type { RemoteOptions, RemoteStatus } from './remote.ts';
import type { ScriptAddresses } from './script-parts.ts';
import type { SearchQuery, SearchResult, Suggestions, SuggestQuery, Synonym } from './search.ts';
import type { ShardsStatus } from './shards.ts';
import type { TrainingProgress } from './training-progress.ts';
import type { BrowseEvent, Consent, TrackReport, VisitorEvent } from './visitor-event.ts';
import type { Declaration, VisitorProfile } from './visitor-profile.ts';

/** What the page sends the engine at the start. Cloneable. */
export interface EngineOptions {
  /** Name of the IndexedDB database; each shop has its own. Default `vitrine`. */
  database: string;
  /** Fixed fusion weights by source. Default: the pack's own, tuned on its validation split. */
  weights?: BySource;
  /** Where the parts of its code are that few shops need. Default: it has none of them. */
  parts?: ScriptAddresses;
  /** Default `granted`. */
  consent?: Consent;
  /** Days for which events are kept. Default: as long as the browser keeps them. */
  retention?: number | undefined;
  /** Words of one meaning, for searches. Default none. They are checked by the first search. */
  synonyms?: readonly Synonym[] | undefined;
  /** Encoder of pictures: the absolute address of its file, or its bytes. Read by the first list of what looks similar. Default none. */
  encoder?: string | ArrayBuffer | undefined;
  /** Candidates from the shop's endpoint. Default none. */
  remote?: RemoteOptions | undefined;
}

/**
 * What the engine reports to the page by itself: `interaction` and `erase`, done by another tab or another recommender of
 * the same database; `status`, when storage failed or works again; `products`, when shards came that a list did without.
 */
export type EngineNews = 'interaction' | 'erase' | 'training' | 'status' | 'products';

export interface EngineStatus {
  /** Products in the catalogue. */
  products: number;
  /** Interactions in this browser's history. */
  interactions: number;
  /** Sessions in this browser's history. */
  sessions: number;
  /** `false`: storage failed, or is not allowed yet, and the history is kept in memory. */
  durable: boolean;
  pack: PackStatus | null;
  /** Fusion weights in use. */
  weights: BySource;
  /** Whether the attention model in use was fine-tuned on this visitor's history. */
  fineTuned: boolean;
  /** The code that scores the pack's item vectors; `null` where it has none. */
  scoring: ScoringStatus | null;
  /** The endpoint of remote candidates, and what was sent to it; `null` where the shop has none. */
  remote: RemoteStatus | null;
  /** The pack in shards, and what of it is here. Absent where the pack is one file. */
  shards?: ShardsStatus | undefined;
  /** `null` until the neural worker was needed. */
  neural: NeuralStatus | null;
  /** What went wrong since the start, newest last; at most 20. */
  problems: readonly WireError[];
}

/** The code that scores item vectors. Every kind gives the same answers. */
export interface ScoringStatus {
  kind: 'webgpu' | 'wasm-simd' | 'typescript';
  /** Why it is this kind, in words; empty where SIMD serves a catalogue too small for a GPU. */
  reason: string;
}

/** The pack in use. */
export interface PackStatus {
  bytes: number;
  /** Products that it was trained on. */
  products: number;
  /** Names of its sections. */
  sections: readonly string[];
  /** ISO date on which it was written. */
  created: string;
  /** What a visitor's own lists are made for where a query names no `objective`. */
  objective: Objective;
}

export interface TrainOptions {
  /** Passes over the visitor's own sessions. Default 5. */
  epochs?: number;
  /** Above 0, at most 1. Default 3e-4. */
  learningRate?: number;
}

/** What the page asks the engine for. */
export interface TrainRequest extends TrainOptions {
  /** When the page asked for it, before it started any worker; milliseconds since 1970. Default now. */
  asked?: number;
}

export interface TrainReport {
  /** Whether the new weights are in use. `false`: validation got worse, and the old ones were kept. */
  adopted: boolean;
  /** Steps of the optimiser. */
  steps: number;
  /** Validation loss before and after, nats per item. */
  before: number;
  after: number;
  backend: string;
}

/**
 * All that the page may ask of the engine worker. Async and cloneable; one implementation, in process or over a port.
 */
export interface Engine {
  /** Opens the history: from then on `record` works, even where pack or products fail. */
  open(options: EngineOptions, onNews?: (news: EngineNews) => void): Promise<EngineStatus>;
  /**
   * Reads a pack: its absolute address, or its bytes; or, where the address ends in `.json`, the index of a pack in shards, with
   * which the products come. Products that are loaded already get new rows. While the
   * pack arrives, lists are made with the sections that are complete, and wait until one can rank. Rejects with `pack-…`;
   * then the engine keeps what it had before.
   */
  loadPack(pack: string | ArrayBuffer): Promise<EngineStatus>;
  /** Fetches and parses a feed inside the worker. Replaces the catalogue once the feed was read to its end. */
  loadProducts(url: string): Promise<CatalogueReport>;
  /** One batch of rows of a feed that the page has; they take effect at `commitProducts`. */
  stageProducts(rows: readonly unknown[]): Promise<void>;
  /** Drops what is staged and ends a running `loadProducts`: the page gave that feed up, or starts another. */
  discardProducts(): Promise<void>;
  commitProducts(): Promise<CatalogueReport>;
  /**
   * Resolves only when the events are durably committed, or kept in memory where nothing can be stored. An id is stored once.
   * @param earlier whether the events happened before, elsewhere: then they are sorted in by their time, oldest first
   */
  record(events: readonly VisitorEvent[], earlier?: boolean): Promise<TrackReport>;
  recommend(query: RecommendQuery): Promise<RecommendationList>;
  /**
   * The lists of one page, in this order: no product is on two of them, and the earlier one has it.
   * @param queries default: the rows of a home page, composed for this visitor
   */
  recommendPage(queries?: readonly RecommendQuery[]): Promise<RecommendationList[]>;
  /** What is known about the visitor, in words. */
  profile(): Promise<VisitorProfile>;
  /** What lists brought, of all that is kept of what the visitor did. @throws VitrineError `bad-options` */
  report(options: ReportOptions): Promise<ListReport>;
  /** What was done in these events as GA4 events, each credited to a list; none where the visitor did not allow that it leaves the page. */
  reportEvents(ids: readonly string[]): Promise<ReportEvent[]>;
  /** Interests in the visitor's own words: they count for the next list. @throws VitrineError `bad-options`, `no-consent` */
  declare(declarations: readonly Declaration[]): Promise<void>;
  /** The first search builds the index of the products, or loads the one that an earlier visit stored. */
  search(query: SearchQuery): Promise<SearchResult>;
  suggest(query: SuggestQuery): Promise<Suggestions>;
  /** The visitor's history, newest first. */
  history(limit: number): Promise<StoredInteraction[]>;
  /** Searches, lists, categories and pages that the visitor saw, newest first. */
  browsing(limit: number): Promise<BrowseEvent[]>;
  /** Products that the visitor is interested in, each once, newest first: those that make lists personal. */
  interests(limit: number): Promise<ProductId[]>;
  /** What the visitor allows from now on. From `granted` to `denied`, what is stored about them is deleted. */
  consent(state: Consent): Promise<void>;
  /** The records of these products, in this order; `null` where the catalogue has none, or it is out of stock. */
  products(ids: readonly ProductId[]): Promise<(Product | null)[]>;
  /** Fine-tunes the attention model on this visitor's history in the neural worker. */
  train(call: string, options: TrainRequest, onProgress: (progress: TrainingProgress) => void): Promise<TrainReport>;
  /** Ends the call of that name with `aborted`. */
  cancel(call: string): Promise<void>;
  /** The engine's end of a channel to the neural worker; a new one replaces a dead one. */
  connectNeural(port: MessagePort): Promise<void>;
  /** The neural worker ended: calls that wait for it fail now. */
  disconnectNeural(): Promise<void>;
  /** Deletes everything stored about the visitor: history, fine-tuned weights. */
  erase(): Promise<void>;
  /** Answers at any time, before `open` too. */
  status(): Promise<EngineStatus>;
  close(): Promise<void>;
}
