import { createScorer } from '../../src/kernels/scoring/scorer.ts';
import { ATTENTION_DEFAULTS } from '../../src/learning/models/attention.ts';

/** Bytes of WebAssembly memory that the scorer of a made shop takes: the browser's own count leaves them out. */
export async function vectorBytes(products: number): Promise<number> {
  const { width } = ATTENTION_DEFAULTS;
  const rows = products + 1;
  const matrix = { rows, width, data: new Int8Array(rows * width), scales: new Float32Array(rows) };
  return (await createScorer(matrix)).matrix.data.buffer.byteLength;
}
