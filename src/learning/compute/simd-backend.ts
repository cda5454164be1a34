import { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import type { BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { BYTES } from '../../kernels/algebra/training.wasm.ts';
import { compileKernel } from '../../kernels/compile.ts';

/** What training.wat exports; its parameters are described there. Addresses and distances in bytes. */
export interface Products {
  pack(from: number, rowStep: number, columnStep: number, rows: number, columns: number, to: number): void;
  multiply(
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    c: number,
    cRow: number,
    rows: number,
    inner: number,
    columns: number,
    add: number,
  ): void;
  shift(row: number, bias: number, count: number): number;
  exponentials(row: number, largest: number, count: number): number;
  dropout(from: number, to: number, count: number, seed: number, threshold: number, kept: number): void;
}

/** What of the C++ side allocates. */
interface Allocator {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** The WASM backend with products of our own, which read and write the backend's tensors where they lie. */
export class SimdBackend extends BackendWasm {
  #scratch = 0;
  #scratchBytes = 0;

  private constructor(
    private readonly module: BackendWasmModule & Allocator,
    private readonly heap: WebAssembly.Memory,
    readonly products: Products,
  ) {
    super(module);
  }

  /** @param heap the module's memory; @throws Error where WebAssembly has no SIMD */
  static async create(module: BackendWasmModule & Allocator, heap: WebAssembly.Memory): Promise<SimdBackend> {
    const instance = new WebAssembly.Instance(await compileKernel(BYTES), { runtime: { memory: heap } });
    return new SimdBackend(module, heap, instance.exports as unknown as Products);
  }

  /** Address of a tensor's numbers. */
  addressOf(tensor: TensorInfo): number {
    return this.getMemoryOffset(tensor.dataId);
  }

  /** Place of a tensor's numbers among `floats`. */
  placeOf(tensor: TensorInfo): number {
    return this.addressOf(tensor) >> 2;
  }

  /**
   * Addresses of room for so many numbers each, ours until the next call: it is kept, so that a step allocates nothing
   * large.
   */
  scratch(...counts: number[]): number[] {
    const bytes = 4 * counts.reduce((sum, count) => sum + count, 0);
    if (bytes > this.#scratchBytes) {
      if (this.#scratchBytes > 0) this.module._free(this.#scratch);
      this.#scratch = this.module._malloc(bytes);
      this.#scratchBytes = bytes;
    }
    let end = this.#scratch;
    return counts.map((count) => {
      end += 4 * count;
      return end - 4 * count;
    });
  }

  /** The whole memory as numbers: the place of an address is a quarter of it. Void after the next allocation. */
  floats(): Float32Array {
    return new Float32Array(this.heap.buffer);
  }
}

/** What a kernel of ours is called with. */
export interface OwnCall<TInput extends string, TAttributes = object> {
  inputs: Record<TInput, TensorInfo>;
  attrs: TAttributes;
  backend: SimdBackend;
}

/** A kernel of ours as the tensor runtime registers it. */
export function ownKernel<TInput extends string, TAttributes>(
  kernelName: string,
  run: (call: OwnCall<TInput, TAttributes>) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => run(call as unknown as OwnCall<TInput, TAttributes>),
  };
}
