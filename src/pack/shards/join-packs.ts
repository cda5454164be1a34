import { TextTable } from '../../kernels/compact/text-table.ts';
import { corruptPack } from '../corrupt-pack.ts';
import { itemRows } from '../layout.ts';
import type { PackPart, PackSection, Tensor } from '../pack.ts';
import { alike, arrayLike, growthOf, type SectionGrowth } from './section-growth.ts';

/** A section of one shard, and the rows that its products have in the joined pack, by their own. */
interface Piece {
  section: PackSection;
  growth: SectionGrowth;
  rows: Uint32Array;
}

/**
 * One pack of several that were cut from one, the first of them with all that does not grow with the products. A product that several
 * have gets one row. A section of which something is missing is left out.
 * @param ids takes the products' ids
 * @throws VitrineError `pack-corrupt` where they do not fit together
 */
export function joinPacks(parts: readonly PackPart[], ids = new TextTable()): PackPart {
  const rows = parts.map((part) => {
    const own = new Uint32Array(part.ids.size + 1);
    for (let number = 0; number < part.ids.size; number++) {
      const added = ids.addFrom(part.ids, number);
      own[number + 1] = 1 + (added >= 0 ? added : ids.numberIn(part.ids, number));
    }
    return own;
  });
  const sections: Record<string, PackSection> = {};
  for (const name of Object.keys(parts[0].sections)) {
    const pieces = parts.flatMap(({ ids: { size }, sections: all }, i): Piece[] => {
      const growth = Object.hasOwn(all, name) ? growthOf(name, all[name], size) : undefined;
      return growth ? [{ section: all[name], growth, rows: rows[i] }] : [];
    });
    if (pieces.length < parts.length) continue;
    const joined = joinSection(pieces, ids.size);
    if (pieces[0].growth.names.every((tensor) => Object.hasOwn(joined.tensors, tensor))) sections[name] = joined;
  }
  return { manifest: parts[0].manifest, ids, sections };
}

function joinSection(pieces: readonly Piece[], items: number): PackSection {
  const [{ section, growth }] = pieces;
  const tensors: Record<string, Tensor> = { ...section.tensors };
  for (const [name, dimension] of growth.ofItems) tensors[name] = joinRows(name, dimension, pieces, items);
  if (growth.lists) Object.assign(tensors, joinLists(growth.lists, pieces, items));
  return { ...section, tensors };
}

function joinRows(name: string, dimension: number, pieces: readonly Piece[], items: number): Tensor {
  const { tensor, copy } = alike(pieces[0].section.tensors[name], dimension, items + 1);
  for (const { section, rows } of pieces) {
    const from = section.tensors[name];
    checkAlike(name, tensor, from, dimension);
    rows.forEach((row, own) => {
      copy(from, own, row);
    });
  }
  return tensor;
}

/** The entries of each list, those of the first shard first. */
function joinLists(
  { names, rows: holder, byItem }: NonNullable<SectionGrowth['lists']>,
  pieces: readonly Piece[],
  items: number,
): Record<string, Tensor> {
  const total = pieces.reduce((sum, { section }) => sum + section.tensors[holder].data.length, 0);
  const held = new Uint32Array(total);
  const beside = names
    .filter((name) => name !== holder)
    .map((name) => {
      const first = pieces[0].section.tensors[name];
      for (const { section } of pieces) checkAlike(name, first, section.tensors[name], 0);
      return { name, data: arrayLike(first.data, total) };
    });
  const starts = [0];
  let next = 0;
  const take = ({ section, rows }: Piece, list: number): void => {
    const { data: offsets } = section.tensors.offsets;
    for (let at = offsets[list]; at < offsets[list + 1]; at++, next++) {
      held[next] = rows[section.tensors[holder].data[at]];
      for (const { name, data } of beside) data[next] = section.tensors[name].data[at];
    }
  };
  if (byItem) {
    const own = pieces.map(({ rows }) => {
      const places = new Int32Array(items + 1).fill(-1);
      rows.forEach((row, place) => {
        places[row] = place;
      });
      return places;
    });
    for (let row = 0; row <= items; row++) {
      for (const [i, piece] of pieces.entries()) if (own[i][row] >= 0) take(piece, own[i][row]);
      starts.push(next);
    }
  } else {
    for (const piece of pieces) {
      for (let window = 0; window + 1 < piece.section.tensors.offsets.data.length; window++) {
        take(piece, window);
        starts.push(next);
      }
    }
  }
  return {
    [holder]: { shape: [total], data: itemRows(held, items) },
    ...Object.fromEntries(beside.map(({ name, data }) => [name, { shape: [total], data }])),
    offsets: { shape: [starts.length], data: Uint32Array.from(starts) },
  };
}

/** Two tensors of one name have the same elements, and the same shape but for one dimension. */
function checkAlike(name: string, a: Tensor, b: Tensor | undefined, but: number): void {
  const fit = a.data.constructor === b?.data.constructor;
  if (!fit || a.shape.some((size, at) => at !== but && size !== b.shape[at]))
    throw corruptPack(`its shards differ in tensor ${name}`);
}
