import type { SourceName } from '../../contract/recommendation.ts';
import type { CandidateSource } from '../sources/candidate-source.ts';

/** A source of these scores, whoever asks; equal ones by what breaks ties in the context. */
export function listed(name: SourceName, scores: ReadonlyMap<number, number>): CandidateSource {
  const ranked = [...scores].filter(([, score]) => score > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return {
    name,
    retrieve({ allowed, ties = () => 0 }, limit) {
      const found = ranked.filter(([item]) => allowed.has(item));
      // Of equal scores at the cut those that the ties prefer are among the candidates.
      const last = found[limit - 1]?.[1] ?? 0;
      const kept = found.length > limit ? found.filter(([, score]) => score >= last) : found;
      if (kept.length > limit) kept.sort((a, b) => b[1] - a[1] || ties(b[0]) - ties(a[0]) || a[0] - b[0]);
      return {
        items: Int32Array.from(kept.slice(0, limit), ([item]) => item),
        scores: Float32Array.from(kept.slice(0, limit), ([, score]) => score),
        because: () => -1,
      };
    },
  };
}
