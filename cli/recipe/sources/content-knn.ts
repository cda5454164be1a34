import type { FeatureIndex } from '../../../src/catalogue/feature-index.ts';
import type { Ranker } from '../../../src/evaluation/evaluate.ts';
import { BestRows } from '../../../src/kernels/scoring/top-k.ts';
import type { Contexts } from '../ranker/ranker.ts';

/** Latest items of a history that speak, all alike. */
const LAST = 10;

/**
 * The plainest content-kNN: products by the cosine of their sets of features with those of the history's, summed; no
 * feature counts more than another. What any cleverer use of content has to beat, above all for products that nobody has
 * met.
 */
export function contentKnn(features: FeatureIndex, contexts: Contexts): Ranker {
  return (history, limit) =>
    contexts.with(history, ({ items, allowed }) => {
      const scores = new Map<number, number>();
      for (const item of items.slice(-LAST)) {
        const own = item < features.rows ? features.featuresOf(item) : [];
        const shared = new Map<number, number>();
        for (const feature of own) {
          for (const row of features.rowsOf(feature)) shared.set(row, (shared.get(row) ?? 0) + 1);
        }
        for (const [row, count] of shared) {
          const cosine = count / Math.sqrt(own.length * features.featuresOf(row).length);
          scores.set(row, (scores.get(row) ?? 0) + cosine);
        }
      }
      const best = new BestRows(limit, scores.size);
      for (const [row, score] of scores) if (allowed.has(row)) best.offer(row, score);
      return best.take();
    });
}
