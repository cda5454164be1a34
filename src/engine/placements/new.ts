import type { Catalogue } from '../../catalogue/catalogue.ts';
import { timeAdded } from '../../catalogue/time-added.ts';
import type { CandidateSource } from '../sources/candidate-source.ts';
import { listed } from './listed-source.ts';
import { type Placement, type Shelf, stepOf } from './placement.ts';
import { aboutSeeds } from './seeds.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Records that are read in one turn, so that a click need not wait for a large catalogue. */
const BATCH = 5_000;

/**
 * Arrivals by their date, the latest first, those of one day by the visitor's taste. Without dates what came after the pack
 * was made; then what is popular.
 */
export const arrivals: Placement = {
  name: 'new',
  plan: async (shelf) => {
    const { chain, context } = shelf;
    const days = await daysOf(shelf.catalogue);
    const source = days.size > 0 ? listed('new', days) : notInPack(shelf);
    const { ties } = aboutSeeds(shelf, [...context.items.slice(-1)]).context;
    return {
      context: { ...context, ...(ties && { ties }) },
      steps: [...stepOf(shelf, source), ...stepOf(shelf, chain.source('popular'))],
    };
  },
};

const read = new WeakMap<Catalogue, Promise<Map<number, number>>>();

/** Days from 1970 on which products came that have come. */
function daysOf(catalogue: Catalogue): Promise<Map<number, number>> {
  const days = read.get(catalogue) ?? readDays(catalogue);
  read.set(catalogue, days);
  return days;
}

async function readDays(catalogue: Catalogue): Promise<Map<number, number>> {
  const days = new Map<number, number>();
  for (const [i, row] of catalogue.order.entries()) {
    const at = timeAdded(catalogue.product(row)?.added);
    if (at > 0 && at <= Date.now()) days.set(row, Math.floor(at / DAY_MS));
    if (i % BATCH === BATCH - 1) await new Promise((resolve) => setTimeout(resolve));
  }
  return days;
}

/** The feed's own products, the latest line first: shops add at the end. */
function notInPack({ catalogue, pack }: Shelf): CandidateSource {
  const packRows = pack?.ids.size ?? 0;
  const rows = packRows === 0 ? [] : Array.from(catalogue.order.entries()).filter(([, row]) => row > packRows);
  return listed('new', new Map(rows.map(([place, row]) => [row, place + 1])));
}
