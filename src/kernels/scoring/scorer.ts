import { AheadScorer, type ChooseGpu, wordsOf } from './ahead-scorer.ts';
import { checkMatrix, type DotScorer, type ItemMatrix } from './item-matrix.ts';
import { compileScan, SimdScorer } from './simd-scorer.ts';
import { TypeScriptScorer } from './typescript-scorer.ts';

/**
 * The fastest scorer that runs here, over `matrix`, whose arrays are the scorer's from now on: WebAssembly SIMD, or
 * plain TypeScript where that is missing, forbidden by the page's policy, or gets no memory; for a large catalogue that is
 * asked ahead, a GPU where that is faster. `reason` says which it was.
 * @param choose looks for a GPU. Default: none is looked for
 */
export async function createScorer(matrix: ItemMatrix, choose?: ChooseGpu): Promise<AheadScorer> {
  checkMatrix(matrix);
  return new AheadScorer(await createExact(matrix), choose);
}

async function createExact(matrix: ItemMatrix): Promise<DotScorer> {
  try {
    return new SimdScorer(await compileScan(), matrix);
  } catch (thrown) {
    return new TypeScriptScorer(matrix, wordsOf(thrown));
  }
}
