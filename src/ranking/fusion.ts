import type { SourceName } from '../contract/recommendation.ts';
import type { Candidates } from '../retrieval/candidate-source.ts';

/** One source's candidates and what its word is worth. */
export interface Contribution {
  readonly source: SourceName;
  /** ≥ 0; only ratios between sources matter. */
  readonly weight: number;
  readonly candidates: Candidates;
}

/** Candidates of all sources in one order, best first; equal scores in order of row. */
export interface Ranked {
  /** Sources that took part. */
  readonly sources: readonly SourceName[];
  /** ItemIndex values. [count] */
  readonly items: Int32Array;
  /** Weighted mean of the sources' shares for the item, in 0…1. [count] */
  readonly scores: Float32Array;
  /** How much each source gave to the score; a row sums to 1. [count, sources] */
  readonly shares: Float32Array;
  /** Index into `sources` of the one that gave most. [count] */
  readonly strongest: Uint8Array;
  /** Position in `context.items` that spoke most for it, as the strongest source sees it, or −1. [count] */
  readonly because: Int32Array;
}

/**
 * Fusion by weighted mean. Each source's scores are divided by their sum, so that every source has the same mass to give;
 * a source that knows nothing drops out and the weights of the rest are scaled up.
 */
export function fuse(contributions: readonly Contribution[]): Ranked {
  const speaking = contributions
    .map((contribution) => ({ ...contribution, mass: sum(contribution.candidates.scores) }))
    .filter(({ weight, mass }) => weight > 0 && mass > 0);
  const totalWeight = sum(speaking.map(({ weight }) => weight));
  const columns = speaking.length;

  const rowOf = new Map<number, number>();
  for (const { candidates } of speaking) {
    for (const item of candidates.items) if (!rowOf.has(item)) rowOf.set(item, rowOf.size);
  }
  const parts = new Float64Array(rowOf.size * columns);
  const positions = new Int32Array(rowOf.size * columns).fill(-1);
  speaking.forEach(({ weight, mass, candidates }, column) => {
    const factor = weight / totalWeight / mass;
    candidates.items.forEach((item, i) => {
      const cell = rowOf.get(item)! * columns + column;
      parts[cell] = candidates.scores[i] * factor;
      positions[cell] = candidates.because[i];
    });
  });

  const items = Int32Array.from(rowOf.keys());
  const scores = Float64Array.from(items, (_, row) => sum(parts.subarray(row * columns, (row + 1) * columns)));
  const order = Int32Array.from(items.keys()).sort((a, b) => scores[b] - scores[a] || items[a] - items[b]);
  const ranked: Ranked = {
    sources: speaking.map(({ source }) => source),
    items: order.map((row) => items[row]),
    scores: Float32Array.from(order, (row) => scores[row]),
    shares: new Float32Array(items.length * columns),
    strongest: new Uint8Array(items.length),
    because: new Int32Array(items.length),
  };
  order.forEach((row, place) => {
    let strongest = 0;
    for (let column = 0; column < columns; column++) {
      const part = parts[row * columns + column];
      ranked.shares[place * columns + column] = part / scores[row];
      if (part > parts[row * columns + strongest]) strongest = column;
    }
    ranked.strongest[place] = strongest;
    ranked.because[place] = positions[row * columns + strongest];
  });
  return ranked;
}

/** The rows at these places, in this order. */
export function take(ranked: Ranked, places: Int32Array): Ranked {
  const columns = ranked.sources.length;
  return {
    sources: ranked.sources,
    items: places.map((place) => ranked.items[place]),
    scores: Float32Array.from(places, (place) => ranked.scores[place]),
    shares: Float32Array.from(
      { length: places.length * columns },
      (_, cell) => ranked.shares[places[Math.floor(cell / columns)] * columns + (cell % columns)],
    ),
    strongest: Uint8Array.from(places, (place) => ranked.strongest[place]),
    because: places.map((place) => ranked.because[place]),
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
