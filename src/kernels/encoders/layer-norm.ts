/** What all models here are trained with. */
export const LAYER_NORM_EPSILON = 1e-5;

/**
 * Layer normalisation of one vector (Ba et al. 2016); `from` and `to` may be the same.
 * @param epsilon added to the variance
 */
export function normalise(
  from: Float32Array,
  to: Float32Array,
  gain: Float32Array,
  bias: Float32Array,
  epsilon: number,
): void {
  let mean = 0;
  for (const value of from) mean += value;
  mean /= from.length;
  let variance = 0;
  for (const value of from) variance += (value - mean) ** 2;
  const scale = 1 / Math.sqrt(variance / from.length + epsilon);
  for (let i = 0; i < from.length; i++) to[i] = (from[i] - mean) * scale * gain[i] + bias[i];
}
