/** Durations in milliseconds, in words of order statistics. */
export interface Timing {
  median: number;
  p95: number;
  runs: number;
}
export function rounded(value: number): number;
export function timingOf(durations: readonly number[]): Timing;
