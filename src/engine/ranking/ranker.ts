import type { CandidateTable } from './candidate-table.ts';

/** One way to score the candidates of all sources together. */
export interface Ranker {
  /** @returns a score for each row of the table; higher is better, comparable within one table only. [count] */
  score(table: CandidateTable, history: Int32Array): Float32Array;
  /**
   * How much each source gave to the scores of these rows.
   * @returns each row ≥ 0 and summing to 1. [rows, table.sources]
   */
  attribute(table: CandidateTable, history: Int32Array, rows: Int32Array): Float32Array;
}
