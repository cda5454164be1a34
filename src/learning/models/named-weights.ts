import { VitrineError } from '../../contract/errors.ts';
import type { NamedTensors } from '../../contract/tensors.ts';

/** Name of the item vectors among a model's weights. [items + 1, width] */
export const ITEMS = 'items';

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** @throws VitrineError `nothing-to-train` where there are no weights yet */
export function requireWeight(weights: NamedTensors, name: string): Float32Array {
  const weight = weights[name];
  if (weight !== undefined) return weight.data;
  throw new VitrineError('nothing-to-train', 'The model has no weights.', { remedy: 'Train or load it first.' });
}

/** Copies of the weights of these names; others are ignored. @throws VitrineError `bad-options` where a shape differs */
export function takeWeights(weights: NamedTensors, shapes: Readonly<Record<string, readonly number[]>>): NamedTensors {
  const taken: NamedTensors = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const given = weights[name];
    if (given?.shape.join() !== shape.join() || given.data.length !== sizeOf(shape)) {
      const problem = given === undefined ? 'is missing' : `has the shape [${given.shape}]`;
      throw new VitrineError('bad-options', `Weight ${name} ${problem}; it must have [${shape}].`);
    }
    taken[name] = { shape, data: Float32Array.from(given.data) };
  }
  return taken;
}
