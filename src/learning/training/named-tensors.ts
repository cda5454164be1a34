import type { NamedTensors } from '../../contract/tensors.ts';

export function copyOf(tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );
}

/** Writes the numbers of `from` into the arrays of `into`; names that only one of them has are left alone. */
export function copyInto(into: NamedTensors, from: NamedTensors): void {
  for (const [name, { data }] of Object.entries(from)) into[name]?.data.set(data);
}
