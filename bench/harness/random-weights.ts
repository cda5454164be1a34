import type { NamedTensors } from '../../src/contract/tensors.ts';
import { randomOf } from './random.ts';

/** Weights of these shapes drawn at random: a model with them is as slow as a trained one. */
export function randomWeights(shapes: Readonly<Record<string, readonly number[]>>, seed: number): NamedTensors {
  const { normal } = randomOf(seed);
  const weights: NamedTensors = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const length = shape.reduce((product, size) => product * size, 1);
    const draw = name.endsWith('.gain') ? () => 1 : name.endsWith('.bias') ? () => 0 : () => normal() / 8;
    weights[name] = { shape, data: Float32Array.from({ length }, draw) };
  }
  return weights;
}
