import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { TrainReport } from '../../contract/engine.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { BrowseEvent } from '../../contract/visitor-event.ts';
import { abort } from './abort.ts';

/** What lies in this browser about the visitor. Changes to it need a new version and a migration below. */
export interface HistorySchema extends DBSchema {
  /** One record an interaction, as `StoredInteraction`; `seq` is given by the store, and never again. */
  interactions: { key: number; value: unknown };
  /** What the visitor did that names no single product, by its own id. */
  browsing: { key: IDBValidKey; value: BrowseEvent; indexes: { at: number } };
  /** Fine-tuned weights, each writing under a generation of its own. */
  weights: { key: number; value: StoredWeights };
  /** `weights`: the generation that serves, written last and completely. `training`: the fencing number of the newest training. */
  pointers: { key: 'weights' | 'training'; value: number };
  /** The product feed as it was read last, by its address. */
  feeds: { key: string; value: unknown };
  /** The text index of a feed, by the digest of the feed's bytes. */
  indexes: { key: string; value: unknown };
  /** What an encoder made of the visitor's history, by the model's name. */
  states: { key: string; value: unknown };
}

export interface StoredWeights {
  generation: number;
  /** Digest of the pack that the weights were tuned from: they fit no other. */
  pack: string;
  /** Digest of the tensors. */
  digest: string;
  tensors: NamedTensors;
  /** Of the training. Not of weights that an earlier version wrote. */
  report?: TrainReport;
  /** The training's fencing number: when it began, in milliseconds since 1970, or a little later. Not of an earlier version's. */
  fence?: number;
}

/**
 * What is used of a database. The shortcuts that idb adds to it are left out of the engine worker (see vite.config.ts): work
 * goes through `transact`.
 */
export type HistoryDatabase = Pick<
  IDBPDatabase<HistorySchema>,
  'close' | 'createObjectStore' | 'objectStoreNames' | 'transaction'
>;

type Upgrade = IDBPTransaction<HistorySchema, StoreNames<HistorySchema>[], 'versionchange'>;
type Migration = (database: HistoryDatabase, upgrade: Upgrade) => void | Promise<void>;

/** `MIGRATIONS[v]` brings a database of version `v` to version `v + 1`. Never change one that was published. */
const MIGRATIONS: readonly Migration[] = [
  (database) => {
    database.createObjectStore('interactions', { keyPath: 'seq', autoIncrement: true });
    database.createObjectStore('weights', { keyPath: 'generation', autoIncrement: true });
    database.createObjectStore('pointers');
  },
  (database) => {
    database.createObjectStore('feeds');
    database.createObjectStore('states');
  },
  async (database, upgrade) => {
    database.createObjectStore('indexes');
    database.createObjectStore('browsing', { keyPath: 'id', autoIncrement: true }).createIndex('at', 'at');
    await moveLists(upgrade);
  },
];

/** Lists lay among the interactions, one record a product that was shown; a search said nothing but a product. */
async function moveLists(upgrade: Upgrade): Promise<void> {
  const interactions = upgrade.objectStore('interactions');
  const records = (await interactions.getAll()) as { seq: number; name: string; product: string; at: number }[];
  // Each in a function of its own: one that throws at once must not leave the others without a listener.
  const moved = records.map(async ({ seq, product, ...list }) => {
    if (list.name !== 'view_item_list' && list.name !== 'search') return;
    await interactions.delete(seq);
    const seen = { ...list, products: [product] } as BrowseEvent;
    if (list.name === 'view_item_list') await upgrade.objectStore('browsing').add(seen);
  });
  await Promise.all(moved);
}

export const VERSION = MIGRATIONS.length;

const STORES = 'browsing,feeds,indexes,interactions,pointers,states,weights';

/** Whether a database is ours; one of another form under our name is left alone. */
export function isOurs({ objectStoreNames }: Pick<HistoryDatabase, 'objectStoreNames'>): boolean {
  return `${[...objectStoreNames]}` === STORES;
}

/** All or nothing: what fails takes the whole upgrade back, and the database stays as it was. */
export async function migrate(database: HistoryDatabase, from: number, upgrade: Upgrade): Promise<void> {
  upgrade.done.catch(() => undefined);
  try {
    for (const migration of MIGRATIONS.slice(from)) await migration(database, upgrade);
    if (isOurs(database)) return;
  } catch {
    // A request that failed has taken it back already.
  }
  abort(upgrade);
}
