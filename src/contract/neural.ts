import type { DescribeRequest, Description } from './description.ts';
import type { ClientMessage, PreparedUpdate, UpdateRequest } from './federated.ts';
import type {
  ImagineRequest,
  ImagineResult,
  PictureTrainingNews,
  PictureTrainingReport,
  TrainPicturesRequest,
} from './imagination.ts';
import type { LookAlikes, LookAlikesRequest } from './look-alikes.ts';
import type { Sequences } from './sequences.ts';
import type { NamedTensors } from './tensors.ts';
import type { TrainingProgress } from './training-progress.ts';

/** Tensor backends in order of preference. */
export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

export interface NeuralOptions {
  /** Backends to try, in order. Default all. */
  backends?: readonly BackendName[];
  /**
   * Absolute address of the folder with the tensor runtime's `.wasm` files, ending in `/`; or the address of each
   * file, where a bundler renamed them. Default: as this package ships them.
   */
  wasmPath?: string | Readonly<Partial<Record<WasmFile, string>>>;
}

/** The tensor runtime's `.wasm` files, for browsers with and without SIMD. */
export type WasmFile = 'tfjs-backend-wasm-simd.wasm' | 'tfjs-backend-wasm.wasm';

export interface NeuralStatus {
  backend: BackendName;
  /** Backends that were tried and failed, with the reason. */
  rejected: readonly { backend: BackendName; reason: string }[];
  /** Tensors in memory. */
  tensors: number;
}

export interface FineTuneRequest {
  /** Name of the call, for `cancel`. */
  call: string;
  /** Model's name in the models' table, its options, and its weights. */
  model: string;
  options: Record<string, unknown>;
  weights: NamedTensors;
  /** The visitor's own sessions. */
  own: Sequences;
  /** Other shoppers' windows from the pack, replayed so that the model does not forget. May be empty. */
  replay: Sequences;
  epochs: number;
  learningRate: number;
  seed: number;
}

export interface FineTuneResult {
  /** Only the weights that training changed. Item vectors are never trained here: they stay the pack's. */
  weights: NamedTensors;
  steps: number;
  /** Validation loss before and after, nats per item. `after` is never worse than `before`: else the old weights are returned. */
  before: number;
  after: number;
  adopted: boolean;
  backend: BackendName;
}

/** All that may be asked of the neural worker. It can be killed and restarted at any time. */
export interface Neural {
  open(options: NeuralOptions): Promise<NeuralStatus>;
  /** Awaits `onProgress`, so that over a port too no progress comes after the result. */
  fineTune(request: FineTuneRequest, onProgress: (progress: TrainingProgress) => void): Promise<FineTuneResult>;
  /** Makes pictures with a generator. Rejects with `pack-…` where its file cannot be read. */
  imagine(request: ImagineRequest): Promise<ImagineResult>;
  /** Finds products by a picture with an encoder. Rejects with `pack-…` where its file cannot be read. */
  lookAlikes(request: LookAlikesRequest): Promise<LookAlikes>;
  /** Writes the text of a product with a describer. Needs no tensors. Rejects with `pack-…` where its file cannot be read. */
  describe(request: DescribeRequest): Promise<Description>;
  /** Trains a picture generator. Awaits `onProgress`, as `fineTune` does. */
  trainPictures(
    request: TrainPicturesRequest,
    onProgress: (news: PictureTrainingNews) => void,
  ): Promise<PictureTrainingReport>;
  /** Computes an update of federated learning, of which nothing is told yet. Rejects with what `prepareUpdate` says. */
  startUpdate(request: UpdateRequest): Promise<PreparedUpdate>;
  /** Takes the server's answer to the message before. @returns the next message; `undefined` where the round is over */
  continueUpdate(call: string, answer: unknown): Promise<ClientMessage | undefined>;
  /** Ends a training, or forgets an update. */
  cancel(call: string): Promise<void>;
  status(): Promise<NeuralStatus>;
  close(): Promise<void>;
}
