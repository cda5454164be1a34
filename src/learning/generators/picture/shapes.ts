import type { NamedTensors } from '../../../contract/tensors.ts';
import type { Random } from '../../training/random.ts';

/** Weights' shapes by name. A layer's are `name.weights` and `name.bias`. */
export type Shapes = Record<string, readonly number[]>;

export function linearShapes(shapes: Shapes, name: string, inputs: number, outputs: number): void {
  shapes[`${name}.weights`] = [inputs, outputs];
  shapes[`${name}.bias`] = [outputs];
}

export function convolutionShapes(shapes: Shapes, name: string, inputs: number, outputs: number): void {
  shapes[`${name}.weights`] = [3, 3, inputs, outputs];
  shapes[`${name}.bias`] = [outputs];
}

/** He et al. (2015) for weights, zero for biases. */
export function initialise(shapes: Shapes, random: Random): NamedTensors {
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const inputs = size / shape.at(-1)!;
    const deviation = name.endsWith('.bias') ? 0 : Math.sqrt(2 / inputs);
    return [name, { shape, data: Float32Array.from({ length: size }, () => deviation * random.normal()) }];
  });
  return Object.fromEntries(entries);
}
