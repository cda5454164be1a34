import type { ProductId } from '../../src/contract/product.ts';
import { itemVectors, vectorOf } from '../../src/engine/sources/item-vectors.ts';
import type { Pack } from '../../src/pack/pack.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';
import type { EmbeddingMap } from '../workbench.ts';
import { projectOnAxes } from './principal-axes.ts';

/**
 * The item vectors of the pack's first section that has some, on the two axes along which they differ most; each of length
 * 1, since lists compare directions.
 * @param most products, those with the most clicks
 * @returns undefined where the pack holds no vectors
 */
export function embeddingMap(
  { sections, productIds }: Pack,
  log: InteractionLog | undefined,
  most: number,
  labelsOf: (product: ProductId) => { title: string; category: string },
): EmbeddingMap | undefined {
  const found = Object.entries(sections).find(
    ([, { options, tensors }]) => typeof options.width === 'number' && (tensors.codes ?? tensors.items) !== undefined,
  );
  if (found === undefined) return undefined;
  const [section, content] = found;
  const matrix = itemVectors(content, Number(content.options.width));
  const clicks = clicksOf(log);
  const rows = Array.from({ length: Math.min(productIds.length, matrix.rows - 1) }, (_, i) => i + 1);
  const popular = rows.sort((a, b) => (clicks.get(productIds[b - 1]) ?? 0) - (clicks.get(productIds[a - 1]) ?? 0));
  const shown = popular.slice(0, most);
  const { x, y, explained } = projectOnAxes(shown.map((row) => unit(vectorOf(matrix, row))));
  return {
    section,
    explained,
    all: rows.length,
    points: shown.map((row, i) => {
      const product = productIds[row - 1];
      return { product, ...labelsOf(product), x: x[i], y: y[i], clicks: clicks.get(product) ?? 0 };
    }),
  };
}

function clicksOf(log: InteractionLog | undefined): Map<ProductId, number> {
  const clicks = new Map<ProductId, number>();
  for (const item of log?.sequences.items ?? []) {
    const product = log!.productIds[item - 1];
    clicks.set(product, (clicks.get(product) ?? 0) + 1);
  }
  return clicks;
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}
