import { expect } from 'vitest';
import { type Tensor, tensor, valueAndGrads } from '../tensors.ts';

/** Each gradient is compared with the slope of `f` at every single number. @param f a scalar of its inputs */
export function expectGradients(f: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]): void {
  const { grads } = valueAndGrads((...values: Tensor[]) => f(...values) as never)(inputs);
  const at = (index: number, place: number, change: number): number => {
    const values = [...inputs];
    const data = Float32Array.from(values[index].dataSync());
    data[place] += change;
    values[index] = tensor(data, values[index].shape);
    return f(...values).dataSync()[0];
  };
  grads.forEach((gradient, index) => {
    gradient.dataSync().forEach((computed, place) => {
      const slope = (at(index, place, 1e-2) - at(index, place, -1e-2)) / 2e-2;
      expect(Math.abs(computed - slope), `input ${index}, number ${place}`).toBeLessThan(1e-2);
    });
  });
}
