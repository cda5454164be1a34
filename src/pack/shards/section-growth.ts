import * as plain from '../../contract/validation/plain-data.ts';
import { corruptPack } from '../corrupt-pack.ts';
import { type Forms, readTensors, type SectionLayout, vectorForms } from '../layout.ts';
import type { PackSection, Tensor, TensorData } from '../pack.ts';
import { LAYOUTS } from '../schema/layouts.ts';

/** How the tensors of a section grow with the products of its pack; all others are the same for any products. */
export interface SectionGrowth {
  layout: SectionLayout<object>;
  /** Names of all tensors that the section has. */
  names: readonly string[];
  /** Tensors that have one entry a product, row 0 included, and along which dimension. */
  ofItems: ReadonlyMap<string, number>;
  /** Tensors that lie parallel and are cut into lists by `offsets`, where the section has such lists of rows. */
  lists?: { names: readonly string[]; rows: string; byItem: boolean };
}

const OFFSETS = 'offsets';

/**
 * Reads off the layout of a section how it grows; `undefined` of a section that is not known.
 * @param items products of the pack
 * @throws VitrineError `pack-corrupt` where what grows does not fit the layout
 */
export function growthOf(name: string, { options, tensors }: PackSection, items: number): SectionGrowth | undefined {
  const layout = LAYOUTS.find((known) => known.name === name);
  if (layout === undefined) return undefined;
  const read = plain.read(layout.options, options, (what) => corruptPack(`of the options of ${name}, ${what}`));
  const formsOf = (count: number): Forms => ({
    ...(layout.vectors && vectorForms(tensors, count + 1, (read as { width: number }).width)),
    ...layout.tensors(read, count),
  });
  const forms = formsOf(items);
  const larger = formsOf(items + 1);
  const rows = Object.keys(forms).find((tensor) => forms[tensor].holds === 'rows');
  const lists = rows === undefined ? [] : Object.keys(forms).filter((tensor) => forms[tensor].shape[0] === -1);
  const ofItems = new Map<string, number>();
  for (const [tensor, { shape }] of Object.entries(forms)) {
    const dimension = shape.findIndex((size, at) => size !== larger[tensor].shape[at]);
    if (dimension >= 0 && !(rows && tensor === OFFSETS)) ofItems.set(tensor, dimension);
  }
  const growing = rows === undefined ? [...ofItems.keys()] : [...new Set([...lists, OFFSETS, ...ofItems.keys()])];
  const order = Object.keys(forms).filter((tensor) => growing.includes(tensor));
  readTensors(name, tensors, Object.fromEntries(order.map((tensor) => [tensor, forms[tensor]])), items);
  return {
    layout,
    names: Object.keys(forms),
    ofItems,
    ...(rows && {
      lists: {
        names: lists.filter((tensor) => tensor !== OFFSETS),
        rows,
        byItem: forms[OFFSETS].shape[0] === items + 2,
      },
    }),
  };
}

/** A tensor with room for `count` entries along a dimension, and what writes one of the other's there. */
export function alike(
  { shape, data }: Tensor,
  dimension: number,
  count: number,
): { tensor: Tensor; copy: (from: Tensor, entry: number, to: number) => void } {
  const outer = shape.slice(0, dimension).reduce((a, b) => a * b, 1);
  const inner = shape.slice(dimension + 1).reduce((a, b) => a * b, 1);
  const grown = shape.map((size, at) => (at === dimension ? count : size));
  const tensor: Tensor = { shape: grown, data: arrayLike(data, outer * count * inner) };
  return {
    tensor,
    copy(from, entry, to) {
      for (let block = 0; block < outer; block++) {
        const start = (block * from.shape[dimension] + entry) * inner;
        tensor.data.set(from.data.subarray(start, start + inner), (block * count + to) * inner);
      }
    },
  };
}

/** An empty array of the same elements. */
export const arrayLike = <TData extends TensorData>(data: TData, length: number): TData =>
  new (data.constructor as new (length: number) => TData)(length);
