import type { DotScorer, ItemMatrix } from './item-matrix.ts';
import { TypeScriptScorer } from './typescript-scorer.ts';

/** The fastest scorer that runs here, over `matrix`, whose arrays are the scorer's from now on. */
export async function createScorer(matrix: ItemMatrix): Promise<DotScorer> {
  return new TypeScriptScorer(matrix, 'plain TypeScript');
}
