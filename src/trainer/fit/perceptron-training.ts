import { type Activations, LEAK, type PerceptronWeights } from '../../engine/ranking/perceptron.ts';
import { Adam } from '../../learning/training/adam.ts';
import type { Random } from '../../learning/training/random.ts';

const TENSORS = ['weight1', 'bias1', 'weight2', 'bias2', 'weight3'] as const;
/** A slope of the loss at an output below this is not worth its backward pass. */
const NEGLIGIBLE = 1e-4;

/**
 * Adds the gradient of a loss to `gradients`.
 * @param features [rows, inputs]; @param activations what `forward` gave for them
 * @param slopes of the loss at each output. [rows]
 * @param inputSlopes where wanted, filled with the slopes at the features. [rows, inputs]
 */
export function backpropagate(
  weights: PerceptronWeights,
  features: Float32Array,
  { layer1, layer2 }: Activations,
  slopes: Float32Array,
  gradients: PerceptronWeights,
  inputSlopes?: Float32Array,
): void {
  const { inputs, hidden, weight1, weight2, weight3 } = weights;
  const slope1 = new Float64Array(hidden);
  const slope2 = new Float64Array(hidden);
  for (let row = 0; row < slopes.length; row++) {
    const slope = slopes[row];
    if (Math.abs(slope) < NEGLIGIBLE) continue;
    for (let unit = 0; unit < hidden; unit++) {
      const active = layer2[row * hidden + unit];
      gradients.weight3[unit] += slope * active;
      slope2[unit] = slope * weight3[unit] * (active > 0 ? 1 : LEAK);
      gradients.bias2[unit] += slope2[unit];
    }
    for (let from = 0; from < hidden; from++) {
      const active = layer1[row * hidden + from];
      let back = 0;
      for (let unit = 0, at = from * hidden; unit < hidden; unit++, at++) {
        gradients.weight2[at] += active * slope2[unit];
        back += weight2[at] * slope2[unit];
      }
      slope1[from] = active > 0 ? back : back * LEAK;
      gradients.bias1[from] += slope1[from];
    }
    for (let input = 0; input < inputs; input++) {
      const value = features[row * inputs + input];
      const first = input * hidden;
      if (value !== 0) {
        for (let unit = 0; unit < hidden; unit++) gradients.weight1[first + unit] += value * slope1[unit];
      }
      if (inputSlopes === undefined) continue;
      let back = 0;
      for (let unit = 0; unit < hidden; unit++) back += weight1[first + unit] * slope1[unit];
      inputSlopes[row * inputs + input] += back;
    }
  }
}

/** The optimiser of a perceptron's weights, which it moves in place. */
export function optimiserOf(weights: PerceptronWeights, weightDecay: number): Adam {
  const named = TENSORS.map((name) => [name, { shape: [weights[name].length], data: weights[name] }]);
  return new Adam(Object.fromEntries(named), { learningRate: 0, weightDecay });
}

/** One step of `optimiserOf`. @param gradients summed over `batch` examples; cleared */
export function descend(optimiser: Adam, gradients: PerceptronWeights, learningRate: number, batch: number): void {
  optimiser.options.learningRate = learningRate;
  optimiser.begin();
  for (const name of TENSORS) {
    const gradient = gradients[name];
    for (let i = 0; i < gradient.length; i++) gradient[i] /= batch;
    optimiser.update(name, gradient);
    gradient.fill(0);
  }
}

export function zeros(inputs: number, hidden: number): PerceptronWeights {
  return {
    inputs,
    hidden,
    weight1: new Float32Array(hidden * inputs),
    bias1: new Float32Array(hidden),
    weight2: new Float32Array(hidden * hidden),
    bias2: new Float32Array(hidden),
    weight3: new Float32Array(hidden),
  };
}

/** He et al. (2015); the output small, so that all rows start alike. */
export function initialWeights(inputs: number, hidden: number, random: Random): PerceptronWeights {
  const weights = zeros(inputs, hidden);
  for (let i = 0; i < weights.weight1.length; i++) weights.weight1[i] = random.normal() * Math.sqrt(2 / inputs);
  for (let i = 0; i < weights.weight2.length; i++) weights.weight2[i] = random.normal() * Math.sqrt(2 / hidden);
  for (let i = 0; i < hidden; i++) weights.weight3[i] = random.normal() * 0.1;
  return weights;
}
