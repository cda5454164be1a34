import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import {
  findBackendFactory,
  getKernel,
  type KernelBackend,
  type KernelConfig,
  memory,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { VitrineError } from '../../contract/errors.ts';
import { BACKENDS, type BackendName, type NeuralStatus } from '../../contract/neural.ts';
import { checkArithmetic } from './canary.ts';
import { cpuKernels } from './cpu-kernels.ts';
import { registerGradients } from './gradients.ts';
import { createWasmBackend, type WasmSource } from './wasm.ts';
import { wasmKernels } from './wasm-kernels.ts';
import { createWebGpuBackend } from './webgpu.ts';
import { webgpuKernels } from './webgpu-kernels.ts';

export interface BackendOptions {
  /** Tried in this order. Default: all, fastest first. */
  backends?: readonly BackendName[];
  wasm: WasmSource;
}

/** A backend that answers this late is taken for hanging. Milliseconds. */
const PATIENCE = 15_000;

const KERNELS: Record<BackendName, readonly KernelConfig[]> = {
  webgpu: webgpuKernels,
  wasm: wasmKernels,
  cpu: cpuKernels,
};

/** A backend that runs, and how many hold it. */
class RunningBackend {
  users = 0;
  /** Why the device is gone; `null` while it is there. */
  lost: string | null = null;
  readonly failed: Promise<never>;
  #fail!: (reason: Error) => void;
  #device: GPUDevice | undefined;

  constructor(readonly name: BackendName) {
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  async start({ wasm }: BackendOptions): Promise<void> {
    const backend = await this.#create(wasm);
    remove(this.name);
    for (const kernel of KERNELS[this.name]) {
      if (getKernel(kernel.kernelName, this.name) === undefined) registerKernel(kernel);
    }
    registerBackend(this.name, () => backend);
    if (!(await setBackend(this.name))) throw new Error('the tensor runtime could not start it');
    await checkArithmetic();
  }

  stop(): void {
    if (running.get(this.name) === this) running.delete(this.name);
    // Another may have been started since this one's device was lost.
    if (!running.has(this.name)) remove(this.name);
    this.#device?.destroy();
  }

  async #create(wasm: WasmSource): Promise<KernelBackend> {
    if (this.name === 'cpu') return new MathBackendCPU();
    if (this.name === 'wasm') return createWasmBackend(wasm);
    const { backend, device } = await createWebGpuBackend();
    this.#device = device;
    void device.lost.then(({ message, reason }) => {
      this.lost = message || reason;
      this.#fail(new VitrineError('worker-failed', `The graphics device is gone: ${this.lost}`));
    });
    return backend;
  }
}

/** The runtime's own registry is global in a thread, and holds one backend of a name: whoever opens it shares it. */
const running = new Map<BackendName, RunningBackend>();
/** One is opened after the other: two that start the same backend would stop each other's. */
let opening: Promise<unknown> = Promise.resolve();

/** One hold on the tensor runtime. The backend and its tensors go when all that were opened on it are closed. */
export class Compute {
  readonly #running: RunningBackend;
  #closed = false;

  private constructor(
    running: RunningBackend,
    /** Backends tried and left, with the reason. */
    readonly rejected: NeuralStatus['rejected'],
  ) {
    this.#running = running;
    running.users++;
  }

  /**
   * Opens the first backend that starts and computes right; one that runs already is shared.
   * @throws VitrineError `no-backend`
   */
  static open(options: BackendOptions): Promise<Compute> {
    const opened = opening.then(() => Compute.#openFirst(options));
    opening = opened.catch(() => undefined);
    return opened;
  }

  get backend(): BackendName {
    return this.#running.name;
  }

  /** Why the device is gone; `null` while it is there. Its tensors are gone with it: open anew. */
  get lost(): string | null {
    return this.#running.lost;
  }

  /** Rejects when the device goes: work on it may then never end. */
  get failed(): Promise<never> {
    return this.#running.failed;
  }

  status(): NeuralStatus {
    return { backend: this.backend, rejected: this.rejected, tensors: memory().numTensors };
  }

  /** Closing again changes nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (--this.#running.users === 0) this.#running.stop();
  }

  static async #openFirst(options: BackendOptions): Promise<Compute> {
    const { backends = BACKENDS } = options;
    // A text would be tried letter by letter.
    if (!Array.isArray(backends)) {
      throw new VitrineError('bad-options', 'The option `neural.backends` is not a list.', {
        remedy: `Give a list of ${BACKENDS.map((name) => `\`${name}\``).join(', ')}, or leave it out.`,
      });
    }
    registerGradients();
    const rejected: { backend: BackendName; reason: string }[] = [];
    for (const name of backends) {
      const shared = running.get(name);
      if (shared?.lost === null && (await setBackend(name))) return new Compute(shared, rejected);
      const started = new RunningBackend(name);
      try {
        await inTime(started.start(options));
        running.set(name, started);
        return new Compute(started, rejected);
      } catch (thrown) {
        started.stop();
        rejected.push({ backend: name, reason: explain(thrown) });
      }
    }
    throw new VitrineError('no-backend', rejected.map(({ backend, reason }) => `${backend}: ${reason}`).join('; '), {
      remedy:
        "Serve the package's .wasm files beside the worker and allow 'wasm-unsafe-eval' in the page's Content-Security-Policy.",
    });
  }
}

/** Forgets a backend and its tensors; the runtime's own call throws where there is none. */
function remove(name: BackendName): void {
  if (findBackendFactory(name) !== null) removeBackend(name);
}

function explain(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return /unsafe-eval|Content Security Policy/i.test(message)
    ? `${message} (the page's Content-Security-Policy lacks 'wasm-unsafe-eval')`
    : message;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
