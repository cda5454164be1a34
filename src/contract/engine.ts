import type { WireError } from './errors.ts';
import type { StoredInteraction } from './interaction.ts';
import type { NeuralStatus } from './neural.ts';
import type { CatalogueReport, Product, ProductId } from './product.ts';
import type { BySource, RecommendationList, RecommendQuery } from './recommendation.ts';
import type { SearchQuery, SearchResult, Suggestions, SuggestQuery, Synonym } from './search.ts';
import type { TrainingProgress } from './training-progress.ts';
import type { BrowseEvent, Consent, TrackReport, VisitorEvent } from './visitor-event.ts';

/** What the page tells the engine at the start. Cloneable. */
export interface EngineOptions {
  /** Name of the IndexedDB database; one a shop. Default `vitrine`. */
  database: string;
  /** Fixed fusion weights by source. Default: the pack's own, tuned on its validation split. */
  weights?: BySource;
  /** Absolute address of the script that scans large catalogues on a GPU. Default: none is looked for. */
  gpuScan?: string;
  /** Absolute address of the script that reads feeds of other forms than Vitrine's own. Default: there is none. */
  feedForms?: string;
  /** Absolute address of the script that puts rules to work. Default: a query with rules is refused. */
  listRules?: string;
  /** Absolute address of the script that reads click and purchase probabilities. Default: lists have none. */
  responses?: string;
  /** Default `granted`. */
  consent?: Consent;
  /** Absolute address of the script that searches. Default: a search is refused. */
  search?: string;
  /** Words of one meaning, for searches. Default none. They are checked by the first search. */
  synonyms?: readonly Synonym[];
}

/**
 * What the engine tells the page unasked: `interaction` and `erase`, by another tab or another recommender of the same
 * database; `status`, that storage failed or works again.
 */
export type EngineNews = 'interaction' | 'erase' | 'status';

export interface EngineStatus {
  /** Products in the catalogue. */
  products: number;
  /** Interactions in this browser's history. */
  interactions: number;
  /** Sessions in this browser's history. */
  sessions: number;
  /** `false`: storage failed, or is not allowed yet, and history lives in memory. */
  durable: boolean;
  pack: PackStatus | null;
  /** Fusion weights in use. */
  weights: BySource;
  /** Whether the attention model in use was fine-tuned on this visitor's history. */
  fineTuned: boolean;
  /** The code that scores the pack's item vectors; `null` where it has none. */
  scoring: ScoringStatus | null;
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

/** The pack that serves. */
export interface PackStatus {
  bytes: number;
  /** Products that it was trained on. */
  products: number;
  /** Names of its sections. */
  sections: readonly string[];
  /** ISO date on which it was written. */
  created: string;
}

export interface TrainOptions {
  /** Passes over the visitor's own sessions. Default 5. */
  epochs?: number;
  /** Above 0, at most 1. Default 3e-4. */
  learningRate?: number;
}

export interface TrainReport {
  /** Whether the new weights serve. `false`: validation got worse, and the old ones were kept. */
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
  /** Opens the history: from then on `record` works, whatever becomes of pack and products. */
  open(options: EngineOptions, onNews?: (news: EngineNews) => void): Promise<EngineStatus>;
  /**
   * Reads a pack: its absolute address, or its bytes. Products that are there already get their new rows. While it
   * arrives, lists are made with the sections that are complete, and wait until one can rank. Rejects with `pack-…`,
   * and what served before goes on.
   */
  loadPack(pack: string | ArrayBuffer): Promise<EngineStatus>;
  /** Fetches, parses and takes a feed inside the worker. Replaces the catalogue when it was read to the end. */
  loadProducts(url: string): Promise<CatalogueReport>;
  /** One batch of rows of a feed that the page holds; they take effect at `commitProducts`. */
  stageProducts(rows: readonly unknown[]): Promise<void>;
  /** Drops what is staged and ends a `loadProducts` under way: the page gave that feed up, or starts another. */
  discardProducts(): Promise<void>;
  commitProducts(): Promise<CatalogueReport>;
  /**
   * Resolves only when durably committed, or kept in memory where nothing can be stored. An id that is known is stored once.
   * @param earlier whether they were done before, elsewhere: oldest first, they take their place in time
   */
  record(events: readonly VisitorEvent[], earlier?: boolean): Promise<TrackReport>;
  recommend(query: RecommendQuery): Promise<RecommendationList>;
  /** The index of the products is built, or taken up from an earlier visit, by the first search. */
  search(query: SearchQuery): Promise<SearchResult>;
  suggest(query: SuggestQuery): Promise<Suggestions>;
  /** The visitor's history, newest first. */
  history(limit: number): Promise<StoredInteraction[]>;
  /** Searches, lists, categories and pages that the visitor saw, newest first. */
  browsing(limit: number): Promise<BrowseEvent[]>;
  /** Products that the visitor is interested in, each once, newest first: those that lists are personal by. */
  interests(limit: number): Promise<ProductId[]>;
  /** What the visitor allows from now on. From `granted` to `denied`, what is stored about them is deleted. */
  consent(state: Consent): Promise<void>;
  /** The records of these products, in this order; `null` where the catalogue has none, or it is out of stock. */
  products(ids: readonly ProductId[]): Promise<(Product | null)[]>;
  /** Fine-tunes the attention model on this visitor's history in the neural worker. */
  train(call: string, options: TrainOptions, onProgress: (progress: TrainingProgress) => void): Promise<TrainReport>;
  /** Ends the call of that name with `aborted`. */
  cancel(call: string): Promise<void>;
  /** The engine's end of a channel to the neural worker; a new one replaces a dead one. */
  connectNeural(port: MessagePort): Promise<void>;
  /** The neural worker is gone: calls that wait for it fail now. */
  disconnectNeural(): Promise<void>;
  /** Deletes everything stored about the visitor: history, fine-tuned weights. */
  erase(): Promise<void>;
  /** Answers at any time, before `open` too. */
  status(): Promise<EngineStatus>;
  close(): Promise<void>;
}
