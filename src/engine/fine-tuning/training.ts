import type { Remote } from 'comlink';
import type { TrainReport, TrainRequest } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { FineTuneRequest, Neural, NeuralStatus } from '../../contract/neural.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import { moving, remote } from '../../contract/wire.ts';
import { gatherOwn } from '../../pack/own-sequences.ts';
import type { PackFile } from '../intake/read-pack-file.ts';
import { beginTraining, saveWeights } from '../storage/fine-tuned-weights.ts';
import type { History } from '../storage/history.ts';
import { FineTuned, type Tunable } from './fine-tuned.ts';
import { sampleReplay } from './sample-replay.ts';
import { readTrainOptions } from './train-options.ts';

/** Name of the attention model in the table of models. */
const MODEL = 'attention';
/** The same history gives the same weights. */
const SEED = 1;

/** What is trained while nothing can be stored serves this tab alone. */
const NOT_STORED = { fence: undefined, newest: undefined };

interface Running {
  call: string;
  end: (error: VitrineError) => void;
}

/**
 * Fine-tunes the attention model's encoder on this visitor, in the neural worker, while lists go on being made with the
 * weights that serve. New ones serve only where they were adopted there and are whole; they are stored under the pack's
 * digest, so that no other pack ever gets them.
 *
 * Of all tabs one trains at a time: it leads as long as it holds a lock, which the browser gives to the next one when the
 * tab or its worker ends. A tab that waited takes up what the leader learned meanwhile instead of training the same again.
 */
export class Training {
  /** As the neural worker reported last. */
  status: NeuralStatus | null = null;
  #neural: { service: ReturnType<typeof remote<Neural>>; port: MessagePort } | null = null;
  #running: Running | null = null;
  readonly #tuned: FineTuned;
  readonly #onProblem: (problem: VitrineError) => void;

  constructor(serving: Tunable, onProblem: (problem: VitrineError) => void) {
    this.#tuned = new FineTuned(serving, onProblem);
    this.#onProblem = onProblem;
  }

  /** Whether weights that were fine-tuned serve. */
  get adopted(): boolean {
    return this.#tuned.adopted;
  }

  /** Takes up what was fine-tuned earlier, or in another tab, from the pack that serves. Never rejects. */
  async restore(history: History): Promise<void> {
    await this.#tuned.restore(history);
  }

  connect(port: MessagePort): void {
    this.disconnect();
    this.#neural = { service: remote<Neural>(port), port };
    this.#learnStatus();
  }

  disconnect(): void {
    this.#end(new VitrineError('worker-failed', 'The neural worker is gone.', { remedy: 'Train again.' }));
    this.#neural?.port.close();
    this.#neural = null;
    this.status = null;
  }

  /** The pack's own weights serve again, and nothing of the visitor may come back from a training that runs. */
  forget(): void {
    this.#end(new VitrineError('aborted', 'The history was erased.'));
    this.#tuned.forget();
  }

