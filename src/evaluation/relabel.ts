import type { ProductId } from '../contract/product.ts';
import type { Cases, InteractionLog } from './interaction-log.ts';
import type { Split } from './splits.ts';

/** The log with its items in other rows. @param rows new row of each old row; 0 leaves the interaction out. */
export function relabel(log: InteractionLog, rows: Int32Array, productIds: readonly ProductId[]): InteractionLog {
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

/** Rows in which the products of a pack come first, in its order, and the others after them. */
export function rowsAfter(packIds: readonly ProductId[], productIds: readonly ProductId[]) {
  const ids = [...packIds];
  const rowOf = new Map(packIds.map((id, i) => [id, i + 1]));
  const rows = Int32Array.from({ length: productIds.length + 1 }, (_, row) => {
    if (row === 0) return 0;
    const known = rowOf.get(productIds[row - 1]);
    return known ?? ids.push(productIds[row - 1]);
  });
  return { rows, productIds: ids };
}

/** Products that at least so many shoppers of the log met, in order of row. */
export function productsMetBy(minShoppers: number, log: InteractionLog): ProductId[] {
  const { items, offsets } = log.sequences;
  const met = log.productIds.map(() => new Set<number>());
  log.shoppers.forEach((shopper, sequence) => {
    for (let at = offsets[sequence]; at < offsets[sequence + 1]; at++) met[items[at] - 1].add(shopper);
  });
  return log.productIds.filter((_, i) => met[i].size >= Math.max(1, minShoppers));
}

/** The split with the pack's products in the first rows; what is trained on knows no others. */
export function arrangeFor(packIds: readonly ProductId[], split: Split): Split {
  const { rows, productIds } = rowsAfter(packIds, split.final.train.productIds);
  const known = rows.map((row) => (row <= packIds.length ? row : 0));
  const arrange = (log: InteractionLog): InteractionLog => relabel(log, rows, productIds);
  const arrangeCases = (cases: Cases): Cases => ({ ...cases, log: arrange(cases.log) });
  return {
    tuning: { train: relabel(split.tuning.train, known, productIds), cases: arrangeCases(split.tuning.cases) },
    final: { train: relabel(split.final.train, known, productIds), cases: arrangeCases(split.final.cases) },
  };
}
