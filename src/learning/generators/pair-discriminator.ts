import type { NamedTensors } from '../../contract/tensors.ts';
import { add, mul, relu, type Tensor, type Tensor2D } from '../compute/tensors.ts';
import { linear } from '../models/layers/linear.ts';
import type { Weights } from '../models/sequence-encoder.ts';
import type { Random } from '../training/random.ts';

/**
 * A discriminator that sees an item's vector beside what it should follow from: the state or the history of the visitor who
 * turned to it. The product of the two, number by number, is seen too: whether they agree is what a sum cannot tell.
 */
export function discriminatorWeights(width: number, hidden: number, random: Random): NamedTensors {
  const layer = (name: string, inputs: number, outputs: number): NamedTensors => {
    const data = Float32Array.from({ length: inputs * outputs }, () => random.normal() / Math.sqrt(inputs));
    return {
      [`${name}.weights`]: { shape: [inputs, outputs], data },
      [`${name}.bias`]: { shape: [outputs], data: new Float32Array(outputs) },
    };
  };
  const seen = ['item', 'context', 'both'].map((name) => layer(name, width, hidden));
  return Object.assign(layer('say', hidden, 1), ...seen);
}

/** The matrices among them, to be spectrally normalised. */
export const DISCRIMINATOR_MATRICES = ['item.weights', 'context.weights', 'both.weights', 'say.weights'] as const;

/** @param items, contexts [pairs, width]; @returns logits of being real, [pairs, 1] */
export function discriminatePair(weights: Weights, items: Tensor2D, contexts: Tensor2D): Tensor {
  const layer = (name: string, x: Tensor) =>
    linear(x as Tensor2D, weights[`${name}.weights`] as Tensor2D, weights[`${name}.bias`]);
  const seen = add(add(layer('item', items), layer('context', contexts)), layer('both', mul(items, contexts)));
  return layer('say', relu(seen));
}
