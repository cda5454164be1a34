import type { Sequences } from '../../contract/sequences.ts';
import { dot } from '../../kernels/algebra/dot.ts';
import type { RankingQuality } from './model.ts';
import { RankingTally } from './ranking-quality.ts';
import { StateScores } from './state-scores.ts';

/** The vector of a visitor from what they did; null where nothing is known. Overwritten by the next call. [width] */
export type VisitorVector = (history: Int32Array) => ArrayLike<number> | null;

/** Scores of items for each history: its vector times theirs. @returns [histories, candidates] */
export function scoreByVectors(
  table: Float32Array,
  width: number,
  { items, offsets }: Sequences,
  candidates: Int32Array,
  vectorOf: VisitorVector,
): Float32Array {
  const scores = new Float32Array((offsets.length - 1) * candidates.length);
  for (let history = 0; history + 1 < offsets.length; history++) {
    const vector = vectorOf(items.subarray(offsets[history], offsets[history + 1]));
    if (vector === null) continue;
    for (let i = 0; i < candidates.length; i++) {
      scores[history * candidates.length + i] = dot(table, candidates[i] * width, vector, 0, width);
    }
  }
  return scores;
}

/** The visitors' vectors themselves. @returns [histories, width] */
export function statesByVectors(width: number, { items, offsets }: Sequences, vectorOf: VisitorVector): Float32Array {
  const states = new Float32Array((offsets.length - 1) * width);
  for (let history = 0; history + 1 < offsets.length; history++) {
    const vector = vectorOf(items.subarray(offsets[history], offsets[history + 1]));
    if (vector !== null) states.set(vector, history * width);
  }
  return states;
}

/** How well the targets are ranked by such scores over the whole table, many histories at a time. */
export async function measureByVectors(
  table: Float32Array,
  width: number,
  { items, offsets }: Sequences,
  targets: Int32Array,
  weights: Float32Array | undefined,
  vectorOf: VisitorVector,
): Promise<RankingQuality> {
  const rows = table.length / width;
  const tally = new RankingTally();
  const scoring = new StateScores(table, width);
  try {
    for (let first = 0; first < targets.length; first += scoring.together) {
      const end = Math.min(targets.length, first + scoring.together);
      const part = { items, offsets: offsets.subarray(first, end + 1) };
      const scores = await scoring.of(statesByVectors(width, part, vectorOf)); // [part, rows]
      for (let i = first; i < end; i++) {
        const own = scores.subarray((i - first) * rows, (i - first + 1) * rows);
        tally.add(own, targets[i], items.subarray(offsets[i], offsets[i + 1]), weights?.[i]);
      }
    }
  } finally {
    scoring.dispose();
  }
  return tally.result();
}
