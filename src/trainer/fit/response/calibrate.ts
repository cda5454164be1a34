import { type Calibration, sigmoid } from '../../../engine/ranking/response/network.ts';

const MOST_STEPS = 50;

/**
 * Platt scaling ("Probabilistic outputs for support vector machines", 1999; with a free intercept also what Guo et al.,
 * "On calibration of modern neural networks", 2017, find best for two classes): two numbers fitted by Newton's method on
 * examples that the model was not trained on.
 * @param weights how many examples each represents: one drawn of many represents all of them. Default: 1 each
 */
export function calibrate(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: (index: number) => number = () => 1,
): Calibration {
  let slope = 1;
  let intercept = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    // Ridge, so that a logit that says nothing, or all, has a finite answer.
    let [gradient1, gradient0, h11, h10, h00] = [1e-3 * (slope - 1), 0, 1e-3, 0, 1e-6];
    for (let i = 0; i < logits.length; i++) {
      const chance = sigmoid(slope * logits[i] + intercept);
      const error = weights(i) * (chance - labels[i]);
      const curve = weights(i) * chance * (1 - chance);
      gradient1 += error * logits[i];
      gradient0 += error;
      h11 += curve * logits[i] * logits[i];
      h10 += curve * logits[i];
      h00 += curve;
    }
    const determinant = h11 * h00 - h10 * h10;
    // Damped, since far from the answer a full step overshoots.
    const reach = Math.min(1, 2 / Math.max(1e-12, Math.abs((h11 * gradient0 - h10 * gradient1) / determinant)));
    const move1 = (reach * (h00 * gradient1 - h10 * gradient0)) / determinant;
    const move0 = (reach * (h11 * gradient0 - h10 * gradient1)) / determinant;
    slope -= move1;
    intercept -= move0;
    if (Math.abs(move1) + Math.abs(move0) < 1e-7) break;
  }
  return { slope, intercept };
}
