import { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import createModule from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { WasmFile } from '../../contract/neural.ts';
import { SimdBackend } from './simd-backend.ts';

/** Gives the bytes of one of the tensor runtime's `.wasm` files: fetched in a browser, read in Node. */
export type WasmSource = (file: WasmFile) => Promise<BufferSource>;

/** What the runtime's C++ side is called through, besides what its types tell. */
type Module = Awaited<ReturnType<typeof createModule>> & {
  cwrap(name: string, returns: string | null, takes: string[]): never;
  _malloc(bytes: number): number;
  _free(address: number): void;
};

/** `(module (func (drop (v128.const …))))`: valid only where WebAssembly has SIMD. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);

/**
 * The WASM backend on one thread. The runtime's own start fetches by itself, takes threads where it can (a minified
 * bundle then hangs) and never rejects when the file is not there; so the module is made here.
 */
export async function createWasmBackend(source: WasmSource): Promise<KernelBackend> {
  const simd = WebAssembly.validate(SIMD_PROBE);
  const bytes = await source(simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm');
  const compiled = await WebAssembly.compile(bytes);
  let heap: WebAssembly.Memory | undefined;
  const module = (await createModule({
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(compiled, imports);
      heap = Object.values(instance.exports).find((part) => part instanceof WebAssembly.Memory);
      done(instance);
      return instance.exports;
    },
  })) as Module;
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  return simd && heap ? SimdBackend.create(module, heap) : new BackendWasm(module);
}
