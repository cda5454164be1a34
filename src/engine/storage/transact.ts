import type { IDBPTransaction, StoreNames } from 'idb';
import { abort } from './abort.ts';
import type { HistoryDatabase, HistorySchema } from './schema.ts';

export type Store = StoreNames<HistorySchema>;
export type Transaction<TMode extends IDBTransactionMode> = IDBPTransaction<HistorySchema, Store[], TMode>;

/**
 * How long the database may take to answer. In steps of milliseconds: a thread that was busy with a large pack has not
 * waited, and the answer may be there.
 */
const STEPS = 8;
const STEP = 250;

/**
 * Runs `work` in one transaction and waits until it is committed: over quota a `put` succeeds and only the commit fails.
 * Work that fails takes all back. It awaits nothing but the transaction's own requests. A transaction that does not answer
 * is given up (`TimeoutError`).
 *
 * Committed is in the operating system's hands: it outlives the tab and a browser that crashes. A commit does not wait
 * for the disk itself (`durability: 'relaxed'`, the browsers' default), which can take tens of milliseconds a click and
 * would only help where the power fails in that moment.
 */
export async function transact<TMode extends 'readonly' | 'readwrite', TResult>(
  database: HistoryDatabase,
  stores: Store[],
  mode: TMode,
  work: (transaction: Transaction<TMode>) => Promise<TResult>,
): Promise<TResult> {
  const transaction = database.transaction(stores, mode, { durability: 'relaxed' });
  const ended = Promise.allSettled([
    work(transaction).catch((error) => {
      abort(transaction);
      throw error;
    }),
    transaction.done,
  ]);
  const [worked, done] = await inTime(ended, () => abort(transaction));
  if (worked.status === 'fulfilled' && done.status === 'fulfilled') return worked.value;
  // A request that failed because the transaction did tells nothing: the transaction knows why.
  const causes = [worked, done].flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  throw causes.find((cause) => cause?.name !== 'AbortError') ?? causes[0];
}

/** The database's answer. @param giveUp where none comes @throws DOMException `TimeoutError` */
export async function inTime<TResult>(answer: Promise<TResult>, giveUp: () => void): Promise<TResult> {
  let waiting = true;
  const timeout = async (): Promise<never> => {
    for (let step = 0; step < STEPS && waiting; step++) await new Promise((resolve) => setTimeout(resolve, STEP));
    if (waiting) giveUp();
    throw new DOMException('No answer; another tab may hold it.', 'TimeoutError');
  };
  try {
    return await Promise.race([answer, timeout()]);
  } finally {
    waiting = false;
  }
}
