import type { DBSchema, IDBPDatabase } from 'idb';
import type { NamedTensors } from '../../contract/tensors.ts';

/** What lies in this browser about the visitor. Changes to it need a new version and a migration below. */
export interface HistorySchema extends DBSchema {
  /** One record an interaction, as `StoredInteraction`; `seq` is given by the store, and never again. */
  interactions: { key: number; value: unknown };
  /** Fine-tuned weights, each writing under a generation of its own. */
  weights: { key: number; value: StoredWeights };
  /** What serves: the generation that was written last and completely. */
  pointers: { key: 'weights'; value: number };
  /** The product feed as it was read last, by its address. */
  feeds: { key: string; value: unknown };
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
}

/**
 * What is used of a database. The shortcuts that idb adds to it are left out of the engine worker (see vite.config.ts): work
 * goes through `transact`.
 */
export type HistoryDatabase = Pick<
  IDBPDatabase<HistorySchema>,
  'close' | 'createObjectStore' | 'objectStoreNames' | 'transaction'
>;

/** `MIGRATIONS[v]` brings a database of version `v` to version `v + 1`. Never change one that was published. */
const MIGRATIONS: readonly ((database: HistoryDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('interactions', { keyPath: 'seq', autoIncrement: true });
    database.createObjectStore('weights', { keyPath: 'generation', autoIncrement: true });
    database.createObjectStore('pointers');
  },
  (database) => {
    database.createObjectStore('feeds');
    database.createObjectStore('states');
  },
];

export const VERSION = MIGRATIONS.length;

export function migrate(database: HistoryDatabase, from: number): void {
  for (const migration of MIGRATIONS.slice(from)) migration(database);
}