  cancel(call: string): void {
    if (this.#running?.call !== call) return;
    this.#end(new VitrineError('aborted', 'The training was cancelled.'));
  }

  /** @throws VitrineError `bad-options`, `nothing-to-train`, `aborted`, `worker-failed`, or what the neural worker says. */
  async train(
    call: string,
    options: TrainRequest,
    history: History,
    onProgress: (progress: TrainingProgress) => unknown,
  ): Promise<TrainReport> {
    const { epochs, learningRate } = readTrainOptions(options);
    const { asked = Date.now() } = options;
    const { packFile, attention, catalogue, windows } = this.#tuned.serving;
    if (packFile === null || attention === null) {
      throw new VitrineError('nothing-to-train', 'There is no attention model.', {
        remedy: 'Load a pack that was trained with one.',
      });
    }
    const own = gatherOwn(history.entries, packFile.pack, catalogue);
    const known = this.#tuned.stored?.generation;
    return this.#alone(call, history.connection.name, async (service, goesOn) => {
      const { fence, newest = undefined } = history.durable
        ? await beginTraining(history.connection).catch(() => NOT_STORED)
        : NOT_STORED;
      // The other tab's training may have ended while this tab's worker was starting. Of a clock that was set back nothing is said.
      const began = this.#tuned.stored?.fence ?? 0;
      if (newest !== known || (began > asked && began <= Date.now())) {
        const report = (await this.#tuned.restore(history))?.report;
        if (report) return report;
      }
      const weights = attention.weights();
      const request: FineTuneRequest = {
        call,
        model: MODEL,
        options: packFile.pack.sections.attention.options,
        weights,
        own,
        replay: sampleReplay(windows),
        epochs,
        learningRate,
        seed: SEED,
      };
      const tell = (progress: TrainingProgress) => (goesOn() ? onProgress(progress) : undefined);
      // Of a million products the vectors take a quarter of a gigabyte: copying them would hold up lists.
      const result = await service.fineTune(moving(request, [weights.items.data.buffer]), tell);
      const { weights: tuned, ...report } = result;
      if (!goesOn()) throw new VitrineError('aborted', 'The training was ended.');
      if (report.adopted) await this.#serve(tuned, packFile, history, fence, report);
      return report;
    });
  }

  /**
   * One training at a time, in this tab and in all others; it ends by itself, by `cancel`, `forget`, or with the neural worker.
   * @param name of the database; @param work learns whether the training still goes on
   */
  async #alone(
    call: string,
    name: string,
    work: (service: Remote<Neural>, goesOn: () => boolean) => Promise<TrainReport>,
  ): Promise<TrainReport> {
    if (this.#neural === null) throw new VitrineError('worker-failed', 'No neural worker is connected.');
    if (this.#running !== null) {
      throw new VitrineError('bad-options', 'A training is under way.', { remedy: 'Wait for its end, or cancel it.' });
    }
    const { service } = this.#neural;
    const running: Running = { call, end: () => undefined };
    const ended = new Promise<never>((_, reject) => {
      running.end = reject;
    });
    this.#running = running;
    const goesOn = () => this.#running === running;
    const lead = () => (goesOn() ? Promise.race([ended, work(service, goesOn)]) : ended);
    // Locks are there on pages with HTTPS alone: elsewhere the fencing number keeps two trainings apart.
    const locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks;
    try {
      return await Promise.race([ended, locks ? locks.request(`vitrine:${name}:training`, lead) : lead()]);
    } finally {
      if (goesOn()) this.#running = null;
      this.#learnStatus();
    }
  }

  #end(error: VitrineError): void {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    running.end(error);
    this.#neural?.service.cancel(running.call).catch(() => undefined);
  }

  async #serve(
    tensors: NamedTensors,
    packFile: PackFile,
    history: History,
    fence: number | undefined,
    report: TrainReport,
  ): Promise<void> {
    if (packFile !== this.#tuned.serving.packFile)
      throw new VitrineError('aborted', 'Another pack came while training.');
    this.#tuned.adopt(tensors);
    if (fence === undefined) return;
    try {
      const generation = await saveWeights(history.connection, { pack: packFile.digest, tensors, report }, fence);
      if (generation === undefined) await this.#tuned.restore(history);
      else {
        this.#tuned.stored = { generation, fence };
        history.tellTrained();
      }
    } catch (cause) {
      this.#onProblem(new VitrineError('storage', 'The fine-tuned weights serve, but could not be stored.', { cause }));
    }
  }

  #learnStatus(): void {
    const neural = this.#neural;
    neural?.service.status().then(
      (status) => {
        if (neural === this.#neural) this.status = status;
      },
      () => undefined,
    );
  }
}

/** Fine-tuning: a script of its own (workers/fine-tuning.ts), for visitors on whom something was trained. */
export const createTraining = (...of: ConstructorParameters<typeof Training>): Training => new Training(...of);
