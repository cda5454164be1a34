import * as plain from '../contract/validation/plain-data.ts';
import { corruptPack } from './corrupt-pack.ts';
import type { PackSection, TensorData } from './pack.ts';

/** Checks that every reader of a section makes. Each throws VitrineError `pack-corrupt`. */

export function readOptions<TOptions>(section: PackSection, reader: plain.Reader<TOptions>): TOptions {
  return plain.read(reader, section.options, (what) => corruptPack(`of its options, ${what}`));
}

/**
 * The tensor of that name.
 * @param types accepted element types
 * @param shape wanted shape; −1 leaves a dimension open
 */
export function readTensor<TArray extends abstract new (...args: never[]) => TensorData>(
  section: PackSection,
  name: string,
  types: readonly TArray[],
  shape: readonly number[],
): InstanceType<TArray> {
  const tensor = Object.hasOwn(section.tensors, name) ? section.tensors[name] : undefined;
  if (tensor === undefined) throw corruptPack(`tensor ${name} is missing`);
  const data = types.some((type) => tensor.data instanceof type) ? (tensor.data as InstanceType<TArray>) : undefined;
  if (data === undefined) throw corruptPack(`tensor ${name} has an element type that does not fit`);
  const fits = tensor.shape.length === shape.length && shape.every((size, i) => size < 0 || size === tensor.shape[i]);
  if (!fits) throw corruptPack(`tensor ${name} has shape [${tensor.shape}] instead of [${shape}]`);
  return data;
}

/** Offsets of a list of lists: from 0, never falling, up to `total`. */
export function checkOffsets(name: string, offsets: ArrayLike<number>, total: number): void {
  let reached = 0;
  for (let i = 0; i < offsets.length; i++) {
    if (offsets[i] < reached) throw corruptPack(`tensor ${name} falls at ${i}`);
    reached = offsets[i];
  }
  if (offsets[0] !== 0 || reached !== total) throw corruptPack(`tensor ${name} does not run from 0 to ${total}`);
}

/** Item rows: 1…`items`. */
export function checkItems(name: string, rows: ArrayLike<number>, items: number): void {
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 1 || rows[i] > items) throw corruptPack(`tensor ${name} names item ${rows[i]} of ${items}`);
  }
}

/** Numbers ≥ 0. */
export function checkNotNegative(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0) throw corruptPack(`tensor ${name} holds ${values[i]}, and must not hold numbers under 0`);
  }
}
