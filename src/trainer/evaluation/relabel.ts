import type { ProductId } from '../../contract/product.ts';
import type { InteractionLog } from './interaction-log.ts';
import type { Split, Stage } from './splits.ts';

/** The log with its items in other rows. @param rows new row of each old row; 0 leaves the interaction out. */
function relabel(log: InteractionLog, rows: Int32Array, productIds: readonly ProductId[]): InteractionLog {
  const { items, offsets } = log.sequences;
  const places: number[] = [];
  const newOffsets = Int32Array.from(offsets);
  for (let sequence = 0; sequence + 1 < offsets.length; sequence++) {
    for (let at = offsets[sequence]; at < offsets[sequence + 1]; at++) if (rows[items[at]] > 0) places.push(at);
    newOffsets[sequence + 1] = places.length;
  }
  const { times, names } = log;
  return {
    ...log,
    productIds,
    sequences: { items: Int32Array.from(places, (at) => rows[items[at]]), offsets: newOffsets },
    times: times && Float64Array.from(places, (at) => times[at]),
    names: names && places.map((at) => names[at]),
  };
}

/** Rows in which these products come first, in their order, and the log's others after them. */
function rowsAfter(first: readonly ProductId[], productIds: readonly ProductId[]) {
  const ids = [...first];
  const rowOf = new Map(first.map((id, i) => [id, i + 1]));
  const rows = Int32Array.from({ length: productIds.length + 1 }, (_, row) => {
    if (row === 0) return 0;
    const known = rowOf.get(productIds[row - 1]);
    return known ?? ids.push(productIds[row - 1]);
  });
  return { rows, productIds: ids };
}

/**
 * Products that at least so many shoppers of the log met, in order of row.
 * @param tells of those, whether one that so many shoppers met is among them; default: all are
 */
export function productsMetBy(
  minShoppers: number,
  log: InteractionLog,
  tells?: (shoppers: number) => boolean,
): ProductId[] {
  const { items, offsets } = log.sequences;
  const met = log.productIds.map(() => new Set<number>());
  log.shoppers.forEach((shopper, sequence) => {
    for (let at = offsets[sequence]; at < offsets[sequence + 1]; at++) met[items[at] - 1].add(shopper);
  });
  const least = Math.max(1, minShoppers);
  return log.productIds.filter((_, i) => met[i].size >= least && tells?.(met[i].size) !== false);
}

/**
 * The split with another log to learn from, such as a synthetic one; what is asked stays. Interactions with products that
 * the split's log does not have are left out.
 */
export function taughtBy(other: InteractionLog, { tuning, final }: Split): Split {
  const { productIds } = final.cases.log;
  const rowOf = new Map(productIds.map((id, i) => [id, i + 1]));
  const rows = Int32Array.from({ length: other.productIds.length + 1 }, (_, row) =>
    row === 0 ? 0 : (rowOf.get(other.productIds[row - 1]) ?? 0),
  );
  const train = relabel(other, rows, productIds);
  return { tuning: { ...tuning, train }, final: { ...final, train } };
}

/**
 * The split in the rows that serving gives products: the pack's, then the feed's others, then what only the log has.
 * @param ids the pack's and the feed's products in order of row; @param known so many of them are the pack's: what is
 * trained on has no others
 */
export function arrangeFor(split: Split, ids: readonly ProductId[], known: number): Split {
  const { rows, productIds } = rowsAfter(ids, split.final.cases.log.productIds);
  const knownRows = rows.map((row) => (row <= known ? row : 0));
  const arrange = ({ train, cases }: Stage): Stage => ({
    train: relabel(train, knownRows, productIds),
    cases: { ...cases, log: relabel(cases.log, rows, productIds) },
  });
  return { tuning: arrange(split.tuning), final: arrange(split.final) };
}
