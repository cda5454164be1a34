import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { arrangeFor } from '../../evaluation/relabel.ts';

/** Products of all rows but the padding. */
export function idsOf(catalogue: Catalogue): string[] {
  return Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.idOf(i + 1)!);
}

/** The log with its items in the catalogue's rows; what the catalogue does not have is left out. */
export function inRowsOf(catalogue: Catalogue, log: InteractionLog): InteractionLog {
  const ids = idsOf(catalogue);
  const stage = { train: log, cases: { log, targets: new Int32Array(0), sequences: new Int32Array(0) } };
  return arrangeFor({ tuning: stage, final: stage }, ids, ids.length).final.train;
}

/** Of each row. */
export function interactionsWith(catalogue: Catalogue, { sequences }: InteractionLog): Float64Array {
  const counts = new Float64Array(catalogue.rows);
  for (const item of sequences.items) counts[item]++;
  return counts;
}
