import type { Remote } from 'comlink';
import { VitrineError } from '../../contract/errors.ts';
import { remote } from '../../contract/wire.ts';
import { explainFault } from './explain-fault.ts';
import { PolicyWatch } from './policy-watch.ts';

/** A timer that fires this late, in milliseconds, tells that the page slept, not that the worker hangs. */
const SLEPT_MS = 1000;

interface Pending {
  since: number;
  patience: number;
  reject: (error: VitrineError) => void;
}

/**
 * One life of one worker, from its start to its death. A worker that dies or hangs says nothing, so silence decides:
 * when calls wait and nothing was heard for the longest patience among them, the worker is ended.
 * Every call of a worker that ends is rejected at that moment.
 */
export class WorkerInstance<TService> {
  readonly service: Remote<TService>;
  /** Why it ended; `null` while it lives. */
  ended: VitrineError | null = null;
  readonly #name: string;
  readonly #worker: Worker;
  readonly #onEnd: (error: VitrineError) => void;
  readonly #policies = new PolicyWatch();
  /** Calls that wait; each costs the same, however many there are. */
  readonly #pending = new Set<Pending>();
  /** Those whose silence tells, oldest first, and how many of them have each patience: a handful of values. */
  readonly #watched = new Set<Pending>();
  readonly #patiences = new Map<number, number>();
  /** When it was last heard of, on the page's clock. */
  #heard = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, worker: Worker, onEnd: (error: VitrineError) => void) {
    this.#name = name;
    this.#worker = worker;
    this.#onEnd = onEnd;
    worker.addEventListener('message', () => this.hear());
    worker.addEventListener('error', (event) => this.#fail(event));
    this.service = remote<TService>(worker);
  }

  /** @param patience milliseconds of silence after which the worker counts as dead. `Infinity`: this call does not tell. */
  call<TResult>(send: (service: Remote<TService>) => Promise<TResult>, patience: number): Promise<TResult> {
    return new Promise((resolve, reject) => {
      if (this.ended) return reject(this.ended);
      const pending = { since: performance.now(), patience, reject };
      this.#pending.add(pending);
      if (Number.isFinite(patience)) {
        this.#watched.add(pending);
        this.#patiences.set(patience, (this.#patiences.get(patience) ?? 0) + 1);
      }
      const answered = (): void => {
        this.#pending.delete(pending);
        if (this.#watched.delete(pending)) {
          const others = this.#patiences.get(patience)! - 1;
          if (others > 0) this.#patiences.set(patience, others);
          else this.#patiences.delete(patience);
        }
        this.#watch();
      };
      send(this.service).then(
        (result) => {
          answered();
          resolve(result);
        },
        (error) => {
          answered();
          reject(error);
        },
      );
      this.#watch();
    });
  }

  /** A sign of life that did not come as a message of the worker itself. */
  hear(): void {
    this.#heard = performance.now();
    this.#policies.stop();
  }

  end(error: VitrineError): void {
    if (this.ended) return;
    this.ended = error;
    clearTimeout(this.#timer);
    this.#policies.stop();
    this.#worker.terminate();
    for (const { reject } of this.#pending) reject(error);
    this.#pending.clear();
    this.#onEnd(error);
  }

  /** An uncaught exception of a worker that has answered before leaves it alive; anything else is its end. */
  #fail(event: Event): void {
    event.preventDefault();
    const lives = Number.isFinite(this.#heard) && (event as Partial<ErrorEvent>).message;
    if (lives) return;
    const explained = explainFault(this.#name, (words) => words.failedWorker(this.#name, event, this.#policies));
    void explained.then((error) => this.end(error));
  }

  /** Milliseconds, on the page's clock, at which the silence will have lasted too long. */
  #due(): number {
    // Calls are in the order in which they were made.
    const [oldest] = this.#watched;
    if (oldest === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(this.#heard, oldest.since) + Math.max(...this.#patiences.keys());
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const due = this.#due();
    if (this.ended || due === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => {
      const now = performance.now();
      if (now - due > SLEPT_MS) this.#heard = now;
      if (now < this.#due()) return this.#watch();
      this.end(new VitrineError('worker-failed', `The ${this.#name} worker stopped answering.`));
    }, due - performance.now());
  }
}
