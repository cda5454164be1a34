import type { NamedTensors } from '../../contract/tensors.ts';
import type { StepOptimiser } from './run-training.ts';

/** Plain gradient descent, over plain arrays. Steep losses move the weights far: Adam's first steps are all as long. */
export class GradientDescent implements StepOptimiser {
  constructor(
    /** Moved in place. */
    readonly weights: NamedTensors,
    readonly learningRate: number,
  ) {}

  /** Steps do not depend on each other. */
  begin(): void {}

  update(name: string, gradient: Float32Array): void {
    const weights = this.weights[name].data;
    for (let i = 0; i < gradient.length; i++) weights[i] -= this.learningRate * gradient[i];
  }
}
