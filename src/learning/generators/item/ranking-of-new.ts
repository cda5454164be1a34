import { dot } from '../../../kernels/algebra/dot.ts';
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
