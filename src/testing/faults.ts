/** How an operation fails: it throws, its transaction is aborted, or it never answers. */
export type FaultKind = 'throws' | 'aborts' | 'hangs';

export interface DatabaseFault {
  /** Which operation on the database fails, from 1. */
  at: number;
  /** `once`: that one alone. `on`: all from it on, until the fault is cleared. */
  how: 'once' | 'on';
  kind: FaultKind;
  /** Name of the DOMException that is thrown. Default `UnknownError`. */
  error?: string;
  /** Only operations of these names count. Default: all. */
  only?: readonly string[];
}

/** A fault that was asked for. */
export interface InjectedFault {
  /** Operations so far. */
  operations(): number;
  /** Whether it was met. */
  met(): boolean;
  /** Operations that failed so far. */
  failed(): number;
  /** Storage works again. */
  clear(): void;
}

interface Plan extends DatabaseFault {
  count: number;
  failed: number;
}

const plans = new Map<string, Plan>();
let installed = false;

/**
 * Has an operation on one IndexedDB database fail: opening it, beginning a transaction, any request. Operations on other
 * databases work, so many visits can be tried beside each other.
 */
export function injectFault(database: string, fault: DatabaseFault): InjectedFault {
  install();
  const plan: Plan = { ...fault, count: 0, failed: 0 };
  plans.set(database, plan);
  return {
    operations: () => plan.count,
    met: () => plan.count >= plan.at,
    failed: () => plan.failed,
    clear: () => void plans.delete(database),
  };
}

/** The fault that this operation meets. */
function meets(database: string, operation: string): Plan | undefined {
  const plan = plans.get(database);
  if (plan === undefined || (plan.only && !plan.only.includes(operation))) return undefined;
  plan.count++;
  if (plan.count !== plan.at && (plan.how === 'once' || plan.count < plan.at)) return undefined;
  plan.failed++;
  return plan;
}

const REQUESTS = ['add', 'put', 'get', 'getAll', 'getAllKeys', 'count', 'clear', 'delete', 'openKeyCursor'] as const;

function install(): void {
  if (installed) return;
  installed = true;
  replace(IDBFactory.prototype, 'open', (_factory, [name]) => [name as string, undefined]);
  // An upgrade's own transaction is begun by the browser (by a stand-in for IndexedDB, through this call).
  replace(IDBDatabase.prototype, 'transaction', (database, [, mode]) => [
    mode === 'versionchange' ? null : database.name,
    undefined,
  ]);
  for (const request of REQUESTS) {
    replace(IDBObjectStore.prototype, request, ({ transaction }) => [transaction.db.name, transaction]);
    if (request in IDBIndex.prototype) {
      replace(IDBIndex.prototype as never, request, ({ objectStore: { transaction } }: IDBIndex) => [
        transaction.db.name,
        transaction,
      ]);
    }
  }
}

/** @param placeOf the database that an operation belongs to, `null` for none, and its transaction where it has begun */
function replace<TTarget extends object>(
  prototype: TTarget,
  operation: string,
  placeOf: (
    target: TTarget,
    parameters: unknown[],
  ) => [database: string | null, transaction: IDBTransaction | undefined],
): void {
  const own = prototype[operation as keyof TTarget] as (...parameters: unknown[]) => unknown;
  Object.assign(prototype, {
    [operation](this: TTarget, ...parameters: unknown[]) {
      const [database, transaction] = placeOf(this, parameters);
      const fault = database === null ? undefined : meets(database, operation);
      if (fault === undefined) return own.apply(this, parameters);
      if (fault.kind === 'hangs') {
        // A database whose opening hangs is not made either.
        const isOpening = operation === 'open';
        return silent(isOpening ? Object.create(IDBOpenDBRequest.prototype) : own.apply(this, parameters));
      }
      if (fault.kind === 'aborts' && transaction !== undefined) {
        const request = own.apply(this, parameters);
        transaction.abort();
        return request;
      }
      throw new DOMException('A fault that was asked for.', fault.error ?? 'UnknownError');
    },
  });
}

/** A request or a transaction of which nobody hears. */
function silent(target: object): object {
  return Object.defineProperty(target, 'addEventListener', { value: () => undefined });
}
