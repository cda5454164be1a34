import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BySource, SourceName } from '../../contract/recommendation.ts';
import { diversify } from '../reranking/diversity.ts';
import type { ListRules } from '../reranking/rules/list-rules.ts';
import { spreadOver } from '../reranking/spread.ts';
import { bestVariants, deleteWithVariants, keepFirstVariants } from '../reranking/variants.ts';
import type { AwaitedSource, CandidateSource, VisitorContext } from '../sources/candidate-source.ts';
import { SOURCES } from '../sources/registry.ts';
import { isPersonal } from '../sources/source-names.ts';
import { createFunnel, DEPTH, type Funnel, type FunnelParts, type Ranked, type Rerank } from './funnel.ts';
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

/** One step of the chain. It takes the places that those before it left free, and stays below them. */
export interface Step {
  readonly funnel: Funnel;
  /** Whether it gives way where nothing of this visitor, or of the seeds, contributed. Default no. */
  readonly personal?: boolean | undefined;
  /** The context as this step is to see it: with other rows allowed, its items the same. Default: as it is. */
  readonly narrow?: (context: VisitorContext) => VisitorContext;
}

export interface FallbackChain {
  /** Its own steps: the ranking as it was tuned, then the fallbacks. */
  readonly steps: readonly Step[];
  /** A funnel with the chain's re-ranking. It answers at once, unless there is a source to wait for. */
  funnelOf(sources: FunnelParts['sources'], weights: BySource): Funnel;
  /** One of the sources that the chain has. */
  source(name: SourceName): CandidateSource | AwaitedSource | undefined;
  /**
   * At once, unless there is a source to wait for.
   * @param rules the query's, at work on this context
   * @param plan steps instead of the chain's own, and whether a list that they leave empty or short stays so
   */
  rank(
    context: VisitorContext,
    query: ResolvedQuery,
    rules?: ListRules,
    plan?: { steps: readonly Step[]; sparse?: boolean },
  ): RankedItem[] | Promise<RankedItem[]>;
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
  const funnelOf = (sources: FunnelParts['sources'], weights: BySource): Funnel =>
    createFunnel({ sources, weights, rerank, onProblem });
  const source: FallbackChain['source'] = (name) => parts.sources.find((one) => one.name === name);
  const own: readonly Step[] = [
    { funnel: createFunnel({ ...parts, rerank }), personal: true },
    ...SOURCES.flatMap(({ name, fallback }) => {
      const found = fallback && source(name);
      return found ? [{ funnel: funnelOf([found], { [name]: 1 }) }] : [];
    }),
  ];

  return {
    steps: own,
    funnelOf,
    source,
    rank(asked, query, rules, { steps, sparse }: { steps: readonly Step[]; sparse?: boolean } = { steps: own }) {
      const context = rules ? { ...asked, allowed: rules.allowed } : asked;
      const { among } = context;
      const allowed = context.allowed.clone();
      let list: RankedItem[] = [];
      const add = (items: RankedItem[]): void => {
        list = list.concat(items);
        const rows = items.map(({ item }) => item);
        if (among) for (const row of rows) allowed.delete(row);
        else deleteWithVariants(catalogue, allowed, rows);
        rules?.count(rows);
      };
      const rest = (): ResolvedQuery => ({ ...query, limit: query.limit - list.length });

      const from = (next: number): RankedItem[] | Promise<RankedItem[]> => {
        if (next === steps.length || list.length === query.limit) return finish();
        const { funnel, personal = among, narrow = (seen: VisitorContext) => seen } = steps[next];
        const take = (ranked: Ranked): ReturnType<typeof from> => {
          if (!personal || ranked.sources.some(isPersonal)) add(rankedItemsOf(ranked, floorOf(list)));
          return from(next + 1);
        };
        const ranked = funnel.recommend(narrow({ ...context, allowed }), rest(), rules);
        return ranked instanceof Promise ? ranked.then(take) : take(ranked);
      };
      const finish = (): RankedItem[] => {
        if (!sparse && list.length < query.limit && (list.length === 0 || query.filter || among)) {
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
      return from(0);
    },
  };
}

/** @param ceiling the highest score: the list's own where that is lower. */
function rankedItemsOf(ranked: Ranked, ceiling: number): RankedItem[] {
  const scale = ceiling < 1 ? ceiling / (ranked.scores.reduce((a, b) => Math.max(a, b), 0) || 1) : 1;
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
