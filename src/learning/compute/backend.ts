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

/** The tensor runtime on one backend. There is one in a thread: the runtime's own registry is global. */
export class Compute {
  /** Why the device is gone; `null` while it is there. Its tensors are gone with it: open anew. */
  lost: string | null = null;
  /** Rejects when the device goes: work on it may then never end. */
  readonly failed: Promise<never>;
  #fail!: (reason: Error) => void;
  #device: GPUDevice | undefined;

  private constructor(
    readonly backend: BackendName,
    /** Backends tried and left, with the reason. */
    readonly rejected: NeuralStatus['rejected'],
  ) {
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  /**
   * Opens the first backend that starts and computes right.
   * @throws VitrineError `no-backend`
   */
  static async open(options: BackendOptions): Promise<Compute> {
    registerGradients();
    const rejected: { backend: BackendName; reason: string }[] = [];
    for (const name of options.backends ?? BACKENDS) {
      const compute = new Compute(name, rejected);
      try {
        await inTime(compute.#start(options));
        return compute;
      } catch (thrown) {
        compute.close();
        rejected.push({ backend: name, reason: explain(thrown) });
      }
    }
    throw new VitrineError('no-backend', rejected.map(({ backend, reason }) => `${backend}: ${reason}`).join('; '), {
      remedy:
        "Serve the package's .wasm files beside the worker and allow 'wasm-unsafe-eval' in the page's Content-Security-Policy.",
    });
  }

  status(): NeuralStatus {
    return { backend: this.backend, rejected: this.rejected, tensors: memory().numTensors };
  }

  close(): void {
    remove(this.backend);
    this.#device?.destroy();
  }

  async #start({ wasm }: BackendOptions): Promise<void> {
    const backend = await this.#create(wasm);
    remove(this.backend);
    for (const kernel of KERNELS[this.backend]) {
      if (getKernel(kernel.kernelName, this.backend) === undefined) registerKernel(kernel);
    }
    registerBackend(this.backend, () => backend);
    if (!(await setBackend(this.backend))) throw new Error('the tensor runtime could not start it');
    await checkArithmetic();
  }

  async #create(wasm: WasmSource): Promise<KernelBackend> {
    if (this.backend === 'cpu') return new MathBackendCPU();
    if (this.backend === 'wasm') return createWasmBackend(wasm);
    const { backend, device } = await createWebGpuBackend();
    this.#device = device;
    void device.lost.then(({ message, reason }) => {
      this.lost = message || reason;
      this.#fail(new VitrineError('worker-failed', `The graphics device is gone: ${this.lost}`));
    });
    return backend;
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
