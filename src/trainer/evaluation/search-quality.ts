import type { JudgedQuery } from './search-queries.ts';

/** What a search answered, by place in the catalogue. */
export interface Answer {
  /** Said to hold all that was asked for, best first. */
  whole: readonly number[];
  /** The nearest of the others, shown after these and marked as such. */
  alternatives: readonly number[];
}

const DEPTH = 10;

/** Means over queries. */
export interface SearchQuality {
  queries: number;
  /** Share of queries with a relevant product among the first ten shown. */
  'success@10': number;
  /** Share of the relevant, of ten at most, among the first ten shown. */
  'recall@10': number;
  /** Share of relevant products among the first ten that are said to hold all; of queries that have any. */
  'precision@10': number;
  /** Discounted cumulative gain over the best that was possible, of the first ten shown. */
  'NDCG@10': number;
  /** Share of queries for which nothing is shown. */
  nothing: number;
}

export function searchQuality(queries: readonly JudgedQuery[], answers: readonly Answer[]): SearchQuality {
  const sums = { success: 0, recall: 0, precision: 0, claimed: 0, gain: 0, nothing: 0 };
  queries.forEach(({ relevant }, i) => {
    const { whole, alternatives } = answers[i];
    const shown = [...whole, ...alternatives].slice(0, DEPTH);
    const hits = shown.map((place) => relevant.has(place));
    const found = hits.filter(Boolean).length;
    const possible = Math.min(DEPTH, relevant.size);
    const best = Array.from({ length: possible }, (_, rank) => gain(rank)).reduce((a, b) => a + b, 0);
    sums.success += Number(found > 0);
    sums.recall += possible === 0 ? 0 : found / possible;
    sums.gain += best === 0 ? 0 : hits.reduce((sum, hit, rank) => sum + (hit ? gain(rank) : 0), 0) / best;
    sums.nothing += Number(shown.length === 0);
    const claimed = whole.slice(0, DEPTH);
    if (claimed.length === 0) return;
    sums.claimed++;
    sums.precision += claimed.filter((place) => relevant.has(place)).length / claimed.length;
  });
  const mean = (sum: number, of = queries.length) => Number((sum / Math.max(1, of)).toFixed(4));
  return {
    queries: queries.length,
    'success@10': mean(sums.success),
    'recall@10': mean(sums.recall),
    'precision@10': mean(sums.precision, sums.claimed),
    'NDCG@10': mean(sums.gain),
    nothing: mean(sums.nothing),
  };
}

const gain = (rank: number): number => 1 / Math.log2(rank + 2);
