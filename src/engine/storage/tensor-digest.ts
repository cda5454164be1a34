import type { NamedTensors } from '../../contract/tensors.ts';
import { digestOf } from '../../kernels/compact/digest.ts';

/** Digest of names, shapes and numbers, in order of name. */
export function digestOfTensors(tensors: NamedTensors): string {
  const parts = Object.keys(tensors)
    .sort()
    .map((name) => {
      const { shape, data } = tensors[name];
      return `${name}:${shape}:${digestOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}`;
    });
  return digestOf(new TextEncoder().encode(parts.join('|')));
}
