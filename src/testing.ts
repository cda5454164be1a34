/**
 * How an operation fails: it throws (a fetch rejects), it breaks off (a transaction is aborted, a body ends in an error; a message has
 * no such end, and throws), or it never answers (a message is lost).
 */
export type FaultKind = 'throws' | 'aborts' | 'hangs';

export interface Fault {
  /** Which operation fails, from 1. */
  at: number;
  /** `once`: that one alone. `on`: all from it on, until the fault is cleared. */
  how: 'once' | 'on';
  kind: FaultKind;
  /** Name of the DOMException that is thrown. Default `UnknownError`. */
  error?: string;
}

export interface DatabaseFault extends Fault {
  /** Only operations of these names count, such as `open`, `transaction`, `add`, `getAll`. Default: all. */
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
  /** From now on all works again. */
  clear(): void;
}

/** Counts operations and says which of them fail. */
class Plan {
  #operations = 0;
  #failed = 0;
  constructor(
    readonly fault: DatabaseFault,
    private readonly end: () => void,
  ) {}

  /** The fault, where this operation is one that fails. */
  next(operation: string): DatabaseFault | undefined {
    const { at, how, only } = this.fault;
    if (only && !only.includes(operation)) return undefined;
    this.#operations++;
    if (this.#operations !== at && (how === 'once' || this.#operations < at)) return undefined;
    this.#failed++;
    return this.fault;
  }

  get injected(): InjectedFault {
    return {
      operations: () => this.#operations,
      met: () => this.#operations >= this.fault.at,
      failed: () => this.#failed,
      clear: this.end,
    };
  }
}

const asked = ({ error = 'UnknownError' }: Fault): DOMException =>
  new DOMException('A fault that was asked for.', error);

/**
 * Has what this thread posts to `target` fail: a worker, a port, or the worker's own global object.
 * @returns what became of it
 */
export function failMessages(target: { postMessage: (...parameters: never[]) => void }, fault: Fault): InjectedFault {
  const own = target.postMessage;
  const plan = new Plan(fault, () => {
    target.postMessage = own;
  });
  target.postMessage = (...parameters) => {
    const failing = plan.next('postMessage');
    if (failing === undefined) return own.apply(target, parameters);
    if (failing.kind !== 'hangs') throw asked({ ...failing, error: failing.error ?? 'DataCloneError' });
  };
  return plan.injected;
}

/** Has what this thread fetches fail. */
export function failFetches(fault: Fault): InjectedFault {
  const own = globalThis.fetch;
  const plan = new Plan(fault, () => {
    globalThis.fetch = own;
  });
  globalThis.fetch = async (...parameters) => {
    const failing = plan.next('fetch');
    if (failing === undefined) return own(...parameters);
    if (failing.kind === 'hangs') return new Promise(() => undefined);
    if (failing.kind === 'throws') throw new TypeError('A fault that was asked for.');
    const { status, headers } = await own(...parameters);
    return new Response(new ReadableStream({ pull: (body) => body.error(asked(failing)) }), { status, headers });
  };
  return plan.injected;
}

const plans = new Map<string, Plan>();
let installed = false;

/**
 * Has an operation on one IndexedDB database fail: opening it, beginning a transaction, any request. Operations on other
 * databases work, so many visits can be tried beside each other.
 */
export function failDatabase(database: string, fault: DatabaseFault): InjectedFault {
  install();
  const plan = new Plan(fault, () => void plans.delete(database));
  plans.set(database, plan);
  return plan.injected;
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
      const fault = database === null ? undefined : plans.get(database)?.next(operation);
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
      throw asked(fault);
    },
  });
}

/** A request or a transaction of which nobody hears. */
function silent(target: object): object {
  return Object.defineProperty(target, 'addEventListener', { value: () => undefined });
}
