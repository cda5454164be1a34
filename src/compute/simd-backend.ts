import { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import type { BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { compileKernel } from '../kernels/compile.ts';
import { BYTES } from '../kernels/training.wasm.ts';

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

  /** Address of room that is ours until the next call: it is kept, so that a step allocates nothing large. */
  scratch(bytes: number): number {
    if (bytes > this.#scratchBytes) {
      if (this.#scratchBytes > 0) this.module._free(this.#scratch);
      this.#scratch = this.module._malloc(bytes);
      this.#scratchBytes = bytes;
    }
    return this.#scratch;
  }

  /** The whole memory as numbers: the place of an address is a quarter of it. Void after the next allocation. */
  floats(): Float32Array {
    return new Float32Array(this.heap.buffer);
  }
}
