import { itemRows } from '../layout.ts';
import type { Pack, PackSection, Tensor } from '../pack.ts';
import { alike, arrayLike, growthOf, type SectionGrowth } from './section-growth.ts';

/** What a pack is cut to. */
export interface Cut {
  /** Rows of the products that stay, in their new order. */
  rows: readonly number[];
  /** Rows of products that every page has: what is said of these alone, shard 0 says. Default none. */
  pinned?: ReadonlySet<number>;
  /** Whether what does not grow with the products stays, such as the weights of an encoder. */
  common: boolean;
}

/**
 * The pack as it would be of these products alone: their rows of every tensor, the pairs between two of them, and what of each window
 * is theirs, where that is more than one product. Sections that are not known are left out.
 */
export function cutPack({ manifest, productIds, sections }: Pack, cut: Cut): Pack {
  const newRows = new Uint32Array(productIds.length + 1);
  cut.rows.forEach((row, place) => {
    newRows[row] = place + 1;
  });
  const pinned = (row: number): boolean => cut.pinned?.has(row) ?? false;
  const entries = Object.entries(sections).flatMap(([name, section]): [string, PackSection][] => {
    const growth = growthOf(name, section, productIds.length);
    if (growth === undefined) return [];
    const tensors: Record<string, Tensor> = {};
    for (const tensor of Object.keys(section.tensors)) {
      const dimension = growth.ofItems.get(tensor);
      if (dimension !== undefined) tensors[tensor] = rowsOf(section.tensors[tensor], dimension, cut.rows);
      else if (cut.common) tensors[tensor] = section.tensors[tensor];
    }
    // They take the place of those that were cut.
    if (growth.lists) Object.assign(tensors, cutLists(section.tensors, growth.lists, cut.rows, newRows, pinned));
    return [[name, { ...section, tensors }]];
  });
  return {
    manifest,
    productIds: cut.rows.map((row) => productIds[row - 1]),
    sections: Object.fromEntries(entries),
  };
}

function rowsOf(from: Tensor, dimension: number, rows: readonly number[]): Tensor {
  const { tensor, copy } = alike(from, dimension, rows.length + 1);
  copy(from, 0, 0);
  rows.forEach((row, place) => {
    copy(from, row, place + 1);
  });
  return tensor;
}

function cutLists(
  tensors: PackSection['tensors'],
  { names, rows: holder, byItem }: NonNullable<SectionGrowth['lists']>,
  rows: readonly number[],
  newRows: Uint32Array,
  pinned: (row: number) => boolean,
): Record<string, Tensor> {
  const { data: offsets } = tensors.offsets;
  const { data: held } = tensors[holder];
  const kept: number[] = [];
  const starts = [0];
  if (byItem) {
    // Row 0 has a list too.
    for (const row of [0, ...rows]) {
      for (let at = offsets[row]; at < offsets[row + 1]; at++) {
        if (newRows[held[at]] > 0 && !(pinned(row) && pinned(held[at]))) kept.push(at);
      }
      starts.push(kept.length);
    }
  } else {
    for (let window = 0; window + 1 < offsets.length; window++) {
      const own: number[] = [];
      for (let at = offsets[window]; at < offsets[window + 1]; at++) if (newRows[held[at]] > 0) own.push(at);
      if (own.length < 2 || own.every((at) => pinned(held[at]))) continue;
      for (const at of own) kept.push(at);
      starts.push(kept.length);
    }
  }
  const cut = names.map((name): [string, Tensor] => {
    const { data } = tensors[name];
    const own =
      name === holder
        ? itemRows(
            kept.map((at) => newRows[held[at]]),
            rows.length,
          )
        : arrayLike(data, kept.length);
    if (name !== holder) for (const [place, at] of kept.entries()) own[place] = data[at];
    return [name, { shape: [kept.length], data: own }];
  });
  return { ...Object.fromEntries(cut), offsets: { shape: [starts.length], data: Uint32Array.from(starts) } };
}
