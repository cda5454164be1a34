import type { NamedTensors } from '../../../contract/tensors.ts';
import { reshape, type Tensor4D, tensor } from '../../compute/tensors.ts';
import type { Pixels } from '../../generators/picture/picture-set.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import { Random } from '../../training/random.ts';
import { look, plainView } from './views.ts';

/** Weights as the runtime takes them. */
export function tensorsOf(weights: NamedTensors): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, { shape, data }]) => [name, tensor(data, [...shape])]));
}

/** Pictures written one by one. [count, size, size, 3] */
export function views(size: number, count: number, write: (picture: number, into: Float32Array) => void): Tensor4D {
  const each = size * size * 3;
  const all = new Float32Array(count * each);
  for (let i = 0; i < count; i++) write(i, all.subarray(i * each, (i + 1) * each));
  return reshape(tensor(all, [count * each]), [count, size, size, 3]) as Tensor4D;
}

/** Some of the pictures as they are, from the first on. [count, size, size, 3] */
export function plainViews(pictures: Pixels, first: number, count: number, size: number): Tensor4D {
  const view = plainView(pictures.size);
  const random = new Random(0); // a plain view draws nothing
  return views(size, count, (i, into) => look(pictures, first + i, view, random, into));
}
