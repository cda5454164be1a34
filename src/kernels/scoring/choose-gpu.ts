import type { GpuScan, Question } from './ahead-scorer.ts';
import { GpuBlocks } from './gpu-blocks.ts';
import type { DotScorer, ItemMatrix } from './item-matrix.ts';
import { type BlockPeaks, topKByPeaks } from './top-k-by-peaks.ts';

/** Times that both ways are measured. */
const ROUNDS = 5;

interface Blocks extends BlockPeaks {
  close(): void;
}

const median = (durations: number[]): number => durations.sort((a, b) => a - b)[durations.length >> 1];

/**
 * Puts the rows on a GPU and measures both ways at a question, in turn.
 * @param open, now: how a GPU is opened, and the clock
 * @throws Error with the reason, where there is no GPU
 */
export async function chooseGpu(
  exact: DotScorer,
  question: Question,
  open: (matrix: ItemMatrix) => Promise<Blocks> = GpuBlocks.open,
  now = () => performance.now(),
): Promise<{ gpu?: GpuScan; reason: string }> {
  const blocks = await open(exact.matrix);
  const gpu: GpuScan = {
    topK: ({ query, allowed, k }) => topKByPeaks(exact, blocks, query, allowed, k),
    close: () => blocks.close(),
  };
  try {
    const durations: { exact: number[]; gpu: number[] } = { exact: [], gpu: [] };
    for (let round = 0; round < ROUNDS; round++) {
      const start = now();
      exact.topK(question.query, question.allowed, question.k);
      const between = now();
      await gpu.topK(question);
      durations.exact.push(between - start);
      durations.gpu.push(now() - between);
    }
    const [own, other] = [median(durations.exact), median(durations.gpu)];
    const reason = `measured ${own.toFixed(1)} ms by ${exact.kind}, ${other.toFixed(1)} ms by webgpu`;
    if (other < own) return { gpu, reason };
    gpu.close();
    return { reason };
  } catch (thrown) {
    gpu.close();
    throw thrown;
  }
}
