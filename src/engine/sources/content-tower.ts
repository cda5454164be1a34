import type { FeatureIndex } from '../../catalogue/feature-index.ts';
import { hashedFeatures } from '../../catalogue/hashed-features.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import type { ItemMatrix } from '../../kernels/scoring/item-matrix.ts';
import { quantiseRows } from '../../kernels/scoring/quantise.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import type { PackSection } from '../../pack/pack.ts';
import { checkNotNegative, readOptions, readTensor } from '../../pack/section.ts';

const size = (most: number) => plain.whole(1, most);
const TowerOptions = plain.fields({ buckets: size(1 << 20), widths: plain.record(size(512)) });

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
  const { buckets, widths } = readOptions(section, TowerOptions);
  const maps = new Map(
    Object.entries(widths).map(([name, width]) => {
      if (sourceWidths.get(name) !== width) throw corruptPack(`its tower does not fit its ${name}`);
      const data = readTensor(section, `${name}.map`, [Int8Array], [buckets, width]);
      const scales = readTensor(section, `${name}.scales`, [Float32Array], [buckets]);
      checkNotNegative(`tower/${name}.scales`, scales);
      return [name, { width, data, scales }];
    }),
  );

  return {
    sources: [...maps.keys()],
    vectorsOf(source, features, first) {
      const { width, data, scales } = maps.get(source)!;
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
