import type { Engine, TrainOptions, TrainReport } from '../contract/engine.ts';
import { VitrineError } from '../contract/errors.ts';
import type { TrainingProgress } from '../contract/neural.ts';
import { aborted, quiet, within } from './limits.ts';
import type { NeuralLink } from './neural-link.ts';
import { ProgressQueue } from './progress-queue.ts';
import type { CallOptions } from './recommender.ts';
import type { WorkerLife } from './worker-life.ts';

/** The workers that a training needs, each started where it is not there. */
export interface TrainingWorkers {
  engine: () => Promise<WorkerLife<Engine>>;
  neural: NeuralLink;
}

let calls = 0;

async function start(workers: TrainingWorkers, patience: number) {
  const engine = await workers.engine();
  return { engine, neural: await workers.neural.join(engine, patience) };
}

/**
 * One training, told as it goes: progress is yielded, the report is the return value. It ends early when the caller
 * stops iterating or aborts, and with `worker-failed` when a worker dies or the neural worker is silent for `patience`
 * milliseconds.
 */
export async function* training(
  workers: TrainingWorkers,
  { signal, ...options }: TrainOptions & CallOptions,
  patience: number,
  onAdopted: () => void,
): AsyncGenerator<TrainingProgress, TrainReport, void> {
  const call = `train-${++calls}`;
  const progress = new ProgressQueue<TrainingProgress>();
  const onAbort = (): void => progress.end(aborted('train()', signal?.reason));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  let cancel = (): void => undefined;
  let stopped = false;

  const work = async (): Promise<TrainReport> => {
    const { engine, neural } = await within({ what: 'train()', deadline: patience }, () => start(workers, patience));
    if (stopped) throw aborted('train()', signal?.reason);
    cancel = () => void quiet(engine.call((service) => service.cancel(call), patience));
    const onProgress = (event: TrainingProgress): void => {
      neural.hear();
      progress.push(event);
    };
    // The engine passes the work on: it is the neural worker whose silence counts.
    const train = () => engine.call((service) => service.train(call, options, onProgress), Number.POSITIVE_INFINITY);
    return neural.call(train, patience);
  };

  const report = quiet(work());
  report.then(
    ({ adopted }) => {
      progress.end();
      if (adopted) onAdopted();
    },
    (thrown) => progress.end(VitrineError.from(thrown)),
  );
  let finished = false;
  try {
    yield* progress;
    finished = true;
    return await report;
  } finally {
    stopped = true;
    signal?.removeEventListener('abort', onAbort);
    if (!finished) cancel();
  }
}
