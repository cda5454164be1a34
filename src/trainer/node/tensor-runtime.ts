import { readFile } from 'node:fs/promises';
import { Compute } from '../../learning/compute/backend.ts';

/** The package that brings WebGPU to Node (Dawn): used where the user has installed it. Not a literal, so that it stays optional. */
const DAWN: string = 'webgpu';

/** The folder of the built package, from `dist/cli/`. */
const DIST = new URL('../', import.meta.url);

/**
 * The tensor runtime in Node: on the GPU through Dawn where `npm install webgpu` was done and a GPU is there, else WASM.
 * @param folder of the tensor runtime's `.wasm` files. Default: the package's own.
 * @throws VitrineError `no-backend`
 */
export async function openTensorRuntime(folder: URL = DIST): Promise<Compute> {
  const gpu = await bringWebGpu();
  return Compute.open({
    backends: gpu ? ['webgpu', 'wasm'] : ['wasm'],
    wasm: (file) => readFile(new URL(file, folder)),
  });
}

/** Puts WebGPU where a browser has it. @returns whether there is a GPU behind it: a software one is slower than WASM */
async function bringWebGpu(): Promise<boolean> {
  let dawn: { create(flags: string[]): GPU; globals: object };
  try {
    dawn = await import(/* @vite-ignore */ DAWN);
  } catch {
    return false;
  }
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null || adapter.info.isFallbackAdapter) return false;
  if (globalThis.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: {} });
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  return true;
}
