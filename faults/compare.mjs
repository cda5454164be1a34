/** What of `acknowledged` a history lacks, or has twice. */
export function compare(history, acknowledged, { lost, twice }) {
  const times = new Map();
  for (const product of history) times.set(product, (times.get(product) ?? 0) + 1);
  for (const product of acknowledged) {
    if (!times.has(product)) lost.push(product);
    else if (times.get(product) > 1) twice.push(product);
  }
}
