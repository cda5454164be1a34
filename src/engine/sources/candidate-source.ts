import type { ScoringStatus } from '../../contract/engine.ts';
import type { InteractionName } from '../../contract/interaction.ts';
import type { Product, ProductId } from '../../contract/product.ts';
import type { ProductFilter, SourceName } from '../../contract/recommendation.ts';
import type { ChooseGpu } from '../../kernels/scoring/ahead-scorer.ts';
import type { Bitset } from '../../kernels/scoring/bitset.ts';
import type { ItemMatrix } from '../../kernels/scoring/item-matrix.ts';
import type { EncodedSession } from './encoded-session.ts';

/** What the funnel knows of the visitor when it is asked. Item rows, oldest first. */
export interface VisitorContext {
  /** Items that the visitor showed interest in, one entry per interaction. [length] */
  readonly items: Int32Array;
  /** What was done, parallel to `items`. */
  readonly names: readonly InteractionName[];
  /** Position in `items` at which the running session starts. */
  readonly sessionStart: number;
  /** What visitors met with whom the shop knows this one to be linked, item rows of each. Default none. */
  readonly friends?: readonly Int32Array[];
  /** Rows that may be shown: live, in stock, through the filter, not seen. Applied before top-k. */
  readonly allowed: Bitset;
  /**
   * Products that the catalogue lacks, by rows that follow its own: candidates from outside brought their records. They are
   * guests of this list alone, without features and vectors, so that no table grows by them. Default: none may come.
   */
  readonly guests?: Map<number, Product>;
  /** The products that the page gave to be put in order, each once, in its own order. Default: all may be shown. */
  readonly among?: Int32Array | undefined;
  /** The filter of the list, for guests; `allowed` has gone through it. */
  readonly filter?: ProductFilter | undefined;
  /** Of products with equal scores the one with more comes first. Default: in order of row. */
  readonly ties?: (item: number) => number;
  /** The latest products that the visitor turned to, and those that the catalogue lacks too, each once, newest first. */
  readonly latest?: (count: number) => ProductId[];
  /** What the list is made for, where that is not that the visitor turns to its products. @returns scores in the new order */
  readonly aim?: ((items: Int32Array, scores: Float32Array, limit: number) => Float32Array) | undefined;
  /** Whether the visitor is not to be shown a guest: they have seen or dismissed it. */
  readonly hides?: (id: ProductId) => boolean;
}

/** Candidates of one source, best first. */
export interface Candidates {
  /** ItemIndex values. [count] */
  readonly items: Int32Array;
  /** ≥ 0, finite: evidence that adds up. Fusion divides by the list's sum; a model gives probabilities. [count] */
  readonly scores: Float32Array;
  /**
   * The position in `context.items` that contributed most to a candidate, or −1. Worked out when it is asked for: a shelf asks
   * for the few that it shows.
   * @param place of the candidate in `items`
   */
  readonly because: (place: number) => number;
  /**
   * How much of a candidate's score one of the visitor's latest items gave: `age` 0 is the latest that the source knows.
   * Sources in which no single item contributes have none.
   */
  readonly contribution?: (place: number, age: number) => number;
}

/**
 * A source that has to be waited for: an engine elsewhere, an index that is still loading. The funnel asks it beside all
 * others and goes on without it at the deadline of the list. What comes from outside goes through `createOutsideSource`.
 */
export interface AwaitedSource {
  readonly name: SourceName;
  readonly awaited: true;
  /** As of any source. @param signal aborts when an answer is too late to be of use */
  retrieve(context: VisitorContext, limit: number, signal: AbortSignal): Candidates | Promise<Candidates>;
}

/** One cheap way to find products worth ranking. Sources are pure: the same context gives the same answer, at once. */
export interface CandidateSource {
  readonly name: SourceName;
  readonly awaited?: undefined;
  /** @returns at most `limit` candidates, all of them in `context.allowed`, none twice. Empty where the source knows nothing. */
  retrieve(context: VisitorContext, limit: number): Candidates;
  /**
   * Does ahead what the next `retrieve` of the same context would else do the slow way: a GPU has to be waited for. Asked
   * of large catalogues only, and not waited for beyond the deadline of the list; the answer is the same without it.
   */
  prepare?(context: VisitorContext, limit: number): Promise<void>;
  /** The visitor's vector, where the source ranks by one and knows a product of the history. [width] */
  taste?(context: VisitorContext): Float32Array | undefined;
  /** What its encoder has read, where it has one: the next visit can go on from there. */
  readonly session?: EncodedSession;
  /** Takes vectors of rows from `first` on, for products that it was not trained on. Only sources that have vectors do. */
  extend?(first: number, rows: ItemMatrix): void;
  /**
   * Answers by the fastest code that runs here from then on, where the source has any. The answers are the same.
   * @param choose looks for a GPU that scans a large catalogue. Default: none is looked for
   * @returns which code that is; goes on saying so when it changes
   */
  accelerate?(choose?: ChooseGpu): Promise<ScoringStatus>;
}

export const NO_CANDIDATES: Candidates = {
  items: new Int32Array(0),
  scores: new Float32Array(0),
  because: () => -1,
};
