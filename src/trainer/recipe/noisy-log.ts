import { noiseFor, thresholdFor } from '../../learning/privacy/calibrate-noise.ts';
import { DiscreteGaussian } from '../../learning/privacy/discrete-gaussian.ts';
import { Random } from '../../learning/training/random.ts';
import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { Split, Stage } from '../evaluation/splits.ts';

/** User-level differential privacy: what a pack may tell of any one shopper's whole history. */
export interface PrivacyBudget {
  epsilon: number;
  /** Probability in which the guarantee may fail. */
  delta: number;
}

/** Products, and pairs of products, that one shopper counts for at most; of more, these many are drawn. */
const MOST_ITEMS = 15;
const MOST_PAIRS = 30;
/** Pairs up to so many steps apart count. */
const STEPS = 10;

/** Draws noise of a standard deviation. */
export type NoiseOf = (deviation: number) => { sample(): number };

/**
 * A log of virtual shoppers that is made of counts with noise alone: of how many shoppers met a product, and of how many met two
 * products near each other. Whatever is counted in it, the guarantee holds for it too.
 *
 * A shopper counts for few products and few pairs (contributions are bounded), both counts get discrete Gaussian noise, and a
 * count is told only where it reaches a threshold that hides what one shopper alone did. Neighbouring logs are those of which
 * one has one shopper more, with all that they did; half of δ is for the noise, half for the thresholds.
 * @param seed of the drawing of contributions; the noise comes from the platform's cryptographic generator
 */
export function noisyLog(
  log: InteractionLog,
  { epsilon, delta }: PrivacyBudget,
  seed: number,
  noiseOf: NoiseOf = (deviation) => new DiscreteGaussian(deviation),
): InteractionLog {
  const noise = noiseFor({ sampling: 1, steps: 2 }, epsilon, delta / 2);
  const random = new Random(seed);
  const rows = log.productIds.length + 1;
  const items = new Map<number, number>();
  const pairs = new Map<number, number>();
  for (const sequences of sequencesByShopper(log)) {
    count(items, drawn([...new Set(sequences.flat())], MOST_ITEMS, random));
    count(pairs, drawn(pairsOf(sequences, rows), MOST_PAIRS, random));
  }
  const told = (counts: Map<number, number>, most: number): Map<number, number> => {
    const deviation = noise * Math.sqrt(most);
    const least = thresholdFor(deviation, delta / 4 / most);
    const source = noiseOf(deviation);
    const noisy = Array.from(counts, ([key, value]) => [key, value + source.sample()] as const);
    // In order of key: the order in which they were met would tell who came first.
    return new Map(noisy.filter(([, value]) => value >= least).sort(([a], [b]) => a - b));
  };
  return virtualLog(log, told(items, MOST_ITEMS), told(pairs, MOST_PAIRS));
}

/** The split with noise in what is learned from. Nothing is chosen by validation: what it tells would be told without noise. */
export function noisySplit({ final }: Split, budget: PrivacyBudget, seed: number): Split {
  const train = noisyLog(final.train, budget, seed);
  return { tuning: nothingAsked(train), final: { train, cases: final.cases } };
}

export function nothingAsked(train: InteractionLog): Stage {
  return { train, cases: { log: train, targets: new Int32Array(0), sequences: new Int32Array(0) } };
}

/** A visit of two products for each that a pair was counted, in both orders, and of one for what a product is counted more. */
function virtualLog(log: InteractionLog, items: Map<number, number>, pairs: Map<number, number>): InteractionLog {
  const rows = log.productIds.length + 1;
  const kept = [...items.keys()];
  const rowOf = new Map(kept.map((item, i) => [item, i + 1]));
  const left = new Map(items);
  const visits: number[][] = [];
  for (const [pair, times] of pairs) {
    const both = [Math.floor(pair / rows), pair % rows];
    const ends = both.map((item) => rowOf.get(item) ?? 0);
    if (ends.includes(0)) continue;
    for (let i = 0; i < times; i++) visits.push(i % 2 === 0 ? ends : ends.toReversed());
    for (const item of both) left.set(item, left.get(item)! - times);
  }
  for (const [item, times] of left) for (let i = 0; i < times; i++) visits.push([rowOf.get(item)!]);
  return {
    productIds: kept.map((item) => log.productIds[item - 1]),
    shopperIds: visits.map((_, i) => `virtual-${i + 1}`),
    sequences: joinSequences(visits),
    shoppers: Int32Array.from(visits.keys()),
    times: null,
    names: null,
  };
}

function sequencesByShopper({ sequences: { items, offsets }, shoppers }: InteractionLog): number[][][] {
  const byShopper = new Map<number, number[][]>();
  shoppers.forEach((shopper, sequence) => {
    const own = byShopper.get(shopper) ?? [];
    byShopper.set(shopper, own);
    own.push(Array.from(items.subarray(offsets[sequence], offsets[sequence + 1])));
  });
  return [...byShopper.values()];
}

/** Each pair once, in whichever order it was met: `a * rows + b`, a < b. */
function pairsOf(sequences: readonly number[][], rows: number): number[] {
  const pairs = new Set<number>();
  for (const sequence of sequences) {
    for (let at = 0; at < sequence.length; at++) {
      for (const other of sequence.slice(at + 1, at + 1 + STEPS)) {
        if (other !== sequence[at]) pairs.add(Math.min(sequence[at], other) * rows + Math.max(sequence[at], other));
      }
    }
  }
  return [...pairs];
}

function drawn(keys: number[], most: number, random: Random): number[] {
  return keys.length <= most ? keys : random.shuffle(keys).slice(0, most);
}

function count(counts: Map<number, number>, keys: readonly number[]): void {
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
}
