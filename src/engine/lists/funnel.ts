import { VitrineError } from '../../contract/errors.ts';
import type { BySource, SourceName } from '../../contract/recommendation.ts';
import type { followVisitor } from '../ranking/adaptive-weights.ts';
import { type CandidateTable, type FoundCandidates, tabulate } from '../ranking/candidate-table.ts';
import type { LearnedRanker } from '../ranking/learned-ranker.ts';
import type { Ranker } from '../ranking/ranker.ts';
import { createWeightedMean } from '../ranking/weighted-mean.ts';
import type { ListRules } from '../reranking/rules/list-rules.ts';
import type { AwaitedSource, CandidateSource, VisitorContext } from '../sources/candidate-source.ts';
import type { ResolvedQuery } from './resolve-query.ts';
import { createRetrieval } from './retrieval.ts';

/** Re-ranking: of candidates in order of score, the places of those to show, in the order to show them. */
export type Rerank = (
  items: Int32Array,
  scores: Float32Array,
  query: ResolvedQuery,
  rules: ListRules | undefined,
) => Int32Array;

export interface FunnelParts {
  sources: readonly (CandidateSource | AwaitedSource)[];
  /** Fixed weights by source; one that is not named has none. Only ratios matter. */
  weights: BySource;
  /** What makes weights follow the visitor's clicks. Default: they stay. */
  follow?: typeof followVisitor | undefined;
  /** Ranks instead of the weights where all of its sources are there and the visitor has a history. */
  learned?: LearnedRanker;
  /** What has candidates of its own, of which the rankers know nothing, and how they are ranked beside the others. */
  remote?: { source: AwaitedSource; beside: (ranker: Ranker) => Ranker } | undefined;
  /** Default: the best `limit` as they are. */
  rerank?: Rerank;
  /** Whether sources prepare, and are waited for: where a GPU can be faster. Default false. */
  large?: boolean;
  /** Called for each source that a list was made without. Default: nothing is called. */
  onProblem?: ((problem: VitrineError) => void) | undefined;
}

/** Candidates of all sources in one order, best first; equal scores in order of row. */
export interface Ordered {
  /** ItemIndex values. [count] */
  readonly items: Int32Array;
  /** Comparable within one list only. [count] */
  readonly scores: Float32Array;
  /** Row in the table of candidates. [count] */
  readonly rows: Int32Array;
}

/** Who put the products of a list there. */
export interface Explanation {
  /** How much each source gave to the score; a row sums to 1. [count, sources] */
  readonly shares: Float32Array;
  /** Index into `sources` of the one that gave most. [count] */
  readonly strongest: Uint8Array;
  /** Position in `context.items` that contributed most to it, as the strongest source sees it, or −1. [count] */
  readonly because: Int32Array;
}

/** The list as it is shown. */
export interface Ranked extends Ordered {
  /** Sources that found something. */
  readonly sources: readonly SourceName[];
  /**
   * Worked out when it is first asked for: of a learned ranker that costs as often the ranking of the list as there are
   * sources, and evaluation asks for the order alone.
   */
  readonly explanation: Explanation;
}

export interface Funnel {
  /**
   * @returns at most `query.limit` items, all of them in `context.allowed` or guests; fewer where the sources know no more.
   * At once, unless there is something to wait for.
   */
  recommend(context: VisitorContext, query: ResolvedQuery, rules?: ListRules): Ranked | Promise<Ranked>;
}

/** Candidates asked of each source. */
export const DEPTH = 200;

/** Retrieval → ranking → re-ranking. The page, the command line and evaluation all rank through this one. */
export function createFunnel(parts: FunnelParts): Funnel {
  const { sources, weights, follow, learned, remote, rerank = best, large = false } = parts;
  const { onProblem = () => {} } = parts;
  const retrieval = createRetrieval(large, onProblem);
  const fixed = { ranker: createWeightedMean(weights), asked: sources.filter(({ name }) => (weights[name] ?? 0) > 0) };
  const ask = (source: CandidateSource, context: VisitorContext) => retrieval.ask(source, context, DEPTH);
  const following = fixed.asked.length > 1 ? follow?.(fixed.asked, weights, ask) : undefined;
  const stacked = learned && { ranker: learned, asked: sources.filter(({ name }) => learned.sources.includes(name)) };
  const personal = stacked?.asked.length === learned?.sources.length ? (stacked ?? fixed) : fixed;

  return {
    recommend(context, query, rules) {
      const way = context.items.length > 0 ? personal : fixed;
      const followed = way === fixed ? following : undefined;
      const beside = remote?.beside ?? ((own: Ranker) => own);
      let ranker = beside(followed ? createWeightedMean(followed.weightsFor(context)) : way.ranker);
      const rank = (found: readonly FoundCandidates[]): Ranked => {
        const table = tabulate(found);
        followed?.remember(context, table);
        let scores = ranker.score(table, context.items);
        if (!scores.every(Number.isFinite)) {
          onProblem(new VitrineError('pack-corrupt', 'The learned ranker gave no numbers; weights rank instead.'));
          ranker = beside(fixed.ranker);
          scores = ranker.score(table, context.items);
        }
        if (context.aim) scores = context.aim(table.items, scores, query.limit);
        const ordered = inOrder(table, scores, context.ties);
        const shown = take(ordered, rerank(ordered.items, ordered.scores, query, rules));
        let explanation: Explanation | undefined;
        return {
          ...shown,
          sources: table.sources,
          get explanation() {
            explanation ??= explain(table, shown, ranker.attribute(table, context.items, shown.rows));
            return explanation;
          },
        };
      };
      const asked = remote ? [...way.asked, remote.source] : way.asked;
      const found = retrieval.askAll(asked, context, Math.max(DEPTH, query.limit), query.sourceDeadline);
      return found instanceof Promise ? found.then(rank) : rank(found);
    },
  };
}

function inOrder(table: CandidateTable, scores: Float32Array, ties: (item: number) => number = () => 0): Ordered {
  const rows = new Int32Array(table.items.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  const unordered = { items: table.items, scores, rows };
  return take(
    unordered,
    rows
      .slice()
      .sort(
        (a, b) =>
          scores[b] - scores[a] || ties(table.items[b]) - ties(table.items[a]) || table.items[a] - table.items[b],
      ),
  );
}

function best(items: Int32Array, _scores: Float32Array, { limit }: ResolvedQuery): Int32Array {
  return Int32Array.from({ length: Math.min(limit, items.length) }, (_, place) => place);
}

/** The entries at these places, in this order. */
function take({ items, scores, rows }: Ordered, places: Int32Array): Ordered {
  const count = places.length;
  const taken = { items: new Int32Array(count), scores: new Float32Array(count), rows: new Int32Array(count) };
  for (let i = 0; i < count; i++) {
    const place = places[i];
    taken.items[i] = items[place];
    taken.scores[i] = scores[place];
    taken.rows[i] = rows[place];
  }
  return taken;
}

function explain(table: CandidateTable, shown: Ordered, shares: Float32Array): Explanation {
  const columns = table.sources.length;
  const strongest = Uint8Array.from(shown.rows, (_, place) => {
    const own = shares.subarray(place * columns, (place + 1) * columns);
    return own.indexOf(Math.max(...own));
  });
  let because: Explanation['because'] | undefined;
  return {
    shares,
    strongest,
    // Not every list tells its reasons, and some of them have to be tried out.
    get because() {
      because ??= shown.rows.map((row, place) => table.because(row, strongest[place]));
      return because;
    },
  };
}
