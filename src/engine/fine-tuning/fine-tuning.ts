import type { TrainOptions, TrainReport } from '../../contract/engine.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { FineTuneRequest, FineTuneResult, Neural, NeuralStatus } from '../../contract/neural.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import { moving, remote } from '../../contract/wire.ts';
import { gatherOwn } from '../../pack/own-sequences.ts';
import type { PackFile } from '../intake/read-pack-file.ts';
import type { Serving } from '../serving.ts';
import { FineTunedWeights } from '../storage/fine-tuned-weights.ts';
import type { History } from '../storage/history.ts';
import { readTrainOptions } from './train-options.ts';

/** Name of the attention model in the table of models. */
const MODEL = 'attention';
/** The same history gives the same weights. */
const SEED = 1;

interface Running {
  call: string;
  end: (error: VitrineError) => void;
}

/**
 * Fine-tunes the attention model's encoder on this visitor, in the neural worker, while lists go on being made with the
 * weights that serve. New ones serve only where they were adopted there and are whole; they are stored under the pack's
 * digest, so that no other pack ever gets them.
 */
export class FineTuning {
  /** Whether fine-tuned weights serve. */
  adopted = false;
  /** As the neural worker reported last. */
  status: NeuralStatus | null = null;
  #neural: { service: ReturnType<typeof remote<Neural>>; port: MessagePort } | null = null;
  #running: Running | null = null;
  readonly #serving: Serving;
  readonly #onProblem: (problem: VitrineError) => void;

  constructor(serving: Serving, onProblem: (problem: VitrineError) => void) {
    this.#serving = serving;
    this.#onProblem = onProblem;
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

  /** Takes up what was fine-tuned earlier from the pack that serves. Never rejects. */
  async restore(history: History): Promise<void> {
    const { packFile } = this.#serving;
    this.adopted = false;
    if (packFile === null || this.#serving.attention === null || !history.durable) return;
    try {
      const tensors = await new FineTunedWeights(history.connection).load(packFile.digest);
      if (tensors !== undefined && packFile === this.#serving.packFile) this.#adopt(tensors);
    } catch (cause) {
      this.#onProblem(
        new VitrineError('storage', 'Fine-tuned weights could not be taken up; the pack serves.', { cause }),
      );
    }
  }

  /** The pack's own weights serve again. A training that runs is ended, so that nothing of the visitor comes back. */
  forget(): void {
    this.#end(new VitrineError('aborted', 'The history was erased.'));
    if (this.adopted) this.#serving.attention?.adopt({});
    this.adopted = false;
  }

  cancel(call: string): void {
    if (this.#running?.call !== call) return;
    this.#end(new VitrineError('aborted', 'The training was cancelled.'));
  }

  /** @throws VitrineError `bad-options`, `nothing-to-train`, `aborted`, `worker-failed`, or what the neural worker says. */
  async train(
    call: string,
    options: TrainOptions,
    history: History,
    onProgress: (progress: TrainingProgress) => unknown,
  ): Promise<TrainReport> {
    const { epochs, learningRate } = readTrainOptions(options);
    const { packFile, attention, catalogue, replay } = this.#serving;
    if (packFile === null || attention === null) {
      throw new VitrineError('nothing-to-train', 'There is no attention model.', {
        remedy: 'Load a pack that was trained with one.',
      });
    }
    const weights = attention.weights();
    const request = {
      call,
      model: MODEL,
      options: packFile.pack.sections.attention.options,
      weights,
      own: gatherOwn(history.entries, packFile.pack, catalogue),
      replay,
      epochs,
      learningRate,
      seed: SEED,
    };
    // Of a million products the vectors take a quarter of a gigabyte: copying them would hold up lists.
    const result = await this.#run(moving(request, [weights.items.data.buffer]), onProgress);
    if (result.adopted) await this.#serve(result.weights, packFile, history);
    const { adopted, steps, before, after, backend } = result;
    return { adopted, steps, before, after, backend };
  }

  /** One training at a time; it ends by itself, by `cancel`, `forget`, or with the neural worker. */
  async #run(request: FineTuneRequest, onProgress: (progress: TrainingProgress) => unknown): Promise<FineTuneResult> {
    if (this.#neural === null) throw new VitrineError('worker-failed', 'No neural worker is connected.');
    if (this.#running !== null) {
      throw new VitrineError('bad-options', 'A training is under way.', { remedy: 'Wait for its end, or cancel it.' });
    }
    const { service } = this.#neural;
    const running: Running = { call: request.call, end: () => undefined };
    const ended = new Promise<never>((_, reject) => {
      running.end = reject;
    });
    this.#running = running;
    const tell = (progress: TrainingProgress) => (this.#running === running ? onProgress(progress) : undefined);
    try {
      return await Promise.race([service.fineTune(request, tell), ended]);
    } finally {
      if (this.#running === running) this.#running = null;
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

  async #serve(tensors: NamedTensors, packFile: PackFile, history: History): Promise<void> {
    if (packFile !== this.#serving.packFile) throw new VitrineError('aborted', 'Another pack came while training.');
    this.#adopt(tensors);
    if (!history.durable) return;
    try {
      await new FineTunedWeights(history.connection).save(packFile.digest, tensors);
    } catch (cause) {
      this.#onProblem(new VitrineError('storage', 'The fine-tuned weights serve, but could not be stored.', { cause }));
    }
  }

  /** @throws VitrineError `diverged` where the weights are not whole. */
  #adopt(tensors: NamedTensors): void {
    try {
      this.#serving.attention!.adopt(tensors);
    } catch (cause) {
      throw new VitrineError('diverged', 'The fine-tuned weights do not fit; the old ones serve.', { cause });
    }
    this.adopted = true;
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
