import type { Engine, TrainOptions, TrainReport, TrainRequest } from '../../contract/engine.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import type { CallOptions } from '../facade/recommender.ts';
import { quiet, within } from '../workers/limits.ts';
import type { NeuralLink } from '../workers/neural-link.ts';
import type { WorkerInstance } from '../workers/worker-instance.ts';
import { progressGenerator } from './progress-generator.ts';

/** The workers that a training needs, each started where it is not there. */
export interface TrainingWorkers {
  engine: () => Promise<WorkerInstance<Engine>>;
  neural: NeuralLink;
}

const WHAT = 'train()';

let calls = 0;

async function start(workers: TrainingWorkers, patience: number) {
  const engine = await workers.engine();
  return { engine, neural: await workers.neural.join(engine, patience) };
}

/**
 * One training, which yields its progress. It ends early when the caller stops iterating or aborts, and with `worker-failed` when a
 * worker dies or the neural worker is silent for `patience` milliseconds.
 */
export function training(
  workers: TrainingWorkers,
  { signal, ...options }: TrainOptions & CallOptions,
  patience: number,
  onAdopted: () => void,
): AsyncGenerator<TrainingProgress, TrainReport, void> {
  const call = `train-${++calls}`;
  const request: TrainRequest = { ...options, asked: Date.now() };
  return progressGenerator(WHAT, signal, async ({ publish, begin }) => {
    const { engine, neural } = await within({ what: WHAT, deadline: patience }, () => start(workers, patience));
    begin(() => void quiet(engine.call((service) => service.cancel(call), patience)));
    const onProgress = (event: TrainingProgress): void => {
      neural.hear();
      publish(event);
    };
    // The engine passes the work on: it is the neural worker whose silence counts.
    const train = () => engine.call((service) => service.train(call, request, onProgress), Number.POSITIVE_INFINITY);
    const report = await neural.call(train, patience);
    if (report.adopted) onAdopted();
    return report;
  });
}
