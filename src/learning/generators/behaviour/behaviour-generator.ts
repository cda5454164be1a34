import { VitrineError } from '../../../contract/errors.ts';
import type { Sequences } from '../../../contract/sequences.ts';
import type { TrainingProgress } from '../../../contract/training-progress.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { AttentionModel } from '../../models/attention.ts';
import type { TrainingData } from '../../models/model.ts';
import { Random } from '../../training/random.ts';
import type { Checkpoint } from '../../training/run-training.ts';
import { type VisitStatistics, type Visits, visitStatistics } from './visits.ts';

/**
 * Behaviour generator: virtual visits, on a condition (an interest, or the first clicks) and noise. The attention
 * model (`models/attention.ts`) gives a state after each product; the next product is drawn from the softmax over all
 * products, so that the noise is that of the draws. It is trained by maximum likelihood on the shop's visits, and can be
 * refined against a discriminator (see `refine.ts`; after Yu, Zhang, Wang & Yu, "SeqGAN", 2017).
 *
 * The epoch kept is the one that ranks best for held-out shoppers, not the likeliest one: what a ranking can learn from the
 * visits is what the net ranks by, and the likeliest net is smoother.
 *
 * How long visits are, when they are and what is done in them is not left to the net: it is counted, and drawn
 * (conditional vectors drawn from the data's own margins: Xu, Skoularidou, Cuesta-Infante & Veeramachaneni, "Modeling
 * tabular data using conditional GAN", 2019).
 */
export interface BehaviourOptions {
  /** Numbers in an item vector. */
  width: number;
  epochs: number;
  learningRate: number;
  seed: number;
}

export const BEHAVIOUR_DEFAULTS: BehaviourOptions = { width: 64, epochs: 24, learningRate: 1e-3, seed: 1 };

/** A file of more bytes is not made: vectors are narrower then. */
const MOST_BYTES = 2_000_000;
/** Items of a visit that the net reads, at most. */
const LONGEST_WINDOW = 50;
/** Steps that an epoch has at least, by smaller batches where the log is small: the mean of the weights lags by some hundred. */
const STEPS = 16;
/** Positions in a batch, at least. */
const SMALLEST_BATCH = 128;
/** … at most: a likelihood wants steadier steps than a ranking. */
const LARGEST_BATCH = 2048;
/** Visits that tell when to stop, at most. */
const VALIDATION = 2000;

/** A condition that visits are made under. */
export interface Condition {
  /** One of the generator's interests. */
  interest?: string;
  /** First products, oldest first. */
  clicks?: Int32Array;
}

/** The generator as it is kept. Rows of its section: padding, the items, "no interest said", the interests. */
export interface TrainedBehaviour {
  /** As of the model `attention`. */
  section: PackSection;
  items: number;
  interests: readonly string[];
  statistics: VisitStatistics;
  /** How often each item is met, by row. [items + 1] */
  popularity: Int32Array;
}

export interface BehaviourData {
  /** Rows run from 1 to `items`. */
  items: number;
  visits: Visits;
  /** Visits of other shoppers, that tell when to stop. */
  held: Sequences;
  /** What each sequence of `visits` is about. Default: nothing is known of it. */
  interests?: SequenceInterests;
}

/** What sequences are about. */
export interface SequenceInterests {
  names: readonly string[];
  /** Index into `names` for each sequence, or −1. [sequences] */
  ofSequence: Int32Array;
}

/** Width of the vectors that keeps the file within its bound. */
export function widthFor(rows: number, wanted: number): number {
  let width = wanted;
  while (width > 8 && rows * (width + 4) + 48 * width * width > MOST_BYTES) width /= 2;
  return width;
}

/**
 * Trains by maximum likelihood.
 * @throws VitrineError `nothing-to-train` where no visit has two products; `aborted`, `diverged`
 */
export async function* trainBehaviour(
  data: BehaviourData,
  options: BehaviourOptions & {
    signal?: AbortSignal;
    checkpoint?: (state: Checkpoint) => Promise<void>;
    resume?: Checkpoint;
  },
): AsyncGenerator<TrainingProgress, TrainedBehaviour> {
  const { items, visits, interests } = data;
  const { sequences } = visits;
  if (!sequences.offsets.some((end, i) => i > 0 && end - sequences.offsets[i - 1] > 1)) {
    throw new VitrineError('nothing-to-train', 'No visit of the log has two products.', {
      remedy: 'Give a log in which shoppers turn to more than one product.',
    });
  }
  const rows = items + 1 + (interests?.names.length ?? 0);
  const width = widthFor(rows, options.width);
  const net = new AttentionModel({
    width,
    longest: LONGEST_WINDOW,
    learningRate: options.learningRate,
    batchTokens: Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, Math.ceil(sequences.items.length / STEPS))),
  });
  const random = new Random(options.seed);
  const training: TrainingData = {
    items: rows,
    sequences: withFirst(sequences, (sequence) => {
      const own = interests?.ofSequence[sequence] ?? -1;
      // Every other visit is learned without its interest: that is a condition too.
      return items + (own >= 0 && random.unit() < 0.5 ? 2 + own : 1);
    }),
    validation: nextItems(
      withFirst(data.held, () => items + 1),
      random,
    ),
  };
  const { epochs, seed, signal, checkpoint, resume } = options;
  const fit = { epochs, seed, patience: 6, validateEvery: 2 };
  try {
    yield* net.fit(training, {
      ...fit,
      ...(signal && { signal }),
      ...(checkpoint && { checkpoint }),
      ...(resume && { resume }),
    });
    const popularity = new Int32Array(items + 1);
    for (const item of sequences.items) popularity[item]++;
    const { options: kept, tensors } = net.save();
    // The second byte of each number is for ranking: draws from a softmax do not see it.
    const { fine: _, ...coarse } = tensors;
    return {
      section: { options: kept, tensors: coarse },
      items,
      interests: interests?.names ?? [],
      statistics: visitStatistics(visits),
      popularity,
    };
  } finally {
    net.dispose();
  }
}

/** The sequences with a row before the first of each. */
export function withFirst({ items, offsets }: Sequences, firstOf: (sequence: number) => number): Sequences {
  const longer = new Int32Array(items.length + offsets.length - 1);
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    const start = offsets[sequence] + sequence;
    longer[start] = firstOf(sequence);
    longer.set(items.subarray(offsets[sequence], offsets[sequence + 1]), start + 1);
  }
  return { items: longer, offsets: offsets.map((offset, sequence) => offset + sequence) };
}

/** Of some sequences a random place, and what came before it. */
function nextItems({ items, offsets }: Sequences, random: Random): Required<TrainingData>['validation'] {
  const count = Math.min(VALIDATION, offsets.length - 1);
  const histories: number[] = [];
  const ends = [0];
  const targets: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = offsets[i];
    const length = offsets[i + 1] - start;
    if (length < 2) continue;
    const place = 1 + random.below(length - 1);
    for (let at = Math.max(0, place - LONGEST_WINDOW); at < place; at++) histories.push(items[start + at]);
    ends.push(histories.length);
    targets.push(items[start + place]);
  }
  return {
    histories: { items: Int32Array.from(histories), offsets: Int32Array.from(ends) },
    targets: Int32Array.from(targets),
  };
}
