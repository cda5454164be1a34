import type { DescribeRequest, Description } from '../../contract/description.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { ClientMessage, PreparedUpdate, UpdateRequest } from '../../contract/federated.ts';
import type {
  ImagineRequest,
  ImagineResult,
  PictureTrainingNews,
  PictureTrainingReport,
  TrainPicturesRequest,
} from '../../contract/imagination.ts';
import type { LookAlikes, LookAlikesRequest } from '../../contract/look-alikes.ts';
import type {
  BackendName,
  FineTuneRequest,
  FineTuneResult,
  Neural,
  NeuralOptions,
  NeuralStatus,
} from '../../contract/neural.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import { Compute } from '../compute/backend.ts';
import type { WasmSource } from '../compute/wasm.ts';
import { fineTune } from './fine-tune.ts';
import { Generators, trainPictures } from './generators.ts';
import { localUpdate } from './local-update.ts';
import { scriptPart } from './script-part.ts';

/** Milliseconds that a lost device may take to be known. */
const LOSS_DELAY_MS = 1_000;

/** The neural worker: a tensor backend and what runs on it. It keeps nothing that a restart would lose. */
export function createNeural(): Neural {
  return new TensorWorker();
}

class TensorWorker implements Neural {
  #options: NeuralOptions = {};
  #compute: Compute | undefined;
  readonly #running = new Map<string, AbortController>();
  readonly #updates = new Map<string, AsyncGenerator<ClientMessage, void, unknown>>();
  readonly #generators = new Generators();

  async open(options: NeuralOptions): Promise<NeuralStatus> {
    this.#options = options;
    this.#compute?.close();
    this.#compute = undefined;
    return (await this.#opened()).status();
  }

  async fineTune(request: FineTuneRequest, onProgress: (progress: TrainingProgress) => void): Promise<FineTuneResult> {
    return this.#run(request.call, (backend, signal) => fineTune(request, backend, signal, onProgress));
  }

  async imagine(request: ImagineRequest): Promise<ImagineResult> {
    await this.#opened();
    return this.#generators.imagine(request);
  }

  async lookAlikes(request: LookAlikesRequest): Promise<LookAlikes> {
    if (typeof request.like !== 'string') await this.#opened();
    return this.#generators.lookAlikes(request);
  }

  describe(request: DescribeRequest): Promise<Description> {
    return this.#generators.describe(request);
  }

  async trainPictures(
    request: TrainPicturesRequest,
    onProgress: (news: PictureTrainingNews) => void,
  ): Promise<PictureTrainingReport> {
    return this.#run(request.call, async (backend, signal) => {
      return { ...(await trainPictures(request, signal, onProgress)), backend };
    });
  }

  async startUpdate(request: UpdateRequest): Promise<PreparedUpdate> {
    const prepare = await scriptPart('vitrinePrepareUpdate', request.script);
    const [seed] = crypto.getRandomValues(new Uint32Array(1));
    const { prepared, steps } = await this.#run(request.call, (backend) =>
      prepare(request, {
        backend,
        train: ({ weights, steps, learningRate }, section, own) =>
          localUpdate({ section, own, weights, steps, learningRate, seed }),
      }),
    );
    this.#updates.set(request.call, steps);
    return prepared;
  }

  async continueUpdate(call: string, answer: unknown): Promise<ClientMessage | undefined> {
    const step = await this.#updates.get(call)?.next(answer);
    if (step?.done !== false) this.#updates.delete(call);
    return step?.value ?? undefined;
  }

  async cancel(call: string): Promise<void> {
    this.#updates.delete(call);
    this.#running.get(call)?.abort();
  }

  async status(): Promise<NeuralStatus> {
    return (await this.#opened()).status();
  }

  async close(): Promise<void> {
    for (const controller of this.#running.values()) controller.abort();
    this.#compute?.close();
    this.#compute = undefined;
  }

  /** A training under its name, so that it can be cancelled. */
  async #run<TResult>(
    call: string,
    work: (backend: BackendName, signal: AbortSignal) => Promise<TResult>,
  ): Promise<TResult> {
    const controller = new AbortController();
    this.#running.set(call, controller);
    const run = async (): Promise<TResult> => {
      const compute = await this.#opened();
      return Promise.race([work(compute.backend, controller.signal), compute.failed]);
    };
    try {
      return await run().catch(async (thrown) => {
        if (!(thrown instanceof VitrineError)) await this.#lossTold();
        // The device went away in the middle, and its tensors with it. The request holds all that is needed to start again.
        if (this.#compute?.lost == null || controller.signal.aborted) throw thrown;
        return run();
      });
    } finally {
      this.#running.delete(call);
    }
  }

  /** Resolves when the device is known to be lost, or seems to be there: a loss is told a moment after what it broke. */
  async #lossTold(): Promise<void> {
    const moment = new Promise((resolve) => setTimeout(resolve, LOSS_DELAY_MS));
    await Promise.race([this.#compute?.failed.catch(() => undefined), moment]);
  }

  /** The backend, opened anew where its device was lost. */
  async #opened(): Promise<Compute> {
    if (this.#compute === undefined || this.#compute.lost !== null) {
      this.#compute = await Compute.open({ ...this.#options, wasm: fetchWasm(this.#options.wasmPath) });
    }
    return this.#compute;
  }
}

/** @param path see `NeuralOptions`; without one the files are looked for beside this worker's own script. */
function fetchWasm(path: NeuralOptions['wasmPath'] = new URL('./', globalThis.location.href).href): WasmSource {
  return async (file) => {
    const address = typeof path === 'string' ? path + file : path[file];
    if (address === undefined) throw new VitrineError('bad-options', `wasmPath does not name ${file}.`);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    return response.arrayBuffer();
  };
}
