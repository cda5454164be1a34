import { VitrineError } from '../../contract/errors.ts';
import { explainFault } from './explain-fault.ts';
import { closed, quiet } from './limits.ts';
import { WorkerInstance } from './worker-instance.ts';

export type LinkState = 'starting' | 'ready' | 'restarting' | 'failed' | 'closed';

/** Milliseconds before each further start. A worker that dies more often than this within `DEATHS_WINDOW_MS` has failed. */
export const RESTART_DELAYS_MS = [0, 250, 1000];
const DEATHS_WINDOW_MS = 60_000;

export interface LinkOptions<TService> {
  /** As errors call it: `engine`. */
  name: string;
  create: () => Worker;
  /** Brings a new worker to where the last one was. Its end makes the link ready; its rejection ends that worker. */
  prepare: (life: WorkerInstance<TService>) => Promise<void>;
  onState: (state: LinkState) => void;
  onProblem: (problem: VitrineError) => void;
}

/** One worker over all its lives: started on first use, started again when it dies, given up when it dies too often. */
export class WorkerSupervisor<TService> {
  state: LinkState = 'starting';
  /** Times it was started again. */
  restarts = 0;
  readonly #options: LinkOptions<TService>;
  #begun = false;
  #life: WorkerInstance<TService> | null = null;
  #ready = deferred<WorkerInstance<TService>>();
  #deaths: number[] = [];
  /** Refused by a policy, which will not change while the page is open. */
  #blocked = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LinkOptions<TService>) {
    this.#options = options;
  }

  /** The living, prepared worker: at once, or when it has (re)started. One that failed is tried again after a while. */
  ready(): Promise<WorkerInstance<TService>> {
    if (!this.#begun && this.state === 'starting') this.#start('starting');
    if (this.state === 'failed' && !this.#blocked && this.#mayStart()) {
      this.#ready = deferred();
      this.#restart();
    }
    return this.#ready.promise;
  }

  /** Ends the worker for good; calls that wait are rejected with `closed`. */
  close(): void {
    const error = closed();
    clearTimeout(this.#timer);
    this.#move('closed');
    this.#ready.reject(error);
    this.#ready = deferred();
    this.#ready.reject(error);
    this.#life?.end(error);
  }

  #start(state: LinkState): void {
    this.#begun = true;
    this.#move(state);
    const { name, create, prepare } = this.#options;
    let worker: Worker;
    try {
      worker = create();
    } catch (thrown) {
      void explainFault(name, (words) => words.refusedWorker(name, thrown)).then((error) => this.#onDeath(error));
      return;
    }
    const life = new WorkerInstance<TService>(name, worker, (error) => this.#onDeath(error));
    this.#life = life;
    prepare(life).then(
      () => {
        if (life.ended) return;
        this.#move('ready');
        this.#ready.resolve(life);
      },
      (thrown) => life.end(VitrineError.from(thrown)),
    );
  }

  #onDeath(error: VitrineError): void {
    if (this.state === 'closed') return;
    if (this.state === 'ready') this.#ready = deferred();
    this.#deaths.push(performance.now());
    this.#options.onProblem(error);
    this.#blocked = error.code === 'worker-blocked';
    if (this.#blocked || !this.#mayStart()) {
      this.#move('failed');
      this.#ready.reject(error);
      return;
    }
    this.#move('restarting');
    this.#timer = setTimeout(() => this.#restart(), RESTART_DELAYS_MS[this.#deaths.length - 1]);
  }

  #restart(): void {
    this.restarts += 1;
    this.#start('restarting');
  }

  #mayStart(): boolean {
    const now = performance.now();
    this.#deaths = this.#deaths.filter((at) => now - at < DEATHS_WINDOW_MS);
    return this.#deaths.length <= RESTART_DELAYS_MS.length;
  }

  #move(state: LinkState): void {
    if (state === this.state) return;
    this.state = state;
    this.#options.onState(state);
  }
}

interface Deferred<TResult> {
  promise: Promise<TResult>;
  resolve: (result: TResult) => void;
  reject: (error: VitrineError) => void;
}

function deferred<TResult>(): Deferred<TResult> {
  const parts = {} as Deferred<TResult>;
  const promise = new Promise<TResult>((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return Object.assign(parts, { promise: quiet(promise) });
}
