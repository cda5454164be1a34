import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BySource, SourceName } from '../../contract/recommendation.ts';
import { diversify } from '../reranking/diversity.ts';
import type { ListRules } from '../reranking/rules/list-rules.ts';
import { spreadOver } from '../reranking/spread.ts';
import { bestVariants, deleteWithVariants, keepFirstVariants } from '../reranking/variants.ts';
import type { VisitorContext } from '../sources/candidate-source.ts';
import { SOURCES } from '../sources/registry.ts';
import { isPersonal } from '../sources/source-names.ts';
import { createFunnel, DEPTH, type FunnelParts, type Ranked, type Rerank } from './funnel.ts';
import type { ResolvedQuery } from './resolve-query.ts';

/** One product of a list, before its record and its reasons are read. All but the first two is worked out when it is asked for. */
export interface RankedItem {
  readonly item: number;
  readonly score: number;
  /** By source; sums to 1. Empty where no source found it: the product is part of a spread, or a rule brought it. */
  readonly shares: BySource;
  /** The source that gave most. */
  readonly strongest: SourceName | null;
  /** Position in `context.items` that contributed most, as the strongest source sees it, or −1. */
  readonly because: number;
  /** The rule that moved it. */
  rule?: string;
}

export interface FallbackChain {
  /** At once, unless there is a source to wait for. @param rules the query's, at work on this context */
  rank(context: VisitorContext, query: ResolvedQuery, rules?: ListRules): RankedItem[] | Promise<RankedItem[]>;
}

/**
 * The fallback chain. The funnel as it was tuned comes first. Where it leaves places free (few sources know a product of the
 * filter; the pack is older than the products of interest; there is no pack; a source was late), the fallbacks of the registry
 * take them: neighbours by content, then what is popular; each step stays below the one before it. A funnel that knows
 * nothing of this visitor gives way to the other steps altogether. A spread over what is allowed makes a list that would be
 * empty, and fills one that is filtered: a shelf of one category should be as full as the category is. Where the page gave
 * the products, its own order takes the place of the fallbacks that are the same for everyone, and of the spread.
 */
export function createFallbackChain(catalogue: Catalogue, parts: Omit<FunnelParts, 'rerank'>): FallbackChain {
  const rerank: Rerank = (items, scores, query, rules) => {
    const choose = (items: Int32Array, scores: Float32Array, limit: number): Int32Array =>
      diversify(catalogue.features, items, scores, { ...query, limit });
    const arrange = (items: Int32Array, scores: Float32Array): Int32Array =>
      rules ? rules.arrange(items, scores, query.limit, choose) : choose(items, scores, query.limit);
    // The page's own set is shown as it is, variants and all.
    const places = query.among ? undefined : bestVariants(catalogue, items);
    if (places === undefined) return arrange(items, scores);
    const own = Float32Array.from(places, (place) => scores[place]);
    return arrange(
      places.map((place) => items[place]),
      own,
    ).map((place) => places[place]);
  };
  const { onProblem } = parts;
  const alone = (name: SourceName) => {
    const sources = parts.sources.filter((source) => source.name === name);
    return createFunnel({ sources, weights: { [name]: 1 }, rerank, onProblem });
  };
  const tuned = createFunnel({ ...parts, rerank });
  const fallbacks = SOURCES.flatMap(({ name, fallback }) => (fallback ? [{ name, funnel: alone(name) }] : []));

  return {
    rank(asked, query, rules) {
      const context = rules ? { ...asked, allowed: rules.allowed } : asked;
      const { among } = context;

      const complete = (first: Ranked): RankedItem[] => {
        let list: RankedItem[] = [];
        const allowed = context.allowed.clone();
        const add = (items: RankedItem[]): void => {
          list = list.concat(items);
          const rows = items.map(({ item }) => item);
          if (among) for (const row of rows) allowed.delete(row);
          else deleteWithVariants(catalogue, allowed, rows);
          rules?.count(rows);
        };
        const rest = (): ResolvedQuery => ({ ...query, limit: query.limit - list.length });
        if (first.sources.some(isPersonal)) add(rankedItemsOf(first, 1));
        for (const { name, funnel } of fallbacks) {
          if (list.length === query.limit) break;
          if (among && !isPersonal(name)) continue;
          // These sources answer at once.
          add(rankedItemsOf(funnel.recommend({ ...context, allowed }, rest(), rules) as Ranked, floorOf(list)));
        }
        if (list.length < query.limit && (list.length === 0 || query.filter || among)) {
          const { limit } = rest();
          if (!among) keepFirstVariants(catalogue, allowed);
          const items = among
            ? among.filter((item) => allowed.has(item))
            : spreadOver(catalogue, allowed, rules ? DEPTH : limit);
          const scores = Float32Array.from(items, (_, place) => 1 / (place + 1));
          const places = rerank(items, scores, { ...rest(), diversity: 0 }, rules);
          const ceiling = floorOf(list);
          add(Array.from(places, (place, i) => withoutSource(items[place], ceiling / (i + 1))));
        }
        return rules ? rules.finish(list, query.limit, (item) => withoutSource(item, 0)) : list;
      };
      const first = tuned.recommend(context, query, rules);
      return first instanceof Promise ? first.then(complete) : complete(first);
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

/** An item that no source found. */
function withoutSource(item: number, score: number): RankedItem {
  return { item, score, shares: {}, strongest: null, because: -1 };
}

/** What the next step has to stay below. */
function floorOf(placed: readonly RankedItem[]): number {
  return placed.reduce((lowest, { score }) => Math.min(lowest, score), 1);
}
