import type { Catalogue } from '../catalogue/catalogue.ts';
import type { SourceName } from '../contract/recommendation.ts';
import { diversify } from '../reranking/diversity.ts';
import { spreadOver } from '../reranking/spread.ts';
import type { VisitorContext } from '../retrieval/candidate-source.ts';
import { createFunnel, type FunnelParts, type Ranked, type Wish } from './funnel.ts';

/** One product of a list before it is worded. */
export interface Placed {
  item: number;
  score: number;
  /** By source; sums to 1. Empty where no source spoke: the product is part of a spread. */
  shares: Partial<Record<SourceName, number>>;
  strongest: SourceName | null;
  /** Position in `context.items` that spoke most for it, as the strongest source sees it, or −1. */
  because: number;
}

export interface Ladder {
  place(context: VisitorContext, wish: Wish): Placed[];
}

/**
 * The cold ladder. The funnel as it was tuned comes first. Where it leaves places free (few sources know a product of the
 * filter; the pack is older than the products of interest; there is no pack), neighbours by content take them, then what
 * is popular; each step stays below the one before it. A funnel that knows nothing of this visitor gives way to the
 * other steps altogether. Only of a list that would be empty is a spread made.
 */
export function createLadder(catalogue: Catalogue, { sources, weights, learned }: Omit<FunnelParts, 'rerank'>): Ladder {
  const rerank = (items: Int32Array, scores: Float32Array, wish: Wish) =>
    diversify(catalogue.features, items, scores, wish);
  const alone = (name: SourceName) =>
    createFunnel({ sources: sources.filter((source) => source.name === name), weights: { [name]: 1 }, rerank });
  const tuned = createFunnel({ sources, weights, learned, rerank });
  const below = [alone('content'), alone('popular')];

  return {
    place(context, wish) {
      const ranked = tuned.recommend(context, wish);
      const placed = ranked.sources.some(isPersonal) ? placedOf(ranked, 1) : [];
      const allowed = context.allowed.clone();
      for (const step of below) {
        for (const { item } of placed) allowed.delete(item);
        if (placed.length === wish.limit) break;
        const more = step.recommend({ ...context, allowed }, { ...wish, limit: wish.limit - placed.length });
        placed.push(...placedOf(more, Math.min(1, ...placed.map(({ score }) => score))));
      }
      return placed.length > 0 ? placed : spread(catalogue, context, wish);
    },
  };
}

/** Whether a source speaks for this visitor, and not for all alike. */
export function isPersonal(source: SourceName): boolean {
  return source !== 'popular';
}

/** @param ceiling the highest score: the list's own where that is lower. */
function placedOf(ranked: Ranked, ceiling: number): Placed[] {
  const scale = ceiling < 1 ? ceiling / Math.max(...ranked.scores) : 1;
  return Array.from(ranked.items, (item, i) => ({
    item,
    score: ranked.scores[i] * scale,
    shares: sharesOf(ranked, i),
    strongest: ranked.sources[ranked.strongest[i]],
    because: ranked.because[i],
  }));
}

function sharesOf(ranked: Ranked, place: number): Placed['shares'] {
  const shares: Partial<Record<SourceName, number>> = {};
  ranked.sources.forEach((source, column) => {
    const share = ranked.shares[place * ranked.sources.length + column];
    if (share > 0) shares[source] = share;
  });
  return shares;
}

function spread(catalogue: Catalogue, { allowed }: VisitorContext, { limit }: Wish): Placed[] {
  return Array.from(spreadOver(catalogue, allowed, limit), (item, place) => ({
    item,
    score: 1 / (place + 1),
    shares: {},
    strongest: null,
    because: -1,
  }));
}
