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
  /** What makes pictures, where such a file was given or trained. */
  generator?: GeneratorFacts;
  /** What writes texts, where such a file was given. */
  describer?: { file: string };
  /** Pictures of the shop's products, where some were given. */
  pictures?: PicturesUnderstanding;
  /** What a training of a picture generator was asked for that has not come to its end. */
  unfinishedPictures?: PicturesChoice;
  /** A generator that was trained here, until it is used or another one is trained. */
  trained?: TrainedGenerator & { file: string; bytes: number };
}

/** What is known of a generator that was trained here. */
export interface TrainedGenerator {
  /** Of the best examination: `distance`, `diversity` and `coverage`. */
  metrics: Readonly<Record<string, number>>;
  /** How the training diverged, where it did: the weights are the best ones before that. */
  diverged?: string;
}

/** What was understood of the shop's own pictures. */
export interface PicturesUnderstanding {
  count: number;
  /** Narrowest categories of the products that they show, those with the most pictures first. */
  kinds: readonly { name: string; pictures: number }[];
  /** Of those given last. */
  leftOut: readonly LeftOutPictures[];
}

/** Pictures that were left out: of no product, too small, too large, or not to be decoded. */
export interface LeftOutPictures {
  why: 'unknown' | 'small' | 'large' | 'broken';
  files: readonly string[];
}

/** What a picture generator is to learn. */
export interface PicturesChoice {
  /** Two nets against each other, on the shop's own pictures; or the flow of the generator on the bench, on those that it knows. */
  model: 'gan' | 'flow';
  kinds: readonly string[];
  /** Pixels a side; a flow has those of its generator. */
  size: number;
  /** Of each net, at most. */
  steps: number;
}

/** Pictures that a generator in training makes, and how good they are. */
export interface ExaminedPictures {
  step: number;
  /** How far the pictures are from real ones, how varied they are beside them, and which share of the real ones they cover. */
  distance: number;
  diversity: number;
  coverage: number;
  /** All alike, or most kinds are missing: such weights are never kept. */
  collapsed: boolean;
  /** Times that the training went back to its last good state. */
  rollbacks: number;
  sheet: DrawnPicture;
}

/** Pictures that a generator made of one kind, in one sheet. */
export interface MadeSheet {
  /** From noise to picture, where it makes them in steps: the columns of the sheet are the noise and each of them. Else 0. */
  steps: number;
  sheet: DrawnPicture;
}

/** A generator of pictures. */
export interface GeneratorFacts {
  file: string;
  /** Pixels a side. */
  size: number;
  /** Each with the real products whose pictures it knows. */
  kinds: readonly { name: string; pictures: number }[];
  /** Whether its pictures flow from noise in steps. */
  flows: boolean;
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
  /** What it tells about shoppers, and what its training left out, in words. */
  tells: readonly string[];
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

/** Pixels of a picture. */
export interface DrawnPicture {
  width: number;
  height: number;
  /** [height, width, 4] */
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** A picture that a generator made: it shows no product. */
export interface MadePicture extends DrawnPicture {
  kind: string;
  colour?: string;
}

/** A product that there is not, as the screen shows it. */
export interface ShownGap {
  categories: readonly string[];
  brand: string;
  /** Median of the category. */
  price?: number;
  currency?: string;
  /** Share of the visitors to whom its kind would be among the first of the shop. 0…1 */
  visitors: number;
  /** Absent where no generator lies on the bench, or it knows nothing of the category. */
  picture?: MadePicture;
  /** Absent where no describer lies on the bench, or it has nothing to say. */
  text?: string;
  /** Real products, the most alike first, by the cosine of their vectors with the gap's. */
  nearest: readonly { product: Product; similarity: number; picture?: DrawnPicture }[];
}

export interface GapsFound {
  /** The strongest first. */
  gaps: readonly ShownGap[];
  /** The same as `vitrine gaps --out` writes it. CSV. */
  table: string;
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
   * Tells feed, log, pack and generators by what the files hold, and puts each in the place of what was there of its kind. A
   * pack of another feed or log goes. Pictures named after products' ids come beside those that are there.
   * @param anew a feed begins another shop: the log that was there goes. Default: it stays
   * @throws VitrineError `bad-options` where there are two of one kind; `feed-unreadable`, `pack-corrupt`. Then all is as it was
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
  /** Looks for gaps in the range of the feed, by the pack. @param count gaps at most */
  gaps(count: number, tell: (progress: StepProgress) => void): Promise<GapsFound>;
  /** Takes pictures that the page drew of products. */
  takeDrawn(pictures: readonly { product: ProductId; picture: DrawnPicture }[]): Promise<Bench>;
  /** Trains a picture generator; goes on from the checkpoint of the same training, where one was stopped. */
  trainPictures(
    choice: PicturesChoice,
    tell: (progress: StepProgress) => void,
    onExamined: (found: ExaminedPictures) => void,
  ): Promise<Bench>;
  /** Ends the training of a picture generator where it stands, with the best weights so far. */
  finish(): Promise<void>;
  /** Forgets the checkpoint of a training of pictures that was stopped. */
  abandonPictures(): Promise<Bench>;
  /** The generator that was trained here. */
  trainedGenerator(): Promise<ArrayBuffer | undefined>;
  /** Lays it on the bench, in the place of the one that is there. */
  useTrained(): Promise<Bench>;
  /** Makes pictures of a kind with the generator on the bench; undefined where there is none. */
  drawSheet(kind: string, seed: number): Promise<MadeSheet | undefined>;
  /** Stops what is running; a training's checkpoint stays. */
  stop(): Promise<void>;
  /** Forgets the checkpoints of a training that was stopped. */
  abandon(): Promise<Bench>;

  pack(): Promise<ArrayBuffer | undefined>;
  map(most: number): Promise<EmbeddingMap | undefined>;
  attention(clicks: readonly Click[]): Promise<AttentionShares | undefined>;
  explain(clicks: readonly Click[], limit: number): Promise<ExplainedList | undefined>;
}
