import type { FeatureIndex } from '../../catalogue/feature-index.ts';
import { type HashedFeatures, hashedFeatures } from '../../catalogue/hashed-features.ts';
import type { PackSection, Tensor } from '../../pack/pack.ts';
import { restoreVectors, writeVectors } from '../../pack/sections/vectors.ts';

/**
 * Content tower: from a product's attributes and words to the vector that a model would have learned for it, so that a
 * product which nobody has met yet is ranked the moment it enters the catalogue (the attribute-to-feature mapping of
 * Gantner, Drumond, Freudenthaler, Rendle & Schmidt-Thieme, "Learning attribute-to-feature mappings for cold-start
 * recommendations", 2010).
 *
 * Our deviations: features are hashed, so that no vocabulary is shipped; the map is one linear layer, a ridge regression
 * solved by conjugate gradients, so that the same catalogue always gives the same tower.
 */
export interface TowerOptions {
  /** Rows of the map; features share them by hash. */
  buckets: number;
  /** Added to the diagonal of the regression. */
  ridge: number;
}

const RIDGE = 2;
/** Rows of the map: enough for a large shop, and of a smaller one four for each feature, so that few share one. */
const BUCKETS = { least: 512, most: 8192, eachFeature: 4 };

const bucketsFor = (features: FeatureIndex): number =>
  Math.min(
    BUCKETS.most,
    Math.max(BUCKETS.least, 2 ** Math.ceil(Math.log2(BUCKETS.eachFeature * features.weights.length))),
  );

/** Steps after which the regression has levelled. */
const STEPS = 60;

/**
 * One map for each of a pack's sections that hold item vectors.
 * @param items rows of the pack; those with features teach
 */
export function fitTower(
  sections: Readonly<Record<string, PackSection>>,
  features: FeatureIndex,
  items: number,
  { buckets = bucketsFor(features), ridge = RIDGE }: Partial<TowerOptions> = {},
): PackSection {
  const rows = Array.from({ length: items }, (_, i) => i + 1).filter((row) => features.featuresOf(row).length > 0);
  const inputs = rows.map((row) => hashedFeatures(features, row, buckets));
  const tensors: Record<string, Tensor> = {};
  const widths: Record<string, number> = {};
  for (const [name, section] of Object.entries(sections)) {
    const width = Number(section.options.width);
    const { data } = restoreVectors(section, width);
    const targets = new Float32Array(rows.length * width);
    rows.forEach((row, i) => {
      targets.set(data.subarray(row * width, (row + 1) * width), i * width);
    });
    Object.assign(tensors, mapTensors(name, regress(inputs, targets, width, buckets, ridge), width));
    widths[name] = width;
  }
  return { options: { buckets, widths }, tensors };
}

/** The map of one section as the tower holds it. @param map [buckets, width] */
export function mapTensors(name: string, map: Float32Array, width: number): Record<string, Tensor> {
  const { items, scales } = writeVectors(map, width).tensors;
  return { [`${name}.map`]: items, [`${name}.scales`]: scales };
}

/** The map of one section of a tower. @returns [buckets, width] @throws VitrineError `pack-corrupt` */
export function loadMap(tower: PackSection, name: string, width: number): Float32Array {
  const tensors = { items: tower.tensors[`${name}.map`], scales: tower.tensors[`${name}.scales`] };
  return restoreVectors({ tensors }, width).data;
}

/**
 * Ridge regression of many targets at once: (XᵀX + ridge · I) W = Xᵀ targets, by conjugate gradients, column by column
 * side by side.
 * @returns W. [buckets, width]
 */
export function regress(
  inputs: readonly HashedFeatures[],
  targets: Float32Array,
  width: number,
  buckets: number,
  ridge: number,
): Float32Array {
  const solution = new Float32Array(buckets * width);
  const residual = transposedTimes(inputs, targets, width, buckets);
  const direction = residual.slice();
  let length = columnDots(residual, residual, width);
  const first = length.slice();
  for (let step = 0; step < STEPS; step++) {
    const product = transposedTimes(inputs, times(inputs, direction, width), width, buckets);
    for (let i = 0; i < product.length; i++) product[i] += ridge * direction[i];
    const bent = columnDots(direction, product, width);
    for (let i = 0; i < solution.length; i++) {
      const column = i % width;
      // A column that is solved stands still.
      if (!(length[column] > 1e-12 * first[column])) continue;
      const far = length[column] / bent[column];
      solution[i] += far * direction[i];
      residual[i] -= far * product[i];
    }
    const next = columnDots(residual, residual, width);
    for (let i = 0; i < direction.length; i++) {
      const column = i % width;
      direction[i] = residual[i] + (length[column] === 0 ? 0 : next[column] / length[column]) * direction[i];
    }
    length = next;
  }
  return solution;
}

/** X · m. @returns [inputs, width] */
function times(inputs: readonly HashedFeatures[], m: Float32Array, width: number): Float32Array {
  const out = new Float32Array(inputs.length * width);
  inputs.forEach(({ buckets, values }, row) => {
    for (let i = 0; i < buckets.length; i++) addTimes(out, row * width, values[i], m, buckets[i] * width, width);
  });
  return out;
}

/** Xᵀ · m. @param m [inputs, width]; @returns [buckets, width] */
function transposedTimes(
  inputs: readonly HashedFeatures[],
  m: Float32Array,
  width: number,
  rows: number,
): Float32Array {
  const out = new Float32Array(rows * width);
  inputs.forEach(({ buckets, values }, row) => {
    for (let i = 0; i < buckets.length; i++) addTimes(out, buckets[i] * width, values[i], m, row * width, width);
  });
  return out;
}

function addTimes(out: Float32Array, to: number, value: number, m: Float32Array, from: number, width: number): void {
  for (let k = 0; k < width; k++) out[to + k] += value * m[from + k];
}

function columnDots(a: Float32Array, b: Float32Array, width: number): Float64Array {
  const dots = new Float64Array(width);
  for (let i = 0; i < a.length; i++) dots[i % width] += a[i] * b[i];
  return dots;
}
