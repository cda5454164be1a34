import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import { VitrineError } from '../../../contract/errors.ts';
import type { ProductId } from '../../../contract/product.ts';
import type { SourceName } from '../../../contract/recommendation.ts';
import type { NamedTensors } from '../../../contract/tensors.ts';
import { createPackTower } from '../../../engine/pack-sources.ts';
import { models } from '../../../learning/models/index.ts';
import type { ModelEntry } from '../../../learning/models/model.ts';
import { ITEMS } from '../../../learning/models/named-weights.ts';
import { Random } from '../../../learning/training/random.ts';
import type { Pack } from '../../../pack/pack.ts';

/** Standard deviation of vectors that are drawn. */
const DRAWN = 0.02;

/** What a training starts from: a pack of another shop, of another category, or of yesterday. */
export interface Transfer {
  /** Options of the model that they belong to, so that shapes fit. */
  options: Record<string, unknown>;
  weights: NamedTensors;
}

/** The pack that a training starts from. */
export interface StartingPack {
  pack: Pack;
  /** Whether an id names the same product in both shops. Shops that number their products have ids alike by chance. */
  sameIds: boolean;
}

/** The same, where a model that is asked for can start from the pack. @throws VitrineError `bad-options` */
export function startingPack(pack: Pack, sameIds: boolean, asked: readonly SourceName[]): StartingPack {
  const startable = models.filter(({ name, solved }) => !solved && asked.some((source) => source === name));
  if (startable.some(({ name }) => Object.hasOwn(pack.sections, name))) return { pack, sameIds };
  throw new VitrineError(
    'bad-options',
    `The pack has ${Object.keys(pack.sections).join(', ')}: nothing to start from.`,
    {
      remedy: `Ask for a model that can start from another: ${startable.map(({ name }) => name).join(', ') || 'attention'}.`,
    },
  );
}

/** The shop that is trained for. */
export interface NewShop {
  /** By row, from row 1 on. */
  productIds: readonly ProductId[];
  /** Of its products, where they were given. */
  features?: FeatureIndex | undefined;
  seed: number;
}

/**
 * A model's weights for another catalogue. What belongs to no item is taken as it is. A product that the pack knows by
 * its id keeps its vector, where ids name the same products; another has the one that the pack's content tower gives it, where there is one and its
 * features are known; others are drawn small, as every training begins: long ones would be sure of what they do not
 * know.
 *
 * @returns undefined where the pack does not have the model, or where the model is solved for and takes no start
 */
export function transferWeights(
  entry: ModelEntry,
  { pack, sameIds }: StartingPack,
  shop: NewShop,
): Transfer | undefined {
  if (entry.solved || !Object.hasOwn(pack.sections, entry.name)) return undefined;
  const section = pack.sections[entry.name];
  const model = entry.create(section.options);
  model.load(section);
  const shapes = model.shapes(shop.productIds.length);
  const known = model.weights();
  const rowOf = new Map(sameIds ? pack.productIds.map((id, i) => [id, i + 1]) : []);
  const random = new Random(shop.seed);
  const weights: NamedTensors = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const { shape: given, data } = known[name];
    if (given.length !== 2 || given[0] !== pack.productIds.length + 1) {
      weights[name] = { shape, data: data.slice() };
      continue;
    }
    const [rows, width] = shape;
    const placed = name === ITEMS ? placedByContent(entry.name, pack, shop.features) : () => undefined;
    const vectors = new Float32Array(rows * width);
    for (let row = 1; row < rows; row++) {
      const from = rowOf.get(shop.productIds[row - 1]);
      const vector = from === undefined ? placed(row) : data.subarray(from * width, (from + 1) * width);
      if (vector !== undefined) vectors.set(vector, row * width);
      else for (let k = 0; k < width; k++) vectors[row * width + k] = random.normal() * DRAWN;
    }
    weights[name] = { shape, data: vectors };
  }
  model.dispose();
  const options = Object.entries(section.options).filter(([name]) => Object.hasOwn(entry.defaults, name));
  return { options: Object.fromEntries(options), weights };
}

/** Vectors by the pack's content tower, by row. */
function placedByContent(
  name: string,
  pack: Pack,
  features: FeatureIndex | undefined,
): (row: number) => Float32Array | undefined {
  const tower = createPackTower(pack);
  if (features === undefined || !tower?.sources.includes(name)) return () => undefined;
  const { width, data, scales } = tower.vectorsOf(name, features, 1);
  return (row) => {
    const scale = scales[row - 1];
    if (Number.isNaN(scale)) return undefined;
    return Float32Array.from(data.subarray((row - 1) * width, row * width), (value) => value * scale);
  };
}
