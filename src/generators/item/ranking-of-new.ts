import type { Meetings } from './meetings.ts';

const CUTOFF = 20;

/** Mean NDCG@20 of the targets among the items of these meetings, ranked by vectors that were made for them; ties count against us. */
export function rankingOfNew({ width, states, targets }: Meetings, vectors: Float32Array): number {
  const items = vectors.length / width;
  const scores = new Float32Array(items);
  let total = 0;
  targets.forEach((target, meeting) => {
    for (let item = 0; item < items; item++) {
      let score = 0;
      for (let k = 0; k < width; k++) score += states[meeting * width + k] * vectors[item * width + k];
      scores[item] = score;
    }
    const own = scores[target];
    const rank = scores.reduce((above, score) => above + (score >= own ? 1 : 0), 0);
    if (rank <= CUTOFF) total += 1 / Math.log2(rank + 1);
  });
  return targets.length === 0 ? 0 : total / targets.length;
}
