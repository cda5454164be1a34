import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Activations, LEAK, type PerceptronWeights } from '../../engine/ranking/perceptron.ts';

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

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019). */
export class AdamW {
  readonly #means: PerceptronWeights;
  readonly #squares: PerceptronWeights;
  #steps = 0;

  /** @param weights moved in place */
  constructor(
    private readonly weights: PerceptronWeights,
    private readonly weightDecay: number,
  ) {
    this.#means = zeros(weights.inputs, weights.hidden);
    this.#squares = zeros(weights.inputs, weights.hidden);
  }

  /** @param gradients summed over `batch` examples; cleared */
  step(gradients: PerceptronWeights, rate: number, batch: number): void {
    this.#steps++;
    const correction1 = 1 - 0.9 ** this.#steps;
    const correction2 = 1 - 0.999 ** this.#steps;
    for (const name of TENSORS) {
      const [weight, gradient] = [this.weights[name], gradients[name]];
      const [mean, square] = [this.#means[name], this.#squares[name]];
      for (let i = 0; i < weight.length; i++) {
        const slope = gradient[i] / batch;
        mean[i] = 0.9 * mean[i] + 0.1 * slope;
        square[i] = 0.999 * square[i] + 0.001 * slope * slope;
        const move = mean[i] / correction1 / (Math.sqrt(square[i] / correction2) + 1e-8);
        weight[i] -= rate * (move + this.weightDecay * weight[i]);
        gradient[i] = 0;
      }
    }
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

/** He et al. (2015); the output small, so that all rows start alike. @param draw numbers in [0, 1) */
export function initialWeights(inputs: number, hidden: number, draw: () => number): PerceptronWeights {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const weights = zeros(inputs, hidden);
  for (let i = 0; i < weights.weight1.length; i++) weights.weight1[i] = normal() * Math.sqrt(2 / inputs);
  for (let i = 0; i < weights.weight2.length; i++) weights.weight2[i] = normal() * Math.sqrt(2 / hidden);
  for (let i = 0; i < hidden; i++) weights.weight3[i] = normal() * 0.1;
  return weights;
}

/** Seeded numbers in [0, 1). */
export function uniform(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 0x1_0000_0000;
}

/** In place (Fisher–Yates). @param draw numbers in [0, 1) */
export function shuffle(order: Int32Array, draw: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}
