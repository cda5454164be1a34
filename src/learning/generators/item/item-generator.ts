import type { HashedFeatures } from '../../../catalogue/hashed-features.ts';
import { regress } from '../../models/content-tower.ts';
import { Random } from '../../training/random.ts';
import type { Examination } from '../adversarial/game.ts';
import { Player } from '../adversarial/player.ts';
import { coverage, meanPairwiseDistance } from '../adversarial/quality.ts';
import { ADVERSARIAL_ADAM, type AdversarialProgress, trainAdversarially } from '../adversarial/train-adversarially.ts';
import { DISCRIMINATOR_MATRICES, discriminatorWeights } from '../pair-discriminator.ts';
import { MAP, MeetingGame, type MeetingGameOptions } from './meeting-game.ts';
import { type Meetings, standardise } from './meetings.ts';
import { rankingOfNew } from './ranking-of-new.ts';

/**
 * Item generator: from a product's attributes and words to the vector that a well-known product of that kind would have,
 * so that it is ranked from its first second (GAR: Chen, Wang, Huang, Song, Fang & Liu, "Generative adversarial framework
 * for cold-start item recommendation", 2022). A discriminator sees an item's vector beside the state of a visitor who
 * turned to that item, and tells learned vectors from generated ones; the generator learns to pass for a learned one, to
 * rank the item above others for that visitor, and to stay near the vector that was learned.
 *
 * Our deviations:
 * - The generator is one linear layer over hashed features, begun at the ridge regression of the content tower: what it
 *   ends in is a map of the same form, and serving does not tell them apart.
 * - Ranking is a softmax over the products of the batch, corrected for how often each is drawn, instead of pairs.
 * - Features are left out at random while training, so that no product is known by heart from one rare word.
 */
export interface ItemGeneratorOptions extends MeetingGameOptions {
  /** Added to the diagonal of the regression that it begins at. */
  ridge: number;
  /** Of both sides; numbers of vectors have the mean square 1 here. */
  learningRate: number;
  /** At most. */
  epochs: number;
  /** Validations without a better one, after which it ends. */
  patience: number;
  /** Width of the discriminator's layer. */
  hidden: number;
  /** Decay of the moving average of the weights, which is what is kept. */
  averaging: number;
  seed: number;
}

export const ITEM_GENERATOR_DEFAULTS: ItemGeneratorOptions = {
  ridge: 2,
  learningRate: 3e-3,
  epochs: 12,
  patience: 3,
  hidden: 64,
  averaging: 0.98,
  batch: 512,
  stepsAnEpoch: 50,
  omit: 0.5,
  ranking: 10,
  alignment: 1,
  seed: 1,
};

/**
 * Trains the map on some meetings. With `held` it keeps the epoch that ranks the products of those best; they share no
 * item with `known`.
 * @param buckets of the hashed features
 * @returns from hash buckets to vectors, in the units of the vectors given. [buckets, width]
 * @throws VitrineError `aborted`, `diverged`
 */
export async function* trainItemGenerator(
  known: Meetings,
  buckets: number,
  options: ItemGeneratorOptions & { signal?: AbortSignal } = ITEM_GENERATOR_DEFAULTS,
  held?: Meetings,
): AsyncGenerator<AdversarialProgress<null>, Float32Array> {
  const { width } = known;
  const { meetings, unit } = standardise(known);
  const start = regress(meetings.features, meetings.vectors, width, buckets, options.ridge);
  const columns = columnsOf(meetings.features);
  const random = new Random(options.seed);
  const adam = { ...ADVERSARIAL_ADAM, learningRate: options.learningRate };
  const map = { shape: [columns.size, width], data: gatherColumns(start, columns, width) };
  const generator = new Player({ [MAP]: map }, adam, [], random);
  const discriminator = new Player(
    discriminatorWeights(width, options.hidden, random),
    adam,
    DISCRIMINATOR_MATRICES,
    random,
  );
  const whole = (): Float32Array => scatterColumns(start, map.data, columns, width);
  const examine = async (of: Meetings): Promise<Examination<null>> => {
    const made = { data: sampleRows(vectorsOf(whole(), meetings.features, width), width), width };
    const real = { data: sampleRows(meetings.vectors, width), width };
    const quality = {
      distance: 1 - rankingOfNew(of, vectorsOf(whole(), of.features, width)),
      diversity: meanPairwiseDistance(made) / meanPairwiseDistance(real),
      coverage: coverage(real, made),
    };
    return { quality, samples: null };
  };
  const game = new MeetingGame(meetings, columns, options, held && (() => examine(held)));
  yield* trainAdversarially(game, generator, discriminator, {
    ...options,
    validateEvery: 1,
    discriminatorSteps: 1,
    lossWeights: { generator: 1, discriminator: 1 },
  });
  return whole().map((value) => value * unit);
}

/** Vectors that a map gives to items. @returns [items, width] */
export function vectorsOf(map: Float32Array, features: readonly HashedFeatures[], width: number): Float32Array {
  const vectors = new Float32Array(features.length * width);
  features.forEach(({ buckets, values }, item) => {
    buckets.forEach((bucket, i) => {
      for (let k = 0; k < width; k++) vectors[item * width + k] += values[i] * map[bucket * width + k];
    });
  });
  return vectors;
}

/** The buckets that any item uses, in order of first use: the others have nothing to learn. */
function columnsOf(features: readonly HashedFeatures[]): Map<number, number> {
  const columns = new Map<number, number>();
  for (const { buckets } of features) {
    for (const bucket of buckets) if (!columns.has(bucket)) columns.set(bucket, columns.size);
  }
  return columns;
}

function gatherColumns(map: Float32Array, columns: ReadonlyMap<number, number>, width: number): Float32Array {
  const gathered = new Float32Array(columns.size * width);
  for (const [bucket, column] of columns) {
    gathered.set(map.subarray(bucket * width, (bucket + 1) * width), column * width);
  }
  return gathered;
}

function scatterColumns(
  map: Float32Array,
  gathered: Float32Array,
  columns: ReadonlyMap<number, number>,
  width: number,
): Float32Array {
  const whole = map.slice();
  for (const [bucket, column] of columns) {
    whole.set(gathered.subarray(column * width, (column + 1) * width), bucket * width);
  }
  return whole;
}

/** Items whose variety is measured, at most. */
const SAMPLED = 300;

function sampleRows(rows: Float32Array, width: number): Float32Array {
  const count = rows.length / width;
  const sampled = Math.min(SAMPLED, count);
  const out = new Float32Array(sampled * width);
  for (let i = 0; i < sampled; i++) {
    const row = Math.floor((i * count) / sampled);
    out.set(rows.subarray(row * width, (row + 1) * width), i * width);
  }
  return out;
}
