import { readFile } from 'node:fs/promises';
import type { BackendName } from '../../../contract/neural.ts';
import { Compute } from '../backend.ts';

const WASM_FOLDER = new URL('../../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url);

/** The tensor runtime for tests in Node, its `.wasm` files read from the installed package. */
export function openCompute(...backends: BackendName[]): Promise<Compute> {
  return Compute.open({ backends, wasm: (file) => readFile(new URL(file, WASM_FOLDER)) });
}
