import * as plain from '../contract/validation/plain-data.ts';
import { corruptPack } from './corrupt-pack.ts';
import type { PackSection, TensorData } from './pack.ts';

/** Checks that every reader of a section makes. Each throws VitrineError `pack-corrupt`. */

export function readSectionOptions<TOptions>(section: PackSection, reader: plain.Reader<TOptions>): TOptions {
  return plain.read(reader, section.options, (what) => corruptPack(`of its options, ${what}`));
}

/** The constructor of a tensor's data. */
export type TensorType<TData extends TensorData = TensorData> = abstract new (...args: never[]) => TData;

/**
 * The tensor of that name.
 * @param types accepted element types
 * @param shape wanted shape; one under 0 leaves a dimension open
 * @param of the section's name, for errors
 */
export function readTensor<TData extends TensorData>(
  section: PackSection,
  name: string,
  types: readonly TensorType<TData>[],
  shape: readonly number[],
  of?: string,
): TData {
  const called = of === undefined ? name : `${of}/${name}`;
  const tensor = Object.hasOwn(section.tensors, name) ? section.tensors[name] : undefined;
  if (tensor === undefined) throw corruptPack(`tensor ${called} is missing`);
  const data = types.some((type) => tensor.data instanceof type) ? (tensor.data as TData) : undefined;
  if (data === undefined) throw corruptPack(`tensor ${called} has an element type that does not fit`);
  const fits = tensor.shape.length === shape.length && shape.every((size, i) => size < 0 || size === tensor.shape[i]);
  if (!fits) throw corruptPack(`tensor ${called} has shape [${tensor.shape}] instead of [${shape}]`);
  return data;
}

/** Offsets of a list of lists: from 0, never falling, up to `total`. */
export function checkOffsets(name: string, offsets: ArrayLike<number>, total: number): void {
  let reached = 0;
  for (let i = 0; reached >= 0 && i < offsets.length; i++) reached = offsets[i] < reached ? -1 : offsets[i];
  if (offsets[0] !== 0 || reached !== total) throw corruptPack(`tensor ${name} does not rise from 0 to ${total}`);
}

/** Numbers from `least` to `most`. */
export function checkRange(name: string, values: ArrayLike<number>, least: number, most: number): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least || values[i] > most) {
      throw corruptPack(`tensor ${name} holds ${values[i]}, which is not from ${least} to ${most}`);
    }
  }
}
