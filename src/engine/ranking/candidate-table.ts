import type { SourceName } from '../../contract/recommendation.ts';
import type { Candidates } from '../sources/candidate-source.ts';

/** Candidates of all sources side by side: one row an item, one column a source. */
export interface CandidateTable {
  /** Sources that found something, in the order they were asked. */
  readonly sources: readonly SourceName[];
  /** ItemIndex values. [count] */
  readonly items: Int32Array;
  /** The source's own score; 0 where it did not find the item. [count, sources] */
  readonly scores: Float32Array;
  /** Sum of each source's scores, above 0. [sources] */
  readonly masses: Float64Array;
  /** Position in `context.items` that contributed most to the item, as the source sees it, or −1. Worked out when it is asked for. */
  readonly because: (row: number, column: number) => number;
  /** What the item `age` steps back in the history gave to the source's score; 0 where the source does not say. */
  readonly contribution: (row: number, column: number, age: number) => number;
}

/** The answer of one source. */
export interface FoundCandidates {
  source: SourceName;
  candidates: Candidates;
}

export function tabulate(found: readonly FoundCandidates[]): CandidateTable {
  const answering = found.filter(({ candidates }) => candidates.items.length > 0);
  const columns = answering.length;
  const most = answering.reduce((sum, { candidates }) => sum + candidates.items.length, 0);
  const rowOf = new Map<number, number>();
  const items = new Int32Array(most);
  const scores = new Float32Array(most * columns);
  /** The place of each item in the source's list, from 1 on. */
  const places = new Int32Array(most * columns);
  const masses = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const { candidates } = answering[column];
    for (let i = 0; i < candidates.items.length; i++) {
      const item = candidates.items[i];
      let row = rowOf.get(item);
      if (row === undefined) {
        row = rowOf.size;
        rowOf.set(item, row);
        items[row] = item;
      }
      const cell = row * columns + column;
      scores[cell] = candidates.scores[i];
      places[cell] = i + 1;
      masses[column] += candidates.scores[i];
    }
  }
  return {
    sources: answering.map(({ source }) => source),
    items: items.subarray(0, rowOf.size),
    scores: scores.subarray(0, rowOf.size * columns),
    masses: masses.map((mass) => mass || 1),
    because: (row, column) => {
      const place = places[row * columns + column] - 1;
      return place < 0 ? -1 : answering[column].candidates.because(place);
    },
    contribution: (row, column, age) => {
      const place = places[row * columns + column] - 1;
      return place < 0 ? 0 : (answering[column].candidates.contribution?.(place, age) ?? 0);
    },
  };
}
