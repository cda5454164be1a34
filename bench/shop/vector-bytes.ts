import { createScorer } from '../../src/kernels/scoring/scorer.ts';
import { SASREC_DEFAULTS } from '../../src/learning/models/sasrec.ts';

/** Bytes of WebAssembly memory that the scorer of a made shop takes: the browser's own count leaves them out. */
export async function vectorBytes(products: number): Promise<number> {
  const { width } = SASREC_DEFAULTS;
  const rows = products + 1;
  const matrix = { rows, width, data: new Int8Array(rows * width), scales: new Float32Array(rows) };
  return (await createScorer(matrix)).matrix.data.buffer.byteLength;
}
