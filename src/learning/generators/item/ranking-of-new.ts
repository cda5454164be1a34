import type { Meetings } from './meetings.ts';

const CUTOFF = 20;
/** Meetings that are ranked, at most, evenly spread. */
const MOST = 4_000;

/** Mean NDCG@20 of the targets among the items of these meetings, ranked by vectors that were made for them; ties count against us. */
export function rankingOfNew({ width, states, targets }: Meetings, vectors: Float32Array): number {
  const items = vectors.length / width;
  const count = Math.min(MOST, targets.length);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const meeting = Math.floor((i * targets.length) / count);
    const own = dot(states, meeting * width, vectors, targets[meeting] * width, width);
    let rank = 0;
    for (let item = 0; item < items; item++) {
      if (dot(states, meeting * width, vectors, item * width, width) >= own) rank++;
    }
    if (rank <= CUTOFF) total += 1 / Math.log2(rank + 1);
  }
  return total / Math.max(1, count);
}

/** Four sums side by side: one waits for each addition. */
function dot(a: Float32Array, atA: number, b: Float32Array, atB: number, width: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < width; k += 4) {
    first += a[atA + k] * b[atB + k];
    second += a[atA + k + 1] * b[atB + k + 1];
    third += a[atA + k + 2] * b[atB + k + 2];
    fourth += a[atA + k + 3] * b[atB + k + 3];
  }
  for (; k < width; k++) first += a[atA + k] * b[atB + k];
  return first + second + (third + fourth);
}
