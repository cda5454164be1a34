import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BySource, SourceName } from '../../contract/recommendation.ts';
import type { Bitset } from '../../kernels/scoring/bitset.ts';
import { diversify } from '../reranking/diversity.ts';
import { spreadOver } from '../reranking/spread.ts';
import type { VisitorContext } from '../sources/candidate-source.ts';
import { SOURCES } from '../sources/registry.ts';
import { isPersonal } from '../sources/source-names.ts';
import { createFunnel, type FunnelParts, type Wish as FunnelWish, type Ranked, type Rerank } from './funnel.ts';

/** One product of a list before it is worded. All but the first two is worked out when it is asked for. */
export interface RankedItem {
  readonly item: number;
  readonly score: number;
  /** By source; sums to 1. Empty where no source spoke: the product is part of a spread. */
  readonly shares: BySource;
  readonly strongest: SourceName | null;
  /** Position in `context.items` that spoke most for it, as the strongest source sees it, or −1. */
  readonly because: number;
}

export interface Wish extends FunnelWish {
  /** Whether a filter narrows the list. */
  filtered: boolean;
}

export interface FallbackChain {
  place(context: VisitorContext, wish: Wish): RankedItem[];
  /** Does ahead what `place` would else do the slow way; the answer is the same. */
  prepare(context: VisitorContext, wish: Wish): Promise<void>;
}

/**
 * The fallback chain. The funnel as it was tuned comes first. Where it leaves places free (few sources know a product of the
 * filter; the pack is older than the products of interest; there is no pack), the fallbacks of the registry take them:
 * neighbours by content, then what is popular; each step stays below the one before it. A funnel that knows nothing of this visitor gives way to the
 * other steps altogether. A spread over what is allowed makes a list that would be empty, and fills one that is filtered:
 * a shelf of one category should be as full as the category is.
 */
export function createFallbackChain(catalogue: Catalogue, parts: Omit<FunnelParts, 'rerank'>): FallbackChain {
  const rerank: Rerank = (items, scores, wish) => diversify(catalogue.features, items, scores, wish);
  const alone = (name: SourceName) =>
    createFunnel({ sources: parts.sources.filter((source) => source.name === name), weights: { [name]: 1 }, rerank });
  const tuned = createFunnel({ ...parts, rerank });
  const below = SOURCES.flatMap(({ name, fallback }) => (fallback ? [alone(name)] : []));

  return {
    prepare: (context, wish) => tuned.prepare(context, wish),
    place(context, wish) {
      const ranked = tuned.recommend(context, wish);
      let placed = ranked.sources.some(isPersonal) ? rankedItemsOf(ranked, 1) : [];
      const allowed = context.allowed.clone();
      for (const step of below) {
        for (const { item } of placed) allowed.delete(item);
        if (placed.length === wish.limit) break;
        const more = step.recommend({ ...context, allowed }, { ...wish, limit: wish.limit - placed.length });
        placed = placed.concat(rankedItemsOf(more, floorOf(placed)));
      }
      if (placed.length < wish.limit && (placed.length === 0 || wish.filtered)) {
        for (const { item } of placed) allowed.delete(item);
        placed = placed.concat(spread(catalogue, allowed, wish.limit - placed.length, floorOf(placed)));
      }
      return placed;
    },
  };
}

/** @param ceiling the highest score: the list's own where that is lower. */
function rankedItemsOf(ranked: Ranked, ceiling: number): RankedItem[] {
  const scale = ceiling < 1 ? ceiling / ranked.scores.reduce((a, b) => Math.max(a, b), 0) : 1;
  return Array.from(ranked.items, (item, i) => ({
    item,
    score: ranked.scores[i] * scale,
    get shares() {
      return sharesOf(ranked, i);
    },
    get strongest() {
      return ranked.sources[ranked.explanation.strongest[i]];
    },
    get because() {
      return ranked.explanation.because[i];
    },
  }));
}

function sharesOf(ranked: Ranked, place: number): RankedItem['shares'] {
  const shares: BySource = {};
  ranked.sources.forEach((source, column) => {
    const share = ranked.explanation.shares[place * ranked.sources.length + column];
    if (share > 0) shares[source] = share;
  });
  return shares;
}

function spread(catalogue: Catalogue, allowed: Bitset, limit: number, ceiling: number): RankedItem[] {
  return Array.from(spreadOver(catalogue, allowed, limit), (item, place) => ({
    item,
    score: ceiling / (place + 1),
    shares: {},
    strongest: null,
    because: -1,
  }));
}

/** What the next step has to stay below. */
function floorOf(placed: readonly RankedItem[]): number {
  return placed.reduce((lowest, { score }) => Math.min(lowest, score), 1);
}
