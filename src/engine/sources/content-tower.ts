import type { FeatureIndex } from '../../catalogue/feature-index.ts';
import { hashedFeatures } from '../../catalogue/hashed-features.ts';
import type { ItemMatrix } from '../../kernels/scoring/item-matrix.ts';
import { quantiseRows } from '../../kernels/scoring/quantise.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import { readSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { TOWER } from '../../pack/sections/tower.ts';

/** Gives products that no model was trained on the vectors that it would have learned for them. */
export interface ContentTower {
  /** Sources that it has vectors for. */
  readonly sources: readonly string[];
  /** @returns vectors of the rows from `first` on, for this source; a row without features has none */
  vectorsOf(source: string, features: FeatureIndex, first: number): ItemMatrix;
}

/**
 * How its maps are learned: src/learning/models/content-tower.ts.
 * @param sourceWidths width of each source's vectors, by name
 * @throws VitrineError `pack-corrupt`
 */
export function createContentTower(section: PackSection, sourceWidths: ReadonlyMap<string, unknown>): ContentTower {
  const [{ buckets, widths }, tensors] = readSection(TOWER, section, 0);
  for (const [name, width] of Object.entries(widths)) {
    if (sourceWidths.get(name) !== width) throw corruptPack(`its tower does not fit its ${name}`);
  }

  return {
    sources: Object.keys(widths),
    vectorsOf(source, features, first) {
      const width = widths[source];
      const data = tensors[`${source}.map`];
      const scales = tensors[`${source}.scales`];
      const rows = features.rows - first;
      const vectors = new Float32Array(rows * width);
      for (let row = 0; row < rows; row++) {
        const { buckets: own, values } = hashedFeatures(features, first + row, buckets);
        own.forEach((bucket, i) => {
          const value = values[i] * scales[bucket];
          for (let k = 0; k < width; k++) vectors[row * width + k] += value * data[bucket * width + k];
        });
      }
      const rounded = quantiseRows(vectors, width);
      const given = rounded.scales.map((scale) => (scale === 0 ? Number.NaN : scale));
      return { rows, width, data: rounded.data, scales: given };
    },
  };
}
