import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { hashedFeatures } from '../../../catalogue/hashed-features.ts';
import { VitrineError } from '../../../contract/errors.ts';
import { createPackTower } from '../../../engine/pack-sources.ts';
import { vectorsOf } from '../../../learning/generators/item/item-generator.ts';
import { loadMap } from '../../../learning/models/content-tower.ts';
import { models } from '../../../learning/models/index.ts';
import { ITEMS } from '../../../learning/models/named-weights.ts';
import { Random } from '../../../learning/training/random.ts';
import type { Pack } from '../../../pack/pack.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import type { RunContext } from '../../run-context.ts';

/** Visitors whose tastes are looked at, at most. */
const MOST_VISITORS = 5_000;

/** Where products and visitors stand for one model of a pack. */
export interface Tastes {
  width: number;
  /** What makes vectors of hashed features. [buckets, width] */
  map: Float32Array;
  buckets: number;
  /** Made from what is known of the products. [rows, width] */
  made: Float32Array;
  /** Learned from visitors; of products that the pack does not know, made ones. [rows, width] */
  vectors: Float32Array;
  /** Of visitors drawn from the log. [visitors, width] */
  states: Float32Array;
}

/** A shop as its gaps are looked for. */
export interface Shop {
  pack: Pick<Pack, 'productIds' | 'sections'>;
  catalogue: Catalogue;
  /** Its items are rows of the catalogue. */
  log: InteractionLog;
}

/**
 * @param name of the model; default: the first that the pack's tower has a map for
 * @throws VitrineError `bad-options` where the pack has no such model with a tower; `pack-corrupt`
 */
export async function readTastes(
  { pack: { productIds, sections }, catalogue, log }: Shop,
  name: string | undefined,
  { compute, seed }: Pick<RunContext, 'compute' | 'seed'>,
): Promise<Tastes> {
  const placed = createPackTower({ sections })?.sources ?? [];
  const chosen = name ?? placed.find((source) => models.some((entry) => entry.name === source));
  const section = chosen === undefined || !placed.includes(chosen) ? undefined : sections[chosen];
  const model = models.find((entry) => entry.name === chosen)?.create(section?.options);
  if (section === undefined || model?.states === undefined) {
    throw new VitrineError('bad-options', `The pack does not place new products${name ? ` for ${name}` : ''}.`, {
      remedy: 'Train it with products, and with a model of item vectors, such as attention or als.',
    });
  }
  try {
    model.load(section);
    const items = productIds.length;
    const states = await compute.lend(() => model.states!(drawVisitors(log, items, seed)));
    const learned = model.weights()[ITEMS];
    const width = learned.shape[1];
    const buckets = Number(sections.tower.options.buckets);
    const map = loadMap(sections.tower, model.name, width);
    const features = Array.from({ length: catalogue.rows }, (_, row) =>
      hashedFeatures(catalogue.features, row, buckets),
    );
    const made = vectorsOf(map, features, width);
    const vectors = made.slice();
    vectors.set(learned.data.subarray(0, (items + 1) * width));
    return { width, map, buckets, made, vectors, states };
  } finally {
    model.dispose();
  }
}

/** Sequences of visitors drawn by the seed, of the items that the pack knows. */
function drawVisitors({ sequences: { items, offsets } }: InteractionLog, known: number, seed: number) {
  const order = new Random(seed).shuffle(Int32Array.from({ length: offsets.length - 1 }, (_, i) => i));
  const lists = Array.from(order, (i) => items.subarray(offsets[i], offsets[i + 1]).filter((item) => item <= known))
    .filter(({ length }) => length > 0)
    .slice(0, MOST_VISITORS);
  const ends = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, i) => {
    ends[i + 1] = ends[i] + length;
  });
  return { items: Int32Array.from(lists.flatMap((list) => [...list])), offsets: ends };
}
