import type { InteractionName } from '../src/contract/interaction.ts';
import type { CatalogueReport, Product, ProductId } from '../src/contract/product.ts';
import type { LogSummary } from '../src/trainer/log/inspect-log.ts';
import type { LogQuestion } from '../src/trainer/log/log-question.ts';
import type { LogHints } from '../src/trainer/log/understanding.ts';
import type { Options } from '../src/trainer/options/option.ts';
import type { StepProgress } from '../src/trainer/progress.ts';

/** What was understood of a product feed. */
export interface FeedUnderstanding {
  /** Of its file. */
  file: string;
  report: CatalogueReport;
  /** How many products have each field. */
  fields: Readonly<Record<string, number>>;
  /** The first of them. */
  examples: readonly Product[];
}

/** What was understood of a log, or what has to be said before it can be. */
export type LogUnderstanding = {
  /** Of its file. */
  file: string;
  /** What a person has said of it. */
  hints: LogHints;
} & ({ summary: LogSummary } | { question: LogQuestion; message: string });

/** What lies on the workbench. */
export interface Bench {
  /** What the shop is called: the feed's file, or as it was named. */
  name: string;
  feed?: FeedUnderstanding;
  log?: LogUnderstanding;
  /** The pack that was trained or brought last. */
  pack?: PackContents;
  /** What a training was asked for that has not come to its end: the same goes on from its checkpoint. */
  unfinished?: TrainingChoice;
}

/** Options of `trainPack`, by name; those that are left out are as the table says. */
export type TrainingChoice = Readonly<Record<string, unknown>>;

export interface PackContents {
  bytes: number;
  products: number;
  created: string;
  /** How the sources are weighed where no ranker was learned. */
  weights: Readonly<Record<string, number>>;
  /** On validation, by `NAME.METRIC`. */
  metrics: Readonly<Record<string, number>>;
  sections: readonly { name: string; bytes: number; options: Readonly<Record<string, unknown>> }[];
}

/** How one ranking did on shoppers whom it had not learned from. */
export interface MeasuredRanking {
  name: string;
  kind: 'pack' | 'source' | 'baseline';
  metrics: Readonly<Record<string, number>>;
}

export interface Comparison {
  /** Questions that were asked. */
  cases: number;
  rankings: readonly MeasuredRanking[];
  /** Half widths of 95 % intervals of the pack's own ranking, by metric. */
  intervals: Readonly<Record<string, number>>;
  /** Where attention goes, product by product from the most popular on. */
  exposure: readonly { name: string; shares: readonly number[] }[];
}

/** One click of a shopper of the log, or of a made-up one. */
export interface Click {
  product: ProductId;
  title: string;
  name: InteractionName;
}

export interface LoggedShopper {
  id: string;
  /** The latest, oldest first. */
  clicks: readonly Click[];
}

export interface ListedProduct {
  product: ProductId;
  title: string;
  /** By source; sums to 1. */
  shares: Readonly<Record<string, number>>;
  /** The click that gave most, or −1. */
  because: number;
}

/** A list, and how it changes without each of the clicks. */
export interface ExplainedList {
  items: readonly ListedProduct[];
  /** The share of the list that goes when this click is removed. [clicks] */
  weights: readonly number[];
}

/** How much each click looks back at each one before it. */
export interface AttentionShares {
  /** Places of the clicks that the model reads. */
  clicks: readonly number[];
  /** By block and head: a row for each click read, its shares over those up to it. Each row sums to 1. */
  heads: readonly { block: number; head: number; shares: readonly (readonly number[])[] }[];
}

export interface EmbeddingMap {
  /** The section whose vectors they are. */
  section: string;
  /** The share of the vectors' variance that the two axes hold. */
  explained: number;
  points: readonly { product: ProductId; title: string; category: string; x: number; y: number; clicks: number }[];
  /** Products that have a vector; the map shows the most popular of them. */
  all: number;
}

/** The studio's worker: reads, trains, measures and looks inside. Its methods reject with a VitrineError. */
export interface Workbench {
  /**
   * Lays out what was kept from an earlier visit.
   * @param wasm address of the tensor runtime's SIMD file
   */
  open(wasm: string): Promise<Bench>;
  /**
   * Tells a feed from a log, and puts each in the place of what was there of its kind. A pack of other files goes.
   * @param anew a feed begins another shop: the log that was there goes. Default: it stays
   * @throws VitrineError `bad-options` where there are two of one kind; `feed-unreadable`. Then all is as it was
   */
  take(files: readonly File[], anew?: boolean): Promise<Bench>;
  /** Reads the log again by what a person has said of it. */
  answer(hints: LogHints): Promise<Bench>;
  rename(name: string): Promise<void>;
  /** Nothing is kept of the files, the pack and the training any more. */
  clear(): Promise<void>;

  products(): Promise<Product[]>;
  /** @param most of them, those with the most clicks first */
  shoppers(most: number, clicks: number): Promise<LoggedShopper[]>;

  /** What can be chosen of a training, and of each of its models. */
  options(): Promise<{ options: Options; settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> }>;
  /** Goes on from the checkpoint of the same training, where one was stopped. */
  train(choice: TrainingChoice, tell: (progress: StepProgress) => void): Promise<Bench>;
  /** Trains on a part of the log and asks about the rest. @param shoppers at most */
  compare(choice: TrainingChoice, shoppers: number, tell: (progress: StepProgress) => void): Promise<Comparison>;
  /** Stops the training or the comparison; its checkpoint stays. */
  stop(): Promise<void>;
  /** Forgets the checkpoints of a training that was stopped. */
  abandon(): Promise<Bench>;

  pack(): Promise<ArrayBuffer | undefined>;
  map(most: number): Promise<EmbeddingMap | undefined>;
  attention(clicks: readonly Click[]): Promise<AttentionShares | undefined>;
  explain(clicks: readonly Click[], limit: number): Promise<ExplainedList | undefined>;
}
