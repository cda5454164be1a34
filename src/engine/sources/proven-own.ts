import type { ItemMatrix } from '../../kernels/scoring/item-matrix.ts';
import type { VisitorContext } from './candidate-source.ts';

/** Latest products of the history that a reason may name: each costs the encoder as many items as come after it. */
const TRIED = 5;

/** @returns the encoder's state after these items, overwritten by the next call. [width] */
type StateAfter = (items: Int32Array) => Float32Array;

/**
 * Tells of a candidate which product of the visitor's is the reason, by leaving out: of the latest products of the history the
 * one without which the candidate would have the least share of the candidates' scores. What is named is so a cause in the
 * model's own eyes, and not only alike. Worked out for a list whose reasons are asked for.
 * @param candidates by score
 * @param window positions in `context.items` that the encoder reads, oldest first
 * @returns `Candidates.because`
 */
export function provenOwn(
  matrix: ItemMatrix,
  candidates: Int32Array,
  { items }: VisitorContext,
  window: Int32Array,
  stateAfter: StateAfter,
): (place: number) => number {
  let tried: { whole: Float64Array; without: { position: number; shares: Float64Array | undefined }[] } | undefined;
  const tryWithout = (): NonNullable<typeof tried> => {
    const positions = new Map<number, number>();
    for (let i = window.length - 1; i >= 0 && positions.size < TRIED; i--) {
      const position = window[i];
      if (!positions.has(items[position])) positions.set(items[position], position);
    }
    const read = (without?: number): Int32Array =>
      Int32Array.from(
        window.filter((position) => items[position] !== without),
        (position) => items[position],
      );
    const without = [...positions].map(([product, position]) => {
      const kept = read(product);
      return { position, shares: kept.length > 0 ? sharesOf(matrix, candidates, stateAfter(kept)) : undefined };
    });
    // The whole comes last: from it the encoder goes on.
    return { without, whole: sharesOf(matrix, candidates, stateAfter(read())) };
  };
  return (place) => {
    tried ??= tryWithout();
    let [best, least] = [-1, tried.whole[place]];
    for (const { position, shares } of tried.without) {
      const share = shares?.[place] ?? 0;
      if (share < least) [best, least] = [position, share];
    }
    return best;
  };
}

/** What each candidate has of all candidates' scores. */
function sharesOf({ data, scales, width }: ItemMatrix, candidates: Int32Array, state: Float32Array): Float64Array {
  const scores = Float64Array.from(candidates, (item) => {
    let dot = 0;
    for (let i = 0; i < width; i++) dot += data[item * width + i] * state[i];
    return dot * scales[item];
  });
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const raised = scores.map((score) => Math.exp(score - highest));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((score) => score / sum);
}
