/** Three significant digits: more would be noise. */
export const rounded = (value) => Number(value.toPrecision(3));

/** @param durations milliseconds */
export function timingOf(durations) {
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  return { median: at(0.5), p95: at(0.95), runs: sorted.length };
}
