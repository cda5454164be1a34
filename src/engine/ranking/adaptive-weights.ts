import type { BySource, SourceName } from '../../contract/recommendation.ts';
import type { AwaitedSource, CandidateSource, VisitorContext } from '../sources/candidate-source.ts';
import { type CandidateTable, type FoundCandidates, tabulate } from './candidate-table.ts';

/** Latest clicks of the running session that are looked back on. */
const CLICKS = 6;
/** How fast weights move: 1 is Bayes' rule, which trusts a single click too much. */
const RATE = 0.3;
/** Part of all weight that flows back after each click, so that a visitor may want something else next. */
const RETURN = 0.1;
/** A source that did not list what was clicked is taken to have given it this share: no click silences it. */
const UNLISTED = 1e-4;

/**
 * Fusion weights that follow one visitor. Each source is an expert that spreads its word over its list; a click multiplies
 * the weight of a source by the share that it had given to what was clicked, so that what it gave to products that were
 * passed over is lost to it: exponentiated updates under log-loss (Vovk's aggregating algorithm, of the family of Hedge)
 * with a fixed share that returns to the tuned weights (Herbster & Warmuth, "Tracking the best expert", 1998).
 * The same history gives the same weights, in the page and in evaluation.
 */
export class AdaptiveWeights {
  readonly #sources: readonly CandidateSource[];
  /** Weights of sources that have to be waited for: they cannot be asked what they would have said earlier, so these stay. */
  readonly #others: BySource;
  readonly #tuned: Float64Array;
  /** The history that was looked back on last, and what each source had given to each of its items. */
  #items = new Int32Array(0);
  #given = new Map<number, Float64Array>();
  /** The candidates of the last list, and the history that it was made for. */
  #listed: { items: Int32Array; table: CandidateTable } | undefined;
  readonly #ask: (source: CandidateSource, context: VisitorContext) => FoundCandidates;

  /**
   * @param sources those of which the weight is over 0
   * @param ask what a source finds for a context
   */
  constructor(
    sources: readonly (CandidateSource | AwaitedSource)[],
    weights: BySource,
    ask: (source: CandidateSource, context: VisitorContext) => FoundCandidates,
  ) {
    this.#ask = ask;
    this.#sources = sources.filter((source): source is CandidateSource => !source.awaited);
    const total = this.#sources.reduce((sum, { name }) => sum + (weights[name] ?? 0), 0);
    const partOf = ({ name }: { name: SourceName }): number => (weights[name] ?? 0) / total;
    this.#tuned = Float64Array.from(this.#sources, partOf);
    this.#others = Object.fromEntries(
      sources.filter(({ awaited }) => awaited).map((source) => [source.name, partOf(source)]),
    );
  }

  /** Of a list that was made: when its visitor clicks next, the sources need not be asked again. */
  remember({ items }: VisitorContext, table: CandidateTable): void {
    this.#listed = { items: items.slice(), table };
  }

  weightsFor(context: VisitorContext): BySource {
    const { items, sessionStart } = context;
    const known = sharedLength(this.#items, items);
    for (const position of this.#given.keys()) if (position >= known) this.#given.delete(position);
    this.#items = items.slice();

    let weights = this.#tuned;
    for (let click = Math.max(1, sessionStart, items.length - CLICKS); click < items.length; click++) {
      const given = this.#given.get(click) ?? this.#givenTo(context, click);
      this.#given.set(click, given);
      weights = this.#after(weights, given);
    }
    return { ...this.#others, ...Object.fromEntries(this.#sources.map(({ name }, i) => [name, weights[i]])) };
  }

  #after(weights: Float64Array, given: Float64Array): Float64Array {
    const moved = weights.map((weight, i) => weight * (given[i] + UNLISTED) ** RATE);
    const total = moved.reduce((a, b) => a + b, 0);
    return moved.map((weight, i) => ((1 - RETURN) * weight) / total + RETURN * this.#tuned[i]);
  }

  /** The share that each source gave to the item at this position, before it was clicked. */
  #givenTo(context: VisitorContext, click: number): Float64Array {
    const before = context.items.subarray(0, click);
    const listed = this.#listed;
    const table =
      listed?.items.length === click && sharedLength(listed.items, before) === click
        ? listed.table
        : this.#listAt(context, click);
    const row = table.items.indexOf(context.items[click]);
    return Float64Array.from(this.#sources, ({ name }) => {
      const column = table.sources.indexOf(name);
      return row < 0 || column < 0 ? 0 : table.scores[row * table.sources.length + column] / table.masses[column];
    });
  }

  /** What the sources would have said then. What was clicked from then on could still be shown. */
  #listAt({ items, names, sessionStart, allowed }: VisitorContext, length: number): CandidateTable {
    const then: VisitorContext = {
      items: items.subarray(0, length),
      names: names.slice(0, length),
      sessionStart: Math.min(sessionStart, length),
      allowed: allowed.clone(),
    };
    for (const item of items.subarray(length)) then.allowed.add(item);
    return tabulate(this.#sources.map((source) => this.#ask(source, then)));
  }
}

/** What the script `responses.js` is to the engine for packs with such weights. */
export const followVisitor = (...of: ConstructorParameters<typeof AdaptiveWeights>): AdaptiveWeights =>
  new AdaptiveWeights(...of);

function sharedLength(a: Int32Array, b: Int32Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return length;
}
