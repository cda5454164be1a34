import { VitrineError } from '../../contract/errors.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import { MovingAverage } from './moving-average.ts';
import { copyInto, copyOf } from './named-tensors.ts';

export type ValidationMetric = NonNullable<TrainingProgress['validationMetric']>;

/** What moves the weights, as far as the loop must know it. */
export interface Optimiser {
  /** Moved in place. */
  readonly weights: NamedTensors;
  /** Steps made. */
  readonly steps: number;
  /** Its own state, for a checkpoint. */
  export(): NamedTensors;
  restore(steps: number, tensors: NamedTensors): void;
}

/** What moves the weights, as far as one step must know it. */
export interface StepOptimiser {
  /** Call it once before the updates of a step. */
  begin(): void;
  /** @param gradient of the first `gradient.length` numbers of that weight; the rest has none and stays. */
  update(name: string, gradient: Float32Array): void;
}

/** What a model brings to its training. */
export interface TrainingTask<TBatch> {
  readonly optimiser: Optimiser;
  /** The batches of one epoch (from 0). The epoch alone decides what is random in it, so that a training can be resumed. */
  batches(epoch: number): readonly TBatch[];
  /** One step of the optimiser. @returns the batch's loss before it, nats per prediction */
  step(batch: TBatch): Promise<number>;
  /** Measures the weights as they are. Without it the last weights are the best ones. */
  validate?(): Promise<number>;
  readonly metric: ValidationMetric;
  /** Decay of the weights' moving average, which is what is validated and kept; 0 for the weights as they are. */
  readonly averaging: number;
}

export interface TrainingRunOptions {
  epochs: number;
  /** Stop after so many validations without a better one. */
  patience: number;
  /** Epochs from one validation to the next. */
  validateEvery: number;
  signal?: AbortSignal;
  /** Called at the end of each epoch with everything needed to go on from there. */
  checkpoint?: (state: Checkpoint) => Promise<void>;
  /** Where to go on. The result is the same as without the break. */
  resume?: Checkpoint;
}

/** Weights, optimiser state and counters of a training that can be resumed. */
export interface Checkpoint {
  /** Epochs done. */
  epoch: number;
  tensors: NamedTensors;
  /** Moving average of the weights. */
  mean: NamedTensors;
  /** Best weights so far by validation. */
  best: NamedTensors;
  /** `bestEpoch`: epochs done when the best weights validated; 0 where nothing was validated. */
  counters: Record<string, number>;
}

/** A progress event at most this often, in steps. */
const PROGRESS_STEPS = 10;

/** Lets messages in, such as a cancel call: a step blocks its thread. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Trains epoch by epoch and keeps the weights that validated best. Whatever ends it, the weights are then the best ones.
 *
 * @throws VitrineError `aborted` within a step of the signal; `diverged` where the loss is not finite
 */
export async function* runTraining<TBatch>(
  task: TrainingTask<TBatch>,
  options: TrainingRunOptions,
): AsyncGenerator<TrainingProgress> {
  const { optimiser } = task;
  const { epochs, patience, validateEvery, signal, resume } = options;
  const higher = task.metric === 'ndcg@10';
  const better = (a: number, b: number): boolean => (higher ? a > b : a < b);
  const average = new MovingAverage(optimiser.weights, task.averaging);
  let best = copyOf(optimiser.weights);
  let bestScore = higher ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let waited = 0;
  let bestEpoch = 0;
  if (resume) {
    copyInto(optimiser.weights, resume.tensors);
    optimiser.restore(resume.counters.steps, resume.tensors);
    average.restore(resume.mean);
    best = copyOf(resume.best);
    bestScore = resume.counters.bestScore ?? bestScore; // what was never reached is infinite, which JSON does not keep
    waited = resume.counters.waited;
    bestEpoch = resume.counters.bestEpoch;
  }
  const started = performance.now();
  const first = resume?.epoch ?? 0;
  try {
    for (let epoch = first; epoch < epochs && waited < patience; epoch++) {
      const batches = task.batches(epoch);
      const progress = (step: number, loss: number): TrainingProgress => {
        const elapsed = (performance.now() - started) / 1000;
        const done = (epoch - first + step / Math.max(1, batches.length)) / (epochs - first);
        return {
          epoch,
          epochs,
          step,
          steps: batches.length,
          loss,
          elapsed,
          remaining: elapsed / Math.max(done, 1e-9) - elapsed,
        };
      };
      let total = 0;
      for (const [index, batch] of batches.entries()) {
        await breathe();
        if (signal?.aborted) throw new VitrineError('aborted', 'Training was aborted.', { cause: signal.reason });
        const loss = await task.step(batch);
        if (!Number.isFinite(loss)) {
          throw new VitrineError(
            'diverged',
            `The loss became ${loss} in epoch ${epoch + 1}; the best weights so far are kept.`,
            {
              remedy: 'Train with a lower learning rate.',
            },
          );
        }
        average.update(optimiser.steps);
        total += loss;
        if (index % PROGRESS_STEPS === PROGRESS_STEPS - 1) yield progress(index + 1, total / (index + 1));
      }
      const closing = progress(batches.length, total / Math.max(1, batches.length));
      const { validate } = task;
      if (validate === undefined) best = average.copy();
      else if ((epoch + 1) % validateEvery === 0 || epoch + 1 === epochs) {
        const validation = await average.during(() => validate.call(task));
        Object.assign(closing, { validation, validationMetric: task.metric });
        if (better(validation, bestScore)) {
          bestScore = validation;
          best = average.copy();
          bestEpoch = epoch + 1;
          waited = 0;
        } else waited++;
      }
      await options.checkpoint?.({
        epoch: epoch + 1,
        tensors: { ...copyOf(optimiser.weights), ...optimiser.export() },
        mean: average.copy(),
        best: copyOf(best),
        counters: { steps: optimiser.steps, bestScore, waited, bestEpoch },
      });
      yield closing;
    }
  } finally {
    copyInto(optimiser.weights, best);
  }
}
