import type { SourceName } from '../contract/recommendation.ts';
import { fuse, type Ranked, take } from '../ranking/fusion.ts';
import type { CandidateSource, VisitorContext } from '../retrieval/candidate-source.ts';

export interface Wish {
  /** Products wanted. */
  limit: number;
  /** 0 (none) … 1. */
  diversity: number;
}

/** Re-ranking: of candidates in order of score, the places of those to show, in the order to show them. */
export type Rerank = (items: Int32Array, scores: Float32Array, wish: Wish) => Int32Array;

export interface FunnelParts {
  sources: readonly CandidateSource[];
  /** By source; one that is not named has none. Only ratios matter. */
  weights: Partial<Record<SourceName, number>>;
  /** Default: the best `limit` as they are. */
  rerank?: Rerank;
}

export interface Funnel {
  /** @returns at most `wish.limit` items, all of them in `context.allowed`; fewer where the sources know no more. */
  recommend(context: VisitorContext, wish: Wish): Ranked;
}

/** Candidates asked of each source. */
const DEPTH = 200;

/** Retrieval → ranking → re-ranking. The page, the command line and evaluation all rank through this one. */
export function createFunnel({ sources, weights, rerank = best }: FunnelParts): Funnel {
  return {
    recommend(context, wish) {
      const depth = Math.max(DEPTH, wish.limit);
      const ranked = fuse(
        sources.map((source) => ({
          source: source.name,
          weight: weights[source.name] ?? 0,
          candidates: source.retrieve(context, depth),
        })),
      );
      return take(ranked, rerank(ranked.items, ranked.scores, wish));
    },
  };
}

function best(items: Int32Array, _scores: Float32Array, { limit }: Wish): Int32Array {
  return Int32Array.from({ length: Math.min(limit, items.length) }, (_, place) => place);
}
