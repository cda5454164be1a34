import type { Remote } from 'comlink';
import type { Engine, EngineNews, EngineStatus } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { CatalogueReport } from '../../contract/product.ts';
import type { Settings } from '../facade/options.ts';
import type { ProductFeed } from '../feed/product-feed.ts';
import { EngineInputs } from './engine-inputs.ts';
import { type Limits, within } from './limits.ts';
import type { WorkerInstance } from './worker-instance.ts';
import { type LinkState, WorkerSupervisor } from './worker-supervisor.ts';

/** What is known of an engine that never answered. */
const UNKNOWN: EngineStatus = {
  products: 0,
  interactions: 0,
  sessions: 0,
  durable: false,
  pack: null,
  weights: {},
  fineTuned: false,
  scoring: null,
  remote: null,
  neural: null,
  problems: [],
};

export interface EngineLinkEvents {
  onState: (state: LinkState) => void;
  /** A worker died, or the pack could not be read. */
  onProblem: (problem: VitrineError) => void;
  /** News of the engine itself. */
  onStatus: (status: EngineStatus) => void;
  onPack: () => void;
  /** A new engine has the pack and the products of the one before it. */
  onRestart: () => void;
  onNews: (news: EngineNews) => void;
}

/** The engine as the page calls it: over all its restarts, with its pack and products brought back after each. */
export class EngineLink {
  /** As last heard. */
  lastStatus: EngineStatus = UNKNOWN;
  /** Of the products that were read last. */
  catalogue: CatalogueReport | undefined;
  /** A worker that is silent for half the deadline is presumed dead; the other half is kept for one retry. Milliseconds. */
  readonly #patience: number;
  readonly #slowPatience: number;
  readonly #inputs: EngineInputs;
  readonly #link: WorkerSupervisor<Engine>;
  readonly #events: EngineLinkEvents;

  constructor(settings: Settings, events: EngineLinkEvents) {
    this.#events = events;
    this.#patience = settings.deadline / 2;
    this.#slowPatience = settings.slowDeadline / 2;
    this.#inputs = new EngineInputs((life) => this.#loadPack(life, settings.pack));
    this.#link = new WorkerSupervisor<Engine>({
      name: 'engine',
      create: settings.workers.engine,
      prepare: async (life) => {
        // Its script may have a slow way to come: silence tells nothing before the first answer.
        const opened = life.call((engine) => engine.open(settings.engine, events.onNews), this.#slowPatience);
        // Fetching needs no history: all goes out at once.
        const supplied = this.#inputs.ready(life);
        this.#learn(await opened);
        if (this.restarts > 0) void supplied.then(events.onRestart);
      },
      onState: events.onState,
      onProblem: events.onProblem,
    });
  }

  get state(): LinkState {
    return this.#link.state;
  }

  get restarts(): number {
    return this.#link.restarts;
  }

  /** The living engine, opened. */
  life(): Promise<WorkerInstance<Engine>> {
    return this.#link.ready();
  }

  /**
   * One call with its limits; asked once more where the engine died under it, so it must be safe to repeat.
   * @param withProducts waits until there is something to rank
   * @param slow whether it may be silent for as long as reading products may
   */
  ask<TResult>(
    limits: Limits,
    send: (engine: Remote<Engine>) => Promise<TResult>,
    { withProducts = false, slow = false } = {},
  ): Promise<TResult> {
    return this.#attempt(limits, async (life) => {
      if (withProducts) await this.#inputs.ready(life);
      return life.call(send, slow ? this.#slowPatience : this.#patience);
    });
  }

  async setProducts(feed: ProductFeed, limits: Limits): Promise<CatalogueReport> {
    this.#inputs.replace(feed);
    try {
      this.catalogue = await this.#attempt(limits, (life) => this.#inputs.feed(life, feed));
      return this.catalogue;
    } catch (thrown) {
      feed.stop();
      throw thrown;
    }
  }

  async status(limits: Limits): Promise<EngineStatus> {
    return this.#learn(await this.ask(limits, (engine) => engine.status()));
  }

  /** Lets the engine finish what it is committing, then ends it. */
  async close(limits: Limits): Promise<void> {
    if (this.state === 'ready') await this.ask(limits, (engine) => engine.close()).catch(() => undefined);
    this.#link.close();
  }

  /** A pack that fails is reported as a problem, and does not end the start: products are ranked without it. */
  async #loadPack(life: WorkerInstance<Engine>, pack: Settings['pack']): Promise<void> {
    if (pack === undefined) return;
    try {
      this.#learn(await life.call((engine) => engine.loadPack(pack), this.#slowPatience));
      this.#events.onPack();
    } catch (thrown) {
      if (!life.ended) this.#events.onProblem(VitrineError.from(thrown));
    }
  }

  #learn(status: EngineStatus): EngineStatus {
    this.lastStatus = status;
    this.#events.onStatus(status);
    return status;
  }

  #attempt<TResult>(limits: Limits, work: (life: WorkerInstance<Engine>) => Promise<TResult>): Promise<TResult> {
    return within(limits, async (expired) => {
      const first = await this.#link.ready();
      try {
        return await work(first);
      } catch (thrown) {
        if (!first.ended || expired()) throw thrown;
        return work(await this.#link.ready());
      }
    });
  }
}
