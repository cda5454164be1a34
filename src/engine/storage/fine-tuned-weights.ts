import type { NamedTensors } from '../../contract/tensors.ts';
import { digestOf } from '../../kernels/compact/digest.ts';
import type { Connection } from './connection.ts';
import type { StoredWeights } from './schema.ts';
import { transact } from './transact.ts';

/*
 * The encoder's weights as they were fine-tuned on this visitor. Each writing has a generation of its own and a digest;
 * one pointer says which serves; the generation before it stays, for the case that the newest is damaged. Each training
 * draws a fencing number when it begins, higher than all before; one that was overtaken since, or whose history was
 * erased, writes nothing.
 */

/** Whether there are weights, of whatever pack. */
export function hasWeights(connection: Connection): Promise<boolean> {
  return connection.run((database) =>
    transact(database, ['pointers'], 'readonly', async (transaction) =>
      Boolean(await transaction.objectStore('pointers').get('weights')),
    ),
  );
}

/** A training begins. @returns its fencing number, and the generation that serves */
export function beginTraining(connection: Connection): Promise<{ fence: number; newest: number | undefined }> {
  return connection.run((database) =>
    transact(database, ['pointers'], 'readwrite', async (transaction) => {
      const pointers = transaction.objectStore('pointers');
      const fence = Math.max((await pointers.get('training')) ?? 0, Date.now()) + 1;
      await pointers.put(fence, 'training');
      return { fence, newest: await pointers.get('weights') };
    }),
  );
}

/**
 * Resolves when committed.
 * @param tuned `pack`: digest of the pack they were tuned from
 * @returns their generation; `undefined` where another training has begun since, or all was erased
 */
export function saveWeights(
  connection: Connection,
  tuned: Pick<StoredWeights, 'pack' | 'tensors' | 'report'>,
  fence: number,
): Promise<number | undefined> {
  const record = { ...tuned, fence, digest: digestOfTensors(tuned.tensors) };
  return connection.run((database) =>
    transact(database, ['weights', 'pointers'], 'readwrite', async (transaction) => {
      const weights = transaction.objectStore('weights');
      const pointers = transaction.objectStore('pointers');
      if ((await pointers.get('training')) !== fence) return undefined;
      const before = await pointers.get('weights');
      const generation = await weights.add(record as StoredWeights);
      await pointers.put(generation, 'weights');
      if (before !== undefined) await weights.delete(IDBKeyRange.upperBound(before, true));
      return generation;
    }),
  );
}

/** The newest weights of this pack that are whole; `undefined` where there are none. @param pack its digest */
export async function loadWeights(connection: Connection, pack: string): Promise<StoredWeights | undefined> {
  const records = await connection.run((database) =>
    transact(database, ['weights', 'pointers'], 'readonly', async (transaction) => {
      const newest = await transaction.objectStore('pointers').get('weights');
      if (newest === undefined) return [];
      return transaction.objectStore('weights').getAll(IDBKeyRange.upperBound(newest));
    }),
  );
  return records.reverse().find((record) => record.pack === pack && isWhole(record));
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
