import type { FeatureIndex } from '../../src/catalogue/feature-index.ts';
import type { Ranker } from '../../src/evaluation/evaluate.ts';
import { BestRows } from '../../src/kernels/top-k.ts';
import type { Contexts } from './ranker.ts';

/** Latest items of a history that speak, all alike. */
const LAST = 10;

/**
 * The plainest content-kNN: products by the cosine of their sets of categories with those of the history's, summed. What
 * any use of content has to beat, above all for products that nobody has met.
 */
export function categoryNeighbours(features: FeatureIndex, contexts: Contexts): Ranker {
  const categoriesOf = Array.from({ length: features.rows }, (_, row) =>
    features.featuresOf(row).filter((feature) => features.kindOf(feature) === 'category'),
  );
  return (history, limit) =>
    contexts.with(history, ({ items, allowed }) => {
      const scores = new Map<number, number>();
      for (const item of items.slice(-LAST)) {
        const own = categoriesOf[item] ?? [];
        const shared = new Map<number, number>();
        for (const category of own) {
          for (const row of features.rowsOf(category)) shared.set(row, (shared.get(row) ?? 0) + 1);
        }
        for (const [row, count] of shared) {
          const cosine = count / Math.sqrt(own.length * categoriesOf[row].length);
          scores.set(row, (scores.get(row) ?? 0) + cosine);
        }
      }
      const best = new BestRows(limit, scores.size);
      for (const [row, score] of scores) if (allowed.has(row)) best.offer(row, score);
      return best.take();
    });
}
