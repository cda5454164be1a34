import type { SourceName } from '../../contract/recommendation.ts';
import { SOURCE_NAMES } from '../sources/source-names.ts';
import type { CandidateTable } from './candidate-table.ts';
import type { ItemPopularity } from './item-popularity.ts';

/** What a source says of a candidate that it found; each is 0 where it did not. Raw evidence: `score`, its sum: `mass`. */
type OfSource = (table: CandidateTable, row: number, column: number, score: number) => number;
/** What the item `age` steps back in the history contributed to the evidence. Packs know it as `voice1` … `voice3`. */
const contribution =
  (age: number): OfSource =>
  (table, row, column) =>
    Math.log1p((1000 * table.contribution(row, column, age)) / table.masses[column]);

const OF_SOURCES = {
  share: (table, _, column, score) => score / table.masses[column],
  /** Who is first matters more than by how much. */
  logShare: (table, _, column, score) => Math.log1p((1000 * score) / table.masses[column]),
  /** A share of little evidence is worth less. */
  evidence: (_table, _row, _column, score) => Math.log1p(score),
  voice1: contribution(0),
  voice2: contribution(1),
  voice3: contribution(2),
} as const satisfies Record<string, OfSource>;

/** Latest items of the history among which an item is looked for. */
const LATELY = 100;

/** How an item was met in the latest part of the history. */
interface Met {
  /** Steps ago, 1 for the latest item. */
  steps: number;
  times: number;
}

class RecentHistory {
  readonly length: number;
  /** 0 where there is no history. */
  readonly latest: number;
  readonly met = new Map<number, Met>();
  /** Share of the latest items that are no repetition of another. */
  readonly distinct: number;

  constructor(history: Int32Array) {
    this.length = history.length;
    this.latest = history.at(-1) ?? 0;
    const lately = history.subarray(-LATELY);
    lately.forEach((item, at) => {
      this.met.set(item, { steps: lately.length - at, times: (this.met.get(item)?.times ?? 0) + 1 });
    });
    this.distinct = this.met.size / Math.max(1, lately.length);
  }
}

/** What is known of a candidate whoever found it. */
type OfItem = (visitor: RecentHistory, item: number, popularity: ItemPopularity) => number;
const OF_ITEMS = {
  /** 0 for never: in a session shoppers come back to what they saw. */
  'item.met': ({ met }, item) => 1 / (met.get(item)?.steps ?? Number.POSITIVE_INFINITY),
  'item.timesMet': ({ met }, item) => Math.log1p(met.get(item)?.times ?? 0),
  'item.latest': ({ latest }, item) => Number(item === latest),
  'item.popularity': (_, item, popularity) => popularity.of(item, 0),
  'item.popularityLately': (_, item, popularity) => popularity.of(item, 1),
  'item.popularityNow': (_, item, popularity) => popularity.of(item, 2),
} as const satisfies Record<string, OfItem>;

/** What is known of the visitor: the same for all candidates, so it changes how the others are weighed. */
type OfVisitor = (visitor: RecentHistory, popularity: ItemPopularity) => number;
const OF_VISITORS = {
  'visitor.length': ({ length }) => Math.log1p(length),
  'visitor.distinct': ({ distinct }) => distinct,
  'visitor.returned': ({ latest, met }) => Number((met.get(latest)?.times ?? 0) > 1),
  'visitor.latestPopularity': ({ latest }, popularity) => popularity.of(latest, 0),
} as const satisfies Record<string, OfVisitor>;

type FeatureOfSource = keyof typeof OF_SOURCES;
type FeatureOfItem = keyof typeof OF_ITEMS;
type FeatureOfVisitor = keyof typeof OF_VISITORS;
/** `rules.share`, `item.met`, `visitor.length`, … */
export type FeatureName = `${SourceName}.${FeatureOfSource}` | FeatureOfItem | FeatureOfVisitor;

const namesOf = <TName extends string>(table: Record<TName, unknown>): TName[] => Object.keys(table) as TName[];

/** All features that a source gives. */
export function featuresOf(source: SourceName): FeatureName[] {
  return namesOf(OF_SOURCES).map((feature): FeatureName => `${source}.${feature}`);
}

/** All features that no source gives. */
export const OTHER_FEATURES: readonly FeatureName[] = [...namesOf(OF_ITEMS), ...namesOf(OF_VISITORS)];

export const FEATURE_NAMES: readonly FeatureName[] = [...SOURCE_NAMES.flatMap(featuresOf), ...OTHER_FEATURES];

/** What the learned ranker sees of candidates: the named features, a row a candidate. */
export class CandidateFeatures {
  /** Sources that the features are of, in the order of their first one. */
  readonly sources: readonly SourceName[];
  readonly #ofSources: readonly { source: SourceName; at: number; value: OfSource }[];
  readonly #ofItems: readonly { at: number; value: OfItem }[];
  readonly #ofVisitors: readonly { at: number; value: OfVisitor }[];
  readonly #popularity: ItemPopularity;

  /** @param names the columns, none twice */
  constructor(
    readonly names: readonly FeatureName[],
    popularity: ItemPopularity,
  ) {
    this.#popularity = popularity;
    this.#ofSources = names.flatMap((name, at) => {
      const [source, feature] = name.split('.') as [SourceName, FeatureOfSource];
      return SOURCE_NAMES.includes(source) ? [{ source, at, value: OF_SOURCES[feature] }] : [];
    });
    this.#ofItems = pick(names, OF_ITEMS);
    this.#ofVisitors = pick(names, OF_VISITORS);
    this.sources = [...new Set(this.#ofSources.map(({ source }) => source))];
  }

  /** Columns of a source. */
  columnsOf(source: SourceName): number[] {
    return this.#ofSources.flatMap((feature) => (feature.source === source ? [feature.at] : []));
  }

  /**
   * @param table its sources that no feature is of are left out
   * @param history the visitor's items, oldest first
   * @param rows of the table; default all
   * @returns [rows, names], row-major
   */
  read(table: CandidateTable, history: Int32Array, rows: Int32Array = allRows(table)): Float32Array {
    const width = this.names.length;
    const features = new Float32Array(rows.length * width);
    for (const { source, at, value } of this.#ofSources) {
      const column = table.sources.indexOf(source);
      if (column < 0) continue;
      rows.forEach((row, place) => {
        const score = table.scores[row * table.sources.length + column];
        if (score > 0) features[place * width + at] = value(table, row, column, score);
      });
    }
    const visitor = new RecentHistory(history);
    for (const { at, value } of this.#ofItems) {
      rows.forEach((row, place) => {
        features[place * width + at] = value(visitor, table.items[row], this.#popularity);
      });
    }
    for (const { at, value } of this.#ofVisitors) {
      const own = value(visitor, this.#popularity);
      for (let place = 0; place < rows.length; place++) features[place * width + at] = own;
    }
    return features;
  }
}

function pick<TValue>(names: readonly FeatureName[], values: Record<string, TValue>): { at: number; value: TValue }[] {
  return names.flatMap((name, at) => (Object.hasOwn(values, name) ? [{ at, value: values[name] }] : []));
}

function allRows({ items }: CandidateTable): Int32Array {
  return Int32Array.from(items.keys());
}
