import type { Sequences } from '../../contract/sequences.ts';
import { Random } from '../../learning/training/random.ts';
import { itemRows, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { KNN, type KnnOptions } from '../../pack/sections/knn.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { CountedFit, CountingContext } from './section-fit.ts';
import { cutWindows, reorder } from './session-windows.ts';

/**
 * The session sample of a pack: the windows (see `cutWindows`), oldest first, and how they are to be read.
 */
export function fitSessionKnn(windows: Sequences, items: number, options: KnnOptions): PackSection {
  const tensors = { items: itemRows(windows.items, items), offsets: Uint32Array.from(windows.offsets) };
  return writeSection(KNN, items, options, tensors);
}

/** Items of a window of the session sample. */
export const WINDOW_LENGTH = 20;

export const knn: CountedFit<KnnOptions> = {
  section: 'knn',
  defaults: {
    last: 10,
    decay: 0.7,
    session: false,
    recent: 5000,
    neighbours: 200,
    lengthPower: 0.25,
    sharpness: 1.5,
    distancePower: 0.5,
    backward: 0.5,
  },
  unordered: { last: 100, decay: 1 },
  grid: {
    decay: [0.5, 0.6, 0.7, 0.8, 0.9],
    backward: [0.1, 0.25, 0.5, 0.75, 1],
    sharpness: [1, 1.5, 2, 2.5],
    distancePower: [0.25, 0.5, 0.75],
    lengthPower: [0, 0.25, 0.5],
    neighbours: [100, 200, 400],
  },
  showsShoppers: true,
  count: (log, options, context) => fitSessionKnn(sample(log, context), context.items, options),
};

/** Of a log that is counted with one set of options after the other, the windows are cut once. */
const lastSample = new WeakMap<InteractionLog, { key: string; windows: Sequences }>();

/**
 * Windows of the log in an order that says nothing about who they are of, but keeps what is recent last. Those of virtual
 * shoppers need not be shared: nobody met them.
 */
function sample(log: InteractionLog, context: CountingContext): Sequences {
  const { items, minShoppers, unit, virtual } = context;
  const key = [items, minShoppers, unit].join();
  const known = lastSample.get(virtual ?? log);
  if (known?.key === key) return known.windows;
  const windows = virtual ? cut(virtual, { items, minShoppers: 1, unit }) : cut(log, context);
  lastSample.set(virtual ?? log, { key, windows });
  return windows;
}

function cut(log: InteractionLog, { items, minShoppers, perturbation, unit }: CountingContext): Sequences {
  const { windows, ends } = cutWindows(log.sequences, log.shoppers, items, {
    length: WINDOW_LENGTH,
    minShoppers,
    perturbation,
  });
  const { times } = log;
  const order = ends.map((_, window) => window);
  if (times !== null) order.sort((a, b) => times[ends[a] - 1] - times[ends[b] - 1]);
  else if (unit === 'visitor') new Random(0).shuffle(order);
  return reorder(windows, order);
}
