import { type InteractionName, SESSION_GAP_MS } from '../../../contract/interaction.ts';
import type { Sequences } from '../../../contract/sequences.ts';
import type { Random } from '../../training/random.ts';

/** Shoppers' interactions, one sequence a shopper, oldest first. */
export interface Visits {
  sequences: Sequences;
  /** Milliseconds, parallel to `sequences.items`; `null` where only the order is known. */
  times: Float64Array | null;
  /** Parallel to `sequences.items`; `null` where it is not known what was done. */
  names: readonly InteractionName[] | null;
}

/** Longest visit that is made; the few that were longer count as this long. */
export const LONGEST_VISIT = 1000;
/** Points of a distribution of times that are kept: no moment of any one shopper is. */
const QUANTILES = 65;

/** What is counted of visits, beside what a net has to learn: how long they are, when they are, what is done in them. */
export interface VisitStatistics {
  /** How many shoppers came so many times, by number of sessions. */
  sessions: readonly number[];
  /** How many sessions are so long, by number of interactions. */
  lengths: readonly number[];
  /** Whether a shopper turns to a product again after another one. */
  repeats: boolean;
  /** Milliseconds: when shoppers first came, between two interactions of a session, between two sessions. */
  starts: readonly number[] | null;
  within: readonly number[];
  between: readonly number[];
  /** Names of interactions, and how often each came after each; the first row after none. [names + 1][names] */
  names: readonly InteractionName[];
  follows: readonly (readonly number[])[];
}

/** Under this share of interactions, turning to a product again is taken for noise. */
const FEW_REPEATS = 0.005;

export function visitStatistics({ sequences: { items, offsets }, times, names }: Visits): VisitStatistics {
  const sessions: number[] = [];
  const lengths: number[] = [];
  const starts: number[] = [];
  const within: number[] = [];
  const between: number[] = [];
  const known = [...new Set(names ?? (['view_item'] as const))].sort();
  const follows = [null, ...known].map(() => known.map(() => 0));
  let repeats = 0;
  for (let shopper = 0; shopper + 1 < offsets.length; shopper++) {
    const [start, end] = [offsets[shopper], offsets[shopper + 1]];
    if (start === end) continue;
    if (times) starts.push(times[start]);
    repeats += end - start - new Set(items.subarray(start, end)).size;
    let count = 1;
    let begun = start;
    for (let at = start; at < end; at++) {
      const gap = times && at > start ? times[at] - times[at - 1] : 0;
      if (gap > SESSION_GAP_MS) {
        raise(lengths, Math.min(LONGEST_VISIT, at - begun));
        begun = at;
        count++;
      }
      if (times && at > start) (gap > SESSION_GAP_MS ? between : within).push(gap);
      const name = known.indexOf(names?.[at] ?? 'view_item');
      follows[at === begun ? 0 : known.indexOf(names?.[at - 1] ?? 'view_item') + 1][name]++;
    }
    raise(lengths, Math.min(LONGEST_VISIT, end - begun));
    raise(sessions, count);
  }
  return {
    sessions: filled(sessions),
    lengths: filled(lengths),
    repeats: repeats > FEW_REPEATS * items.length,
    starts: times && quantiles(starts),
    within: quantiles(within),
    between: quantiles(between),
    names: known,
    follows,
  };
}

/**
 * An index, each as often as it was counted.
 * @param unit a number in [0, 1)
 */
export function drawCounted(counts: readonly number[], unit: number): number {
  let left = unit * counts.reduce((sum, count) => sum + count, 0);
  const drawn = counts.findIndex((count) => {
    left -= count;
    return left < 0;
  });
  return Math.max(0, drawn);
}

/**
 * Numbers in [0, 1) that lie as evenly as can be, however many are taken: multiples of an irrational number. Lengths drawn
 * with them come out as counted, and not as chance would scatter them.
 */
export class EvenDraws {
  #taken = 0;

  constructor(
    readonly step: number,
    readonly start: number,
  ) {}

  next(): number {
    return (this.start + this.#taken++ * this.step) % 1;
  }
}

/** A number between two neighbouring points of a distribution. */
export function drawBetween(points: readonly number[], random: Random): number {
  if (points.length < 2) return points[0] ?? 0;
  const place = random.unit() * (points.length - 1);
  const low = Math.floor(place);
  return points[low] + (place - low) * (points[low + 1] - points[low]);
}

function raise(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function filled(counts: number[]): number[] {
  return Array.from(counts, (count) => count ?? 0);
}

function quantiles(values: number[]): number[] {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  return Array.from({ length: QUANTILES }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (QUANTILES - 1))]);
}
