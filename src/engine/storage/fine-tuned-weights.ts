import type { NamedTensors } from '../../contract/tensors.ts';
import { digestOf } from '../../kernels/compact/digest.ts';
import type { Connection } from './connection.ts';
import type { StoredWeights } from './schema.ts';
import { transact } from './transact.ts';

/**
 * The encoder's weights as they were fine-tuned on this visitor. Each writing has a generation of its own and a digest;
 * one pointer says which serves; the generation before it stays, for the case that the newest is damaged.
 */
export class FineTunedWeights {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Resolves when committed. @param pack digest of the pack they were tuned from. */
  async save(pack: string, tensors: NamedTensors): Promise<void> {
    const record = { pack, digest: digestOfTensors(tensors), tensors };
    await this.#connection.run((database) =>
      transact(database, ['weights', 'pointers'], 'readwrite', async (transaction) => {
        const weights = transaction.objectStore('weights');
        const before = await transaction.objectStore('pointers').get('weights');
        const generation = await weights.add(record as StoredWeights);
        await transaction.objectStore('pointers').put(generation, 'weights');
        if (before !== undefined) await weights.delete(IDBKeyRange.upperBound(before, true));
      }),
    );
  }

  /** The newest weights of this pack that are whole; `undefined` where there are none. */
  async load(pack: string): Promise<NamedTensors | undefined> {
    const records = await this.#connection.run((database) =>
      transact(database, ['weights', 'pointers'], 'readonly', async (transaction) => {
        const newest = await transaction.objectStore('pointers').get('weights');
        if (newest === undefined) return [];
        return transaction.objectStore('weights').getAll(IDBKeyRange.upperBound(newest));
      }),
    );
    return records.reverse().find((record) => record.pack === pack && isWhole(record))?.tensors;
  }
}

function isWhole({ tensors, digest }: StoredWeights): boolean {
  try {
    return digestOfTensors(tensors) === digest;
  } catch {
    return false;
  }
}

/** Digest of names, shapes and numbers, in order of name. */
function digestOfTensors(tensors: NamedTensors): string {
  const parts = Object.keys(tensors)
    .sort()
    .map((name) => {
      const { shape, data } = tensors[name];
      return `${name}:${shape}:${digestOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}`;
    });
  return digestOf(new TextEncoder().encode(parts.join('|')));
}
