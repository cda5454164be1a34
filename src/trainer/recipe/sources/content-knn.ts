import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import { BestRows } from '../../../kernels/scoring/top-k.ts';
import type { CatalogueRanker } from '../../evaluation/evaluate.ts';
import type { Contexts } from '../ranker/ranker.ts';

/** Latest items of a history that count, all with the same weight. */
const LAST = 10;

/**
 * The plainest content-kNN: products by the cosine of their sets of features with those of the history's, summed; no
 * feature counts more than another. What any cleverer use of content has to beat, above all for products that nobody has
 * met.
 */
export function contentKnn(features: FeatureIndex, contexts: Contexts): CatalogueRanker {
  const { rows } = features;
  const lengths = Float64Array.from({ length: rows }, (_, row) => Math.sqrt(features.featuresOf(row).length));
  const scores = new Float64Array(rows);
  const shared = new Int32Array(rows);
  return (history, limit) =>
    contexts.with(history, ({ items, allowed }) => {
      scores.fill(0);
      for (const item of items.slice(-LAST)) {
        if (item >= rows) continue;
        shared.fill(0);
        for (const feature of features.featuresOf(item)) {
          for (const row of features.rowsOf(feature)) shared[row]++;
        }
        for (let row = 1; row < rows; row++) {
          if (shared[row] > 0) scores[row] += shared[row] / (lengths[item] * lengths[row]);
        }
      }
      const best = new BestRows(limit, rows);
      for (let row = 1; row < rows; row++) if (scores[row] > 0 && allowed.has(row)) best.offer(row, scores[row]);
      return best.take();
    });
}
