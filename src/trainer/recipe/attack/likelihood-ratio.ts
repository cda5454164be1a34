import { inverseOf } from '../../../kernels/algebra/inverse.ts';

/** What packs say of one shopper: of those that the shopper is in, and of those that they are not in. [packs][statistics] */
export interface Observed {
  in: readonly (readonly number[])[];
  out: readonly (readonly number[])[];
}

/** Added to the diagonal of the covariance, against its own size: a statistic that never varies has none. */
const RIDGE = 1e-3;

/**
 * The likelihood-ratio attack with shadow packs (Carlini et al., "Membership Inference Attacks From First Principles", 2022): of
 * each shopper, what packs say that they are in and that they are not in is taken to be normally distributed around two means;
 * the score is the logarithm of how much likelier what the attacked pack says is around the first. The covariance is
 * that of all shoppers together, as the authors advise for few shadows.
 * @param said what the attacked pack says of each shopper. [shoppers][statistics]
 * @returns a score of each shopper, larger for a likelier member
 */
export function likelihoodRatios(said: readonly (readonly number[])[], observed: readonly Observed[]): number[] {
  const size = said[0]?.length ?? 0;
  const means = observed.map(({ in: inside, out }) => ({ inside: meanOf(inside, size), out: meanOf(out, size) }));
  const covariance = new Float64Array(size * size);
  let rows = 0;
  observed.forEach((own, shopper) => {
    for (const [list, mean] of [[own.in, means[shopper].inside] as const, [own.out, means[shopper].out] as const]) {
      for (const one of list) {
        rows++;
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) covariance[i * size + j] += (one[i] - mean[i]) * (one[j] - mean[j]);
        }
      }
    }
  });
  for (let i = 0; i < covariance.length; i++) covariance[i] /= Math.max(1, rows);
  for (let i = 0; i < size; i++) covariance[i * size + i] = covariance[i * size + i] * (1 + RIDGE) + RIDGE ** 2;
  const inverse = inverseOf(covariance, size);
  return said.map((one, shopper) => {
    const { inside, out } = means[shopper];
    let score = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        score += (one[i] - (inside[i] + out[i]) / 2) * inverse[i * size + j] * (inside[j] - out[j]);
      }
    }
    return score;
  });
}

function meanOf(rows: readonly (readonly number[])[], size: number): number[] {
  return Array.from({ length: size }, (_, i) => rows.reduce((sum, row) => sum + row[i], 0) / Math.max(1, rows.length));
}
