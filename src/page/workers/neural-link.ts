import type { Engine } from '../../contract/engine.ts';
import type { VitrineError } from '../../contract/errors.ts';
import type { Neural } from '../../contract/neural.ts';
import { portTo } from '../../contract/wire.ts';
import type { Settings } from '../facade/options.ts';
import { quiet } from './limits.ts';
import type { WorkerInstance } from './worker-instance.ts';
import { WorkerSupervisor } from './worker-supervisor.ts';

/**
 * The neural worker: started when first needed, joined to the engine by a channel of their own. When it dies the
 * engine is told, so that what waits for it fails; shelves never wait for it.
 */
export class NeuralLink {
  readonly #link: WorkerSupervisor<Neural>;
  readonly #onStatus: () => void;
  #joined: { neural: WorkerInstance<Neural>; engine: WorkerInstance<Engine> } | null = null;

  /** @param onStatus the engine knows more of it now, or less */
  constructor(settings: Settings, onProblem: (problem: VitrineError) => void, onStatus: () => void) {
    this.#onStatus = onStatus;
    this.#link = new WorkerSupervisor<Neural>({
      name: 'neural',
      create: settings.workers.neural,
      prepare: async (life) => {
        await life.call((neural) => neural.open(settings.neural), settings.slowDeadline);
      },
      onState: (state) => {
        if (state !== 'ready') this.#part(settings.deadline);
      },
      onProblem,
    });
  }

  /** Makes sure that a living neural worker is joined to this engine. */
  async join(engine: WorkerInstance<Engine>, patience: number): Promise<WorkerInstance<Neural>> {
    const neural = await this.#link.ready();
    if (this.#joined?.neural !== neural || this.#joined.engine !== engine) {
      const port = await neural.call(portTo, patience);
      await engine.call((service) => service.connectNeural(port), patience);
      this.#joined = { neural, engine };
      this.#onStatus();
    }
    return neural;
  }

  /** As `join`, in the page's next idle moment: it fetches much, and computes to begin with. The link reports what fails. */
  joinWhenIdle(engine: () => Promise<WorkerInstance<Engine>>, patience: number): void {
    const join = async (): Promise<void> => void (await this.join(await engine(), patience));
    // Safari has no idle callbacks.
    const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
    whenIdle(() => void quiet(join()));
  }

  /** The living neural worker, opened: for what the page asks of it itself. */
  ready(): Promise<WorkerInstance<Neural>> {
    return this.#link.ready();
  }

  close(): void {
    this.#link.close();
  }

  #part(patience: number): void {
    const engine = this.#joined?.engine;
    this.#joined = null;
    engine?.call((service) => service.disconnectNeural(), patience).then(this.#onStatus, () => undefined);
  }
}
